// Follows credentials up to whoever stood behind them and down to what came of them. Upwards each hop is one event, found by the key it
// issued; a session of the console, whose keys no event names, is found by who signed in and when.

import { accessKeyId } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import type { Window } from '../query/query.ts';
import { ActivityCount } from './activity.ts';
import { callerOf } from './caller.ts';
import type { Caller } from './caller.ts';
import { issueOf, signInOf } from './issue.ts';
import type { Issue } from './issue.ts';
import { originOf, unissued } from './origin.ts';
import {
  actsOf,
  anyEvent,
  eventWithId,
  makingOf,
  mentionsOf,
  sessionsOf,
  signIns,
  usesOf,
} from './questions.ts';
import type { Origin, Records, Target, Trace, TraceNode } from './trace.ts';

export interface TraceOptions {
  readonly window: Window;
  /** Sessions that are looked into, of a role and of each generation below the ones asked about. */
  readonly sessionsMax: number;
}

/** Of a session further up only so many of the newest events are read: a page a place. */
const ancestorEvents = 50;
/** A console session lasts twelve hours at most ("Sign in to the AWS Management Console"). */
const consoleSessionS = 12 * 3600;
/** The console's sessions bear the second of the sign-in; hosts' clocks differ a little. */
const signInSlackS = 10;
/** Sessions opened by STS bear the second of the call. */
const sessionSlackS = 2;
/** Chains are short; a longer one is two keys that name each other. */
const hopsMax = 50;

class Node implements TraceNode {
  readonly id: string;
  readonly key: string | undefined;
  caller: Caller | undefined;
  issue: Issue | undefined;
  evidence: TraceNode['evidence'];
  parent: Node | undefined;
  children: Node[] = [];
  furtherChildren = 0;
  origin: Origin | undefined;
  activity: ActivityCount | undefined;
  readonly keys = new Set<string>();
  asked = false;

  constructor(id: string, key: string | undefined, caller: Caller | undefined) {
    this.id = id;
    this.key = key;
    this.caller = caller;
    if (key !== undefined) this.keys.add(key);
  }

  issuedBy(issue: Issue, evidence: TraceNode['evidence']): void {
    this.issue = issue;
    this.evidence = evidence;
  }

  adopt(child: Node): void {
    child.parent = this;
    this.children.push(child);
    this.children.sort((one, other) => (one.issue?.event.timeS ?? 0) - (other.issue?.event.timeS ?? 0));
  }
}

export async function trace(
  records: Records,
  targets: readonly Target[],
  options: TraceOptions,
): Promise<Trace> {
  const walk = new Walk(records, options);
  const asked: { readonly target: Target; readonly nodes: readonly Node[] }[] = [];
  for (const target of targets) asked.push({ target, nodes: await walk.nodesOf(target) });
  const nodes = [...new Set(asked.flatMap((each) => each.nodes))];
  for (const node of nodes) node.asked = true;
  await walk.descend(nodes);
  for (const node of nodes) await walk.climb(node);
  const isFound = (node: Node): boolean => node.caller !== undefined || node.issue !== undefined;
  return {
    roots: [...new Set(nodes.filter(isFound).map(rootOf))],
    nothingOf: asked.filter((each) => !each.nodes.some(isFound)).map(({ target }) => target),
    furtherSessions: walk.furtherSessions,
  };
}

function rootOf(node: Node): Node {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

class Walk {
  readonly #records: Records;
  readonly #options: TraceOptions;
  readonly #nodes = new Map<string, Node>();
  readonly #climbed = new Set<Node>();
  furtherSessions = false;

  constructor(records: Records, options: TraceOptions) {
    this.#records = records;
    this.#options = options;
  }

  async nodesOf(target: Target): Promise<readonly Node[]> {
    const { window, sessionsMax } = this.#options;
    switch (target.kind) {
      case 'key':
        return [this.#nodeOfKey(target.key)];
      case 'event': {
        const [event] = await this.#all(eventWithId(target.eventId, window));
        return event === undefined ? [] : [this.#nodeBehind(event)];
      }
      case 'session': {
        const opened = await this.#opened(target.arn);
        if (opened.length > 0) return opened;
        const acts = await this.#all(actsOf(target.session, target.arn, window, sessionsMax * 10));
        return [...new Set(acts.map((event) => this.#nodeOfCaller(callerOf(event))))].slice(0, sessionsMax);
      }
      case 'role':
        return this.#opened(target.arn);
      case 'role-name': {
        const [event] = await this.#all(anyEvent(window));
        const account = event === undefined ? undefined : textAt(event.record, 'recipientAccountId');
        const partition = /^arn:([^:]+):/.exec(event === undefined ? '' : (callerOf(event).arn ?? ''))?.[1];
        return account === undefined
          ? []
          : this.#opened(`arn:${partition ?? 'aws'}:iam::${account}:role/${target.name}`);
      }
    }
  }

  /** The newest sessions that were opened of a role or under a session's ARN. */
  async #opened(arn: string): Promise<readonly Node[]> {
    const { window, sessionsMax } = this.#options;
    const events = await this.#all(sessionsOf(arn, window, sessionsMax + 1));
    const issues = newestFirst(events.flatMap((event) => issueOf(event) ?? []));
    if (events.length > sessionsMax) this.furtherSessions = true;
    return [...new Set(issues.slice(0, sessionsMax).flatMap((issue) => this.#nodeOfIssue(issue) ?? []))];
  }

  /** What an event opened, else what it was signed with. */
  #nodeBehind(event: Event): Node {
    const issue = issueOf(event);
    const opened = issue === undefined ? undefined : this.#nodeOfIssue(issue);
    if (opened !== undefined) return opened;
    const signIn = signInOf(event);
    if (signIn === undefined) return this.#nodeOfCaller(callerOf(event));
    const node = this.#node(`console ${signIn.arn ?? ''} ${event.timeS}`, undefined, {
      ...signIn.caller,
      createdS: event.timeS,
      fromConsole: true,
    });
    node.issuedBy(signIn, 'session');
    return node;
  }

  #node(id: string, key: string | undefined, caller: Caller | undefined): Node {
    const known = this.#nodes.get(id) ?? new Node(id, key, caller);
    this.#nodes.set(id, known);
    known.caller ??= caller;
    return known;
  }

  #nodeOfKey(key: string): Node {
    return this.#node(key, key, undefined);
  }

  #nodeOfCaller(caller: Caller): Node {
    const id = caller.key ?? `${caller.kind} ${caller.arn ?? caller.name} ${caller.createdS ?? ''}`;
    return this.#node(id, caller.key, caller);
  }

  #nodeOfIssue(issue: Issue): Node | undefined {
    if (issue.key === undefined) return undefined;
    const node = this.#nodeOfKey(issue.key);
    // Of the two copies of a call across accounts the caller's own knows more.
    if (node.issue === undefined || node.issue.caller.kind === 'account') node.issuedBy(issue, 'key');
    return node;
  }

  /** What was done with the credentials, and with those that they issued, generation by generation. */
  async descend(asked: readonly Node[]): Promise<void> {
    let generation: readonly Node[] = asked;
    for (let hop = 0; generation.length > 0 && hop < hopsMax; hop += 1) {
      const issued = await this.#readUses(generation);
      const next: Node[] = [];
      for (const issue of newestFirst(issued)) {
        const parent = this.#nodes.get(issue.caller.key ?? '');
        const node = this.#nodeOfIssue(issue);
        if (node === undefined || node.activity !== undefined || next.includes(node)) continue;
        if (next.length >= this.#options.sessionsMax) {
          if (parent !== undefined) parent.furtherChildren += 1;
          continue;
        }
        next.push(node);
        if (parent !== undefined && node.parent === undefined && rootOf(parent) !== node) parent.adopt(node);
      }
      generation = next;
    }
  }

  async #readUses(nodes: readonly Node[]): Promise<readonly Issue[]> {
    const issued: Issue[] = [];
    const take = (node: Node, event: Event): void => {
      node.activity?.add(event);
      node.caller ??= callerOf(event);
      const issue = issueOf(event);
      if (issue !== undefined) issued.push(issue);
    };
    for (const node of nodes) node.activity = new ActivityCount();
    const keys = nodes.flatMap(({ key }) => key ?? []);
    if (keys.length > 0) {
      for await (const events of this.#records.find(usesOf(keys, this.#options.window))) {
        for (const event of events) {
          const node = this.#nodes.get(accessKeyId(event) ?? '');
          if (node !== undefined) take(node, event);
        }
      }
    }
    for (const node of nodes) {
      if (!isConsole(node.caller)) continue;
      // The console signs with ever new keys, so what one of them did is not what the session did.
      node.activity = new ActivityCount();
      await this.#readSession(node, node.caller, (event) => take(node, event));
    }
    return issued;
  }

  /** What a session did that is known by who opened it and when. */
  async #readSession(node: Node, caller: Caller, take: (event: Event) => void): Promise<void> {
    const { arn, createdS, username: name } = caller;
    if (arn === undefined || createdS === undefined || name === undefined) return;
    const window = this.#within(createdS - signInSlackS, createdS + consoleSessionS);
    if (window === undefined) return;
    for await (const events of this.#records.find(actsOf(name, arn, window, Infinity))) {
      for (const event of events) {
        const { createdS: of, key } = callerOf(event);
        if (of === undefined || Math.abs(of - createdS) > signInSlackS) continue;
        if (key !== undefined) node.keys.add(key);
        take(event);
      }
    }
  }

  async climb(from: Node): Promise<void> {
    let node = from;
    for (let hop = 0; hop < hopsMax; hop += 1) {
      if (this.#climbed.has(node)) return;
      this.#climbed.add(node);
      if (node.issue === undefined) await this.#findIssue(node);
      const { issue } = node;
      if (issue === undefined) {
        node.origin = unissued(node, this.#options.window);
        return;
      }
      node.origin = originOf(issue);
      if (node.origin !== undefined) return;
      const parent = this.#nodeOfCaller(issue.caller);
      if (rootOf(parent) === node) {
        node.origin = {
          kind: 'unknown',
          name: undefined,
          why: 'these events name each other as their issuer',
        };
        return;
      }
      if (node.parent === undefined) parent.adopt(node);
      await this.#readBriefly(parent);
      node = parent;
    }
  }

  async #findIssue(node: Node): Promise<void> {
    const { window } = this.#options;
    if (node.key !== undefined) {
      const isSession = node.key.startsWith('ASIA');
      for (const question of [
        mentionsOf(node.key, window),
        ...(isSession ? [] : [makingOf(node.key, window)]),
      ]) {
        for (const event of await this.#all(question)) {
          const issue = issueOf(event);
          if (issue?.key === node.key) this.#nodeOfIssue(issue);
        }
        if (node.issue !== undefined) return;
      }
    }
    const { caller } = node;
    if (caller?.createdS === undefined || caller.arn === undefined) return;
    const issue =
      caller.kind === 'role' && !caller.fromConsole
        ? await this.#sessionOpened(caller.arn, caller.createdS)
        : await this.#signIn(caller, caller.createdS);
    if (issue !== undefined) node.issuedBy(issue, 'session');
  }

  /** The sign-in to the console, or the change of role there, that opened a session: the same caller, the same seconds. */
  async #signIn(caller: Caller, createdS: number): Promise<Issue | undefined> {
    // Without the console's mark it may be a service that acts for somebody: then only the very second will do.
    const slackS = caller.fromConsole ? signInSlackS : 1;
    const window = this.#within(createdS - slackS, createdS + slackS);
    if (window === undefined) return undefined;
    const found = (await this.#all(signIns(window))).flatMap((event) => signInOf(event) ?? []);
    const away = ({ event }: Issue): number => Math.abs(event.timeS - createdS);
    return found.filter(({ arn }) => arn === caller.arn).toSorted((one, other) => away(one) - away(other))[0];
  }

  /** A session that the record of its opening names without this key: those of one second are told apart by nothing, so all must agree. */
  async #sessionOpened(arn: string, createdS: number): Promise<Issue | undefined> {
    const window = this.#within(createdS - sessionSlackS, createdS + sessionSlackS);
    if (window === undefined) return undefined;
    const issues = (await this.#all(sessionsOf(arn, window, Infinity))).flatMap((event) => {
      const issue = issueOf(event);
      return issue?.arn === arn ? [issue] : [];
    });
    const [first] = issues;
    const same = issues.every(
      (issue) => issue.caller.key === first?.caller.key && issue.caller.name === first?.caller.name,
    );
    return same ? first : undefined;
  }

  /** A session further up: its newest events. What a long-term key did is another question. */
  async #readBriefly(node: Node): Promise<void> {
    if (node.activity !== undefined || node.key === undefined || node.caller?.createdS === undefined) return;
    const activity = new ActivityCount();
    node.activity = activity;
    const question = usesOf([node.key], this.#options.window, ancestorEvents);
    for (const event of await this.#all(question)) activity.add(event);
    activity.complete = activity.events < ancestorEvents;
  }

  async #all(question: Parameters<Records['find']>[0]): Promise<readonly Event[]> {
    const found: Event[] = [];
    for await (const events of this.#records.find(question)) found.push(...events);
    return found;
  }

  /** The part of the window between two seconds; undefined where nothing of it is left. */
  #within(fromS: number, toS: number): Window | undefined {
    const { sinceS, untilS } = this.#options.window;
    const window = { sinceS: Math.max(sinceS, fromS), untilS: Math.min(untilS, toS) };
    return window.sinceS > window.untilS ? undefined : window;
  }
}

function newestFirst(issues: readonly Issue[]): readonly Issue[] {
  return issues.toSorted((one, other) => other.event.timeS - one.event.timeS);
}

function isConsole(caller: Caller | undefined): caller is Caller {
  return caller !== undefined && caller.fromConsole && caller.createdS !== undefined;
}
