// The credentials that a trace has met so far, each once however many events lead to it.

import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import type { ActivityCount } from './activity.ts';
import { callerId, callerOf, isConsole, isSameSession } from './caller.ts';
import type { Caller } from './caller.ts';
import { issuanceOf, signInOf } from './issuance.ts';
import type { Issuance } from './issuance.ts';
import type { TrailEnd, TraceNode } from './trace.ts';

export class SessionNode implements TraceNode {
  readonly id: string;
  readonly key: string | undefined;
  caller: Caller | undefined;
  issuance: Issuance | undefined;
  evidence: TraceNode['evidence'];
  parent: SessionNode | undefined;
  children: SessionNode[] = [];
  furtherChildren = 0;
  unfollowed = false;
  trailEnd: TrailEnd | undefined;
  activity: ActivityCount | undefined;
  readonly keys = new Set<string>();
  actsKeyless = false;
  asked = false;
  askedEvent: Event | undefined;

  constructor(id: string, key: string | undefined, caller: Caller | undefined) {
    this.id = id;
    this.key = key;
    this.caller = caller;
    if (key !== undefined) this.keys.add(key);
  }

  issuedBy(issue: Issuance, evidence: TraceNode['evidence']): void {
    this.issuance = issue;
    this.evidence = evidence;
  }

  adopt(child: SessionNode): void {
    child.parent = this;
    this.children.push(child);
    this.children.sort((one, other) => (one.issuance?.event.timeS ?? 0) - (other.issuance?.event.timeS ?? 0));
  }
}

export function rootOf(node: SessionNode): SessionNode {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

export class SessionNodes {
  readonly #byKey = new Map<string, SessionNode>();
  /** Callers that sign with no key, by `callerId`. */
  readonly #keyless = new Map<string, SessionNode>();
  readonly #users = new Map<string, SessionNode>();
  /** By the caller's ARN. */
  readonly #console = new Map<string, SessionNode[]>();

  /** A further key of the same session. */
  alsoSigns(node: SessionNode, key: string): void {
    node.keys.add(key);
    if (!this.#byKey.has(key)) this.#byKey.set(key, node);
  }

  withKey(key: string | undefined): SessionNode | undefined {
    return this.#byKey.get(key ?? '');
  }

  ofKey(key: string): SessionNode {
    const node = this.#byKey.get(key) ?? new SessionNode(key, key, undefined);
    this.#byKey.set(key, node);
    return node;
  }

  ofIssue(issue: Issuance): SessionNode | undefined {
    if (issue.key === undefined) return undefined;
    const node = this.ofKey(issue.key);
    // Of the two copies of a call across accounts the caller's own knows more.
    if (node.issuance === undefined || node.issuance.caller.kind === 'account') node.issuedBy(issue, 'key');
    return node;
  }

  /** A user, or the password of one, as some event made it. */
  ofUser(making: Issuance): SessionNode {
    const id = `user ${textAt(making.event.record, 'eventID') ?? `${making.name} ${making.event.timeS}`}`;
    const node = this.#users.get(id) ?? new SessionNode(id, undefined, undefined);
    this.#users.set(id, node);
    node.issuedBy(making, 'user');
    return node;
  }

  ofCaller(caller: Caller): SessionNode {
    const known = caller.key === undefined ? this.#keyless.get(callerId(caller)) : this.withKey(caller.key);
    const node = known ?? this.#consoleSession(caller) ?? this.#added(caller);
    if (caller.key !== undefined) this.alsoSigns(node, caller.key);
    node.caller ??= caller;
    return node;
  }

  #consoleSession(caller: Caller): SessionNode | undefined {
    if (!isConsole(caller)) return undefined;
    const sessions = this.#console.get(caller.arn ?? '') ?? [];
    return sessions.find((each) => each.caller !== undefined && isSameSession(each.caller, caller));
  }

  #added(caller: Caller): SessionNode {
    const { key, arn = '' } = caller;
    const id = callerId(caller);
    const node = key === undefined ? new SessionNode(id, undefined, caller) : this.ofKey(key);
    node.caller ??= caller;
    if (key === undefined) this.#keyless.set(id, node);
    if (isConsole(caller)) this.#console.set(arn, [...(this.#console.get(arn) ?? []), node]);
    return node;
  }

  /** The session that a sign-in opened; of any other event what it was signed with. */
  signedInOrSigned(event: Event): SessionNode {
    const signIn = signInOf(event);
    if (signIn === undefined) return this.ofCaller(callerOf(event));
    const session = { ...signIn.caller, createdS: event.timeS, fromConsole: true };
    const known = this.#consoleSession(session);
    if (known !== undefined) return known;
    const node = this.#added(session);
    node.issuedBy(signIn, 'session');
    return node;
  }

  /** What an event opened, else what it was signed with. */
  behind(event: Event): SessionNode {
    const issue = issuanceOf(event);
    const opened = issue === undefined ? undefined : this.ofIssue(issue);
    return opened ?? this.signedInOrSigned(event);
  }
}
