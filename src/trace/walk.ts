// Follows credentials up to whoever stood behind them and down to what came of them. Upwards each hop is one event, found by the key it
// issued; a session of the console, whose keys no event names, is found by who signed in and when.

import { accessKeyId } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import type { Window } from '../query/query.ts';
import { ActivityCount } from './activity.ts';
import { callerOf } from './caller.ts';
import type { Caller } from './caller.ts';
import type { Credentials } from './credentials.ts';
import { CredentialsMet, rootOf } from './credentials.ts';
import { findIssue, signInSlackS } from './find-issue.ts';
import { issueOf } from './issue.ts';
import type { Issue } from './issue.ts';
import { originOf, unissued } from './origin.ts';
import {
  actsNamed,
  actsOf,
  allOf,
  anyEvent,
  eventWithId,
  narrowed,
  sessionsOf,
  usesOf,
} from './questions.ts';
import type { Question, Records, Target, Trace } from './trace.ts';

export interface TraceOptions {
  readonly window: Window;
  /** Sessions that are looked into, of a role and of each generation below the ones asked about. */
  readonly sessionsMax: number;
  /** There are regions that are not searched. */
  readonly elsewhere: boolean;
}

/** For each session above the one asked about, read at most this many of its newest events: one page per place. */
const ancestorEvents = 50;
/** A console session lasts twelve hours at most ("Sign in to the AWS Management Console"). */
const consoleSessionS = 12 * 3600;
/** Real chains are short; a longer one means two keys name each other as issuer. */
const hopsMax = 50;

export async function trace(
  records: Records,
  targets: readonly Target[],
  options: TraceOptions,
): Promise<Trace> {
  const walk = new Walk(records, options);
  const asked: { readonly target: Target; readonly nodes: readonly Credentials[] }[] = [];
  for (const target of targets) asked.push({ target, nodes: await walk.nodesOf(target) });
  const nodes = [...new Set(asked.flatMap((each) => each.nodes))];
  for (const node of nodes) node.asked = true;
  await walk.descend(nodes);
  for (const node of nodes) await walk.climb(node);
  const isFound = (node: Credentials): boolean => node.caller !== undefined || node.issue !== undefined;
  const beganS = (root: Credentials): number => root.issue?.event.timeS ?? root.caller?.createdS ?? 0;
  return {
    roots: [...new Set(nodes.filter(isFound).map(rootOf))].toSorted(
      (one, other) => beganS(one) - beganS(other),
    ),
    nothingOf: asked.filter((each) => !each.nodes.some(isFound)).map(({ target }) => target),
    furtherSessions: walk.furtherSessions,
  };
}

class Walk {
  readonly #records: Records;
  readonly #options: TraceOptions;
  readonly #met = new CredentialsMet();
  readonly #climbed = new Set<Credentials>();
  furtherSessions = false;

  constructor(records: Records, options: TraceOptions) {
    this.#records = records;
    this.#options = options;
  }

  async nodesOf(target: Target): Promise<readonly Credentials[]> {
    const { window, sessionsMax } = this.#options;
    switch (target.kind) {
      case 'key':
        return [this.#met.ofKey(target.key)];
      case 'event': {
        const [event] = await allOf(this.#records, eventWithId(target.eventId, window));
        if (event === undefined) return [];
        const node = this.#met.behind(event);
        node.askedEvent = event;
        return [node];
      }
      case 'session': {
        const opened = await this.#opened(target.arn);
        if (opened.length > 0) return opened;
        return this.#callers(actsOf(target.session, target.arn, window, sessionsMax * 10));
      }
      case 'role':
        return this.#opened(target.arn);
      case 'user':
        return this.#callers(actsNamed(target.name, window, sessionsMax * 10));
      case 'name': {
        const arn = await this.#roleArn(target.name);
        const opened = arn === undefined ? [] : await this.#opened(arn);
        return opened.length > 0 ? opened : this.#callers(actsNamed(target.name, window, sessionsMax * 10));
      }
    }
  }

  /** Of a role in the account that is searched: any event tells which that is. */
  async #roleArn(name: string): Promise<string | undefined> {
    const [event] = await allOf(this.#records, anyEvent(this.#options.window));
    if (event === undefined) return undefined;
    const account = textAt(event.record, 'recipientAccountId');
    const partition = /^arn:([^:]+):/.exec(callerOf(event).arn ?? '')?.[1] ?? 'aws';
    return account === undefined ? undefined : `arn:${partition}:iam::${account}:role/${name}`;
  }

  /** The credentials behind the newest events that match. */
  async #callers(question: Question): Promise<readonly Credentials[]> {
    const { sessionsMax } = this.#options;
    const events = await allOf(this.#records, question);
    const callers = [...new Set(events.map((event) => this.#met.ofCaller(callerOf(event))))];
    if (callers.length > sessionsMax || events.length >= question.limit) this.furtherSessions = true;
    return callers.slice(0, sessionsMax);
  }

  /** The newest sessions that were opened of a role or under a session's ARN. */
  async #opened(arn: string): Promise<readonly Credentials[]> {
    const { window, sessionsMax } = this.#options;
    const events = await allOf(this.#records, sessionsOf(arn, window, sessionsMax + 1));
    const issues = newestFirst(events.flatMap((event) => issueOf(event) ?? []));
    if (events.length > sessionsMax) this.furtherSessions = true;
    return [...new Set(issues.slice(0, sessionsMax).flatMap((issue) => this.#met.ofIssue(issue) ?? []))];
  }

  /** What was done with the credentials, and with those that they issued, generation by generation. */
  async descend(asked: readonly Credentials[]): Promise<void> {
    let generation: readonly Credentials[] = asked;
    for (let hop = 0; generation.length > 0 && hop < hopsMax; hop += 1) {
      const issued = await this.#readUses(generation);
      const next: Credentials[] = [];
      for (const issue of newestFirst(issued)) {
        const parent = this.#met.withKey(issue.caller.key);
        const node = this.#met.ofIssue(issue);
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

  async #readUses(nodes: readonly Credentials[]): Promise<readonly Issue[]> {
    const issued: Issue[] = [];
    const take = (node: Credentials, event: Event): void => {
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
          const node = this.#met.withKey(accessKeyId(event));
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
    if (this.#records.whole())
      for (const { activity } of nodes) if (activity !== undefined) activity.extent = 'all';
    return issued;
  }

  /** What a session did that is known by who opened it and when. */
  async #readSession(node: Credentials, caller: Caller, take: (event: Event) => void): Promise<void> {
    const { arn, createdS, username: name } = caller;
    if (arn === undefined || createdS === undefined || name === undefined) return;
    const window = narrowed(this.#options.window, createdS - signInSlackS, createdS + consoleSessionS);
    if (window === undefined) return;
    for await (const events of this.#records.find(actsOf(name, arn, window, Infinity))) {
      for (const event of events) {
        const { createdS: of, key } = callerOf(event);
        if (of === undefined || Math.abs(of - createdS) > signInSlackS) continue;
        if (key !== undefined) this.#met.alsoSigns(node, key);
        take(event);
      }
    }
  }

  async climb(from: Credentials): Promise<void> {
    let node = from;
    for (let hop = 0; hop < hopsMax; hop += 1) {
      if (this.#climbed.has(node)) return;
      this.#climbed.add(node);
      if (node.issue === undefined) {
        const found = await findIssue(this.#records, node, this.#options.window);
        if (found !== undefined) node.issuedBy(found.issue, found.evidence);
      }
      const { issue } = node;
      if (issue === undefined) {
        node.origin = this.#records.interrupted()
          ? { kind: 'unknown', name: undefined, why: 'interrupted before it was known' }
          : unissued(node, this.#options);
        return;
      }
      node.origin = originOf(issue);
      if (node.origin !== undefined) return;
      const parent = this.#met.ofCaller(issue.caller);
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

  /**
   * A session further up: its newest events. Skipped for long-term keys (a different question) and for console keys (one key shows
   * little of its session).
   */
  async #readBriefly(node: Credentials): Promise<void> {
    const { activity: known, key, caller } = node;
    if (known !== undefined || key === undefined || caller?.createdS === undefined || caller.fromConsole)
      return;
    const activity = new ActivityCount();
    node.activity = activity;
    const question = usesOf([key], this.#options.window, ancestorEvents);
    for (const event of await allOf(this.#records, question)) activity.add(event);
    if (this.#records.whole()) activity.extent = activity.events < ancestorEvents ? 'all' : 'newest';
  }
}

function newestFirst(issues: readonly Issue[]): readonly Issue[] {
  return issues.toSorted((one, other) => other.event.timeS - one.event.timeS);
}

function isConsole(caller: Caller | undefined): caller is Caller {
  return caller !== undefined && caller.fromConsole && caller.createdS !== undefined;
}
