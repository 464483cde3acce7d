// Follows credentials up to whoever stood behind them and down to what came of them. Upwards each hop is one event, found by the key it
// issued; a session of the console, whose keys no event names, is found by who signed in and when.

import type { Event } from '../event/event.ts';
import { shellWord } from '../error.ts';
import { instanceId } from '../query/shapes.ts';
import { ActivityCount } from './activity.ts';
import type { Caller } from './caller.ts';
import type { SessionNode } from './credentials.ts';
import { SessionNodes, rootOf } from './credentials.ts';
import { callersEvents, readActivity } from './read-activity.ts';
import type { NewestIssuances } from './read-activity.ts';
import { findIssuance, signInBefore } from './find-issuance.ts';
import type { Issuance } from './issuance.ts';
import { issuanceOf, newerFirst, signInOf } from './issuance.ts';
import { creationsOf, passwordOf } from './user-creation.ts';
import type { Bounds } from './trail-end.ts';
import { trailEndOf, trailEndWithoutIssuance } from './trail-end.ts';
import {
  activityNamed,
  activityOf,
  activityOfUser,
  allOf,
  eventWithId,
  sessionsOf,
  switchesTo,
  userCreationEvents,
  usesOf,
} from './lookups.ts';
import { roleArnsOf } from './role-arns.ts';
import type { TrailEnd, TraceLookup, RecordSource, RoleTaken, Target, Trace } from './trace.ts';

export interface TraceOptions extends Bounds {
  /** Sessions that are looked into, of a role and of each generation below the ones asked about. */
  readonly sessionsMax: number;
}

/** For each session above the one asked about, read at most this many of its newest events: one page per place. */
const ancestorEvents = 50;
/** Real chains are short, but whoever wants to hide can make a long one: then the trace says where it stopped. */
const hopsMax = 200;

export async function trace(
  records: RecordSource,
  targets: readonly Target[],
  options: TraceOptions,
): Promise<Trace> {
  const walk = new TraceFollower(records, options);
  const asked: { readonly target: Target; readonly nodes: readonly SessionNode[] }[] = [];
  for (const target of targets) asked.push({ target, nodes: await walk.nodesOf(target) });
  const nodes = [...new Set(asked.flatMap((each) => each.nodes))];
  for (const node of nodes) node.asked = true;
  await walk.descend(nodes);
  for (const node of nodes) await walk.climb(node);
  const isFound = (node: SessionNode): boolean => node.caller !== undefined || node.issuance !== undefined;
  const beganS = (root: SessionNode): number => root.issuance?.event.timeS ?? root.caller?.createdS ?? 0;
  return {
    roots: [...new Set(nodes.filter(isFound).map(rootOf))].toSorted(
      (one, other) => beganS(one) - beganS(other),
    ),
    nothingOf: asked.filter((each) => !each.nodes.some(isFound)).map(({ target }) => target),
    furtherSessions: walk.furtherSessions,
    roles: walk.roles,
    cut: [...walk.cut],
  };
}

function stoppedAt({ key, parent }: SessionNode): TrailEnd | undefined {
  if (parent !== undefined) return undefined;
  const goOn = key === undefined ? '' : `; it goes on: trailsift trace ${key}`;
  return { kind: 'unknown', name: undefined, why: `no more than ${hopsMax} hops are followed${goOn}` };
}

function unreadMakings({ caller }: Issuance): string {
  return `who set the password is not among the newest events that name the user: trailsift --resource ${shellWord(caller.name)} --event CreateLoginProfile,UpdateLoginProfile --since 90d`;
}

/** A federated sign-in that does not say when its session was opened: the console's session bears the same second. */
function callerBehind({ eventName, caller }: Issuance, { caller: signedIn }: SessionNode): Caller {
  const createdS = caller.createdS ?? signedIn?.createdS;
  return eventName === 'ConsoleLogin' && caller.key === undefined && createdS !== undefined
    ? { ...caller, createdS }
    : caller;
}

class TraceFollower {
  readonly #records: RecordSource;
  readonly #options: TraceOptions;
  readonly #met = new SessionNodes();
  readonly #climbed = new Set<SessionNode>();
  furtherSessions = false;
  readonly roles: RoleTaken[] = [];
  readonly cut = new Set<string>();

  constructor(records: RecordSource, options: TraceOptions) {
    this.#records = records;
    this.#options = options;
  }

  async nodesOf(target: Target): Promise<readonly SessionNode[]> {
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
        return this.#callers(activityOf(target.session, target.arn, window, callersEvents(sessionsMax)));
      }
      case 'role':
        return this.#openedOfRole(target.arn);
      case 'user':
        return this.#user(target);
      case 'name': {
        const { name } = target;
        const opened: SessionNode[] = [];
        for (const arn of await roleArnsOf(this.#records, name, window)) {
          const its = await this.#openedOfRole(arn);
          if (its.length > 0) this.roles.push({ name, arn });
          opened.push(...its);
        }
        return opened.length > 0 ? opened : this.#user({ kind: 'user', name });
      }
    }
  }

  /** The credentials behind the newest events that match. */
  async #callers(question: TraceLookup): Promise<readonly SessionNode[]> {
    const { sessionsMax } = this.#options;
    const callers = new Set<SessionNode>();
    let amount = 0;
    for await (const events of this.#records.find(question)) {
      amount += events.length;
      for (const event of events) callers.add(this.#met.signedInOrSigned(event));
    }
    if (callers.size > sessionsMax || amount >= question.limit) this.furtherSessions = true;
    return [...callers].slice(0, sessionsMax);
  }

  /** What a user has signed with or signed in to, and who made the user, its keys and its passwords. */
  async #user({ name, account }: Extract<Target, { kind: 'user' }>): Promise<readonly SessionNode[]> {
    const { window, sessionsMax } = this.#options;
    const limit = callersEvents(sessionsMax);
    const callers = await this.#callers(
      name === 'root' || account !== undefined
        ? activityOfUser(name, account, window, limit)
        : activityNamed(name, window, limit),
    );
    if (name === 'root' || instanceId.test(name)) return callers;
    const onCut = (): void =>
      void this.cut.add(`--resource ${shellWord(name)} --event ${userCreationEvents.join(',')} --since 90d`);
    const makings = (await creationsOf(this.#records, { name, account, window }, onCut)).slice(
      0,
      sessionsMax,
    );
    return [...callers, ...makings.map((making) => this.#met.ofIssue(making) ?? this.#met.ofUser(making))];
  }

  /** The newest sessions that were opened of a role or under a session's ARN. */
  async #opened(arn: string, switched: readonly Event[] = []): Promise<readonly SessionNode[]> {
    const { window, sessionsMax } = this.#options;
    const events = await allOf(this.#records, sessionsOf(arn, window, sessionsMax + 1));
    const opened = [
      ...events.flatMap((event) => issuanceOf(event) ?? []),
      ...switched.flatMap((event) => signInOf(event) ?? []),
    ].toSorted(newerFirst);
    // Refused ones count, too: what is older was not asked for.
    if (Math.max(events.length, switched.length, opened.length) > sessionsMax) this.furtherSessions = true;
    return [...new Set(opened.slice(0, sessionsMax).map((issue) => this.#met.behind(issue.event)))];
  }

  /** A role is also taken on by changing to it in the console. */
  async #openedOfRole(arn: string): Promise<readonly SessionNode[]> {
    const { window, sessionsMax } = this.#options;
    const onCut = (): void => void this.cut.add(`--role ${shellWord(arn)} --event SwitchRole --since 90d`);
    return this.#opened(arn, await allOf(this.#records, switchesTo(arn, window, sessionsMax + 1, onCut)));
  }

  /** What was done with the credentials, and with those that they issued, generation by generation. */
  async descend(asked: readonly SessionNode[]): Promise<void> {
    let generation = asked;
    for (let hop = 0; generation.length > 0 && hop < hopsMax; hop += 1) {
      generation = this.#newest(await readActivity(this.#records, this.#met, generation, this.#options));
    }
    for (const node of generation) node.unfollowed = true;
  }

  /** The newest of what a generation issued, below whoever issued it. */
  #newest(issued: ReadonlyMap<SessionNode, NewestIssuances>): readonly SessionNode[] {
    const next = new Set<SessionNode>();
    const issues = [...issued].flatMap(([parent, its]) => its.newest().map((issue) => ({ parent, issue })));
    for (const [parent, { amount }] of issued) parent.furtherChildren += amount;
    for (const { parent, issue } of issues.toSorted((one, other) => newerFirst(one.issue, other.issue))) {
      if (next.size >= this.#options.sessionsMax) break;
      const node = this.#met.ofIssue(issue);
      if (node === undefined) continue;
      parent.furtherChildren -= 1;
      next.add(node);
      if (node.parent === undefined && rootOf(parent) !== node) parent.adopt(node);
    }
    return [...next];
  }

  async climb(from: SessionNode): Promise<void> {
    let node = from;
    for (let hop = 0; hop < hopsMax; hop += 1) {
      if (this.#climbed.has(node)) return;
      this.#climbed.add(node);
      let allRead = true;
      if (node.issuance === undefined) {
        const onCut = (): void => void (allRead = false);
        const found = await findIssuance(this.#records, node, this.#options.window, onCut);
        if (found !== undefined) node.issuedBy(found.issue, found.evidence);
      }
      const { issuance: issue } = node;
      if (issue === undefined) {
        node.trailEnd = this.#records.interrupted()
          ? { kind: 'unknown', name: undefined, why: 'interrupted before it was known' }
          : trailEndWithoutIssuance(node, this.#options, allRead);
        return;
      }
      node.trailEnd = trailEndOf(issue, this.#options);
      if (node.trailEnd !== undefined) {
        const further = await this.#beyondSignIn(node, issue);
        if (further === undefined || rootOf(further) === node) return;
        node.trailEnd = undefined;
        if (node.parent === undefined) further.adopt(node);
        node = further;
        continue;
      }
      const parent = this.#met.ofCaller(callerBehind(issue, node));
      if (rootOf(parent) === node) {
        node.trailEnd = {
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
    node.trailEnd ??= stoppedAt(node);
  }

  /** Where no credentials lead further: the sign-in that a change of role was made in, or who set the password of a sign-in. */
  async #beyondSignIn(node: SessionNode, issue: Issuance): Promise<SessionNode | undefined> {
    const { window } = this.#options;
    const signIn = await signInBefore(this.#records, issue, window);
    if (signIn !== undefined) {
      node.issuedBy(issue, 'sign-in');
      return this.#met.signedInOrSigned(signIn.event);
    }
    let allRead = true;
    const password = await passwordOf(this.#records, issue, window, () => void (allRead = false));
    if (password !== undefined) return this.#met.ofUser(password);
    if (!allRead && node.trailEnd !== undefined)
      node.trailEnd = { ...node.trailEnd, why: `${node.trailEnd.why}; ${unreadMakings(issue)}` };
    return undefined;
  }

  /**
   * A session further up: its newest events. Skipped for long-term keys (a different question) and for console keys (one key shows
   * little of its session).
   */
  async #readBriefly(node: SessionNode): Promise<void> {
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
