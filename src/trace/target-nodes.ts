// From what was typed to the sessions and keys it means.

import { shellWord } from '../error.ts';
import type { Event } from '../event/event.ts';
import { instanceId } from '../query/shapes.ts';
import { issuanceOf, newerFirst, signInOf } from './issuance.ts';
import {
  activityNamed,
  activityOf,
  activityOfUser,
  allOf,
  eventWithId,
  sessionsOf,
  switchesTo,
  userCreationEvents,
} from './lookups.ts';
import { callersEvents } from './read-activity.ts';
import { roleArnsOf } from './role-arns.ts';
import type { SessionNode } from './session-node.ts';
import type { RoleTaken, Target, TraceLookup } from './trace.ts';
import { creationsOf } from './user-creation.ts';
import type { Walk } from './walk.ts';

export class TargetNodes {
  readonly #walk: Walk;
  /** A role or a name has older sessions than the ones found. */
  furtherSessions = false;
  readonly roles: RoleTaken[] = [];
  /** Searches of which only the newest pages were read, as flags to type. */
  readonly cut = new Set<string>();

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  async nodesOf(target: Target): Promise<readonly SessionNode[]> {
    const { nodes, options } = this.#walk;
    switch (target.kind) {
      case 'key':
        return [nodes.ofKey(target.key)];
      case 'event':
        return this.#behindEvent(target.eventId);
      case 'session': {
        const opened = await this.#opened(target.arn);
        if (opened.length > 0) return opened;
        const limit = callersEvents(options.sessionsMax);
        return this.#callers(activityOf(target.session, target.arn, options.window, limit));
      }
      case 'role':
        return this.#openedOfRole(target.arn);
      case 'user':
        return this.#user(target);
      case 'name':
        return this.#named(target.name);
    }
  }

  async #behindEvent(eventId: string): Promise<readonly SessionNode[]> {
    const { records, nodes, options } = this.#walk;
    const [event] = await allOf(records, eventWithId(eventId, options.window));
    if (event === undefined) return [];
    const node = nodes.behind(event);
    node.askedEvent = event;
    return [node];
  }

  /** A role's sessions; if there is no such role, a user or a session. */
  async #named(name: string): Promise<readonly SessionNode[]> {
    const { records, options } = this.#walk;
    const opened: SessionNode[] = [];
    for (const arn of await roleArnsOf(records, name, options.window)) {
      const ofRole = await this.#openedOfRole(arn);
      if (ofRole.length > 0) this.roles.push({ name, arn });
      opened.push(...ofRole);
    }
    return opened.length > 0 ? opened : this.#user({ kind: 'user', name });
  }

  /** The callers of the newest events that match. */
  async #callers(lookup: TraceLookup): Promise<readonly SessionNode[]> {
    const { records, nodes, options } = this.#walk;
    const callers = new Set<SessionNode>();
    let amount = 0;
    for await (const events of records.find(lookup)) {
      amount += events.length;
      for (const event of events) callers.add(nodes.signedInOrSigned(event));
    }
    if (callers.size > options.sessionsMax || amount >= lookup.limit) this.furtherSessions = true;
    return [...callers].slice(0, options.sessionsMax);
  }

  /** The keys and sessions of a user, and the events that created the user, its keys and its passwords. */
  async #user({ name, account }: Extract<Target, { kind: 'user' }>): Promise<readonly SessionNode[]> {
    const { records, nodes, options } = this.#walk;
    const { window, sessionsMax } = options;
    const limit = callersEvents(sessionsMax);
    const callers = await this.#callers(
      name === 'root' || account !== undefined
        ? activityOfUser(name, account, window, limit)
        : activityNamed(name, window, limit),
    );
    if (name === 'root' || instanceId.test(name)) return callers;
    const onCut = (): void =>
      void this.cut.add(`--resource ${shellWord(name)} --event ${userCreationEvents.join(',')} --since 90d`);
    const creations = await creationsOf(records, { name, account, window }, onCut);
    return [
      ...callers,
      ...creations
        .slice(0, sessionsMax)
        .map((creation) => nodes.ofIssuance(creation) ?? nodes.ofUser(creation)),
    ];
  }

  /** The newest sessions opened of a role or under a session's ARN. */
  async #opened(arn: string, switches: readonly Event[] = []): Promise<readonly SessionNode[]> {
    const { records, nodes, options } = this.#walk;
    const { window, sessionsMax } = options;
    const events = await allOf(records, sessionsOf(arn, window, sessionsMax + 1));
    const opened = [
      ...events.flatMap((event) => issuanceOf(event) ?? []),
      ...switches.flatMap((event) => signInOf(event) ?? []),
    ].toSorted(newerFirst);
    // Refused calls count too: they are part of the limit, so older sessions were not asked for.
    if (Math.max(events.length, switches.length, opened.length) > sessionsMax) this.furtherSessions = true;
    return [...new Set(opened.slice(0, sessionsMax).map(({ event }) => nodes.behind(event)))];
  }

  /** Sessions opened by STS, and changes to the role in the console. */
  async #openedOfRole(arn: string): Promise<readonly SessionNode[]> {
    const { records, options } = this.#walk;
    const { window, sessionsMax } = options;
    const onCut = (): void => void this.cut.add(`--role ${shellWord(arn)} --event SwitchRole --since 90d`);
    return this.#opened(arn, await allOf(records, switchesTo(arn, window, sessionsMax + 1, onCut)));
  }
}
