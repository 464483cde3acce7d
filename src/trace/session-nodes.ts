// All sessions and keys that a trace has met, each once, no matter how many events lead to it.

import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { callerId, callerOf, isConsole, isSameSession } from './caller.ts';
import type { Caller } from './caller.ts';
import { issuanceOf, signInOf } from './issuance.ts';
import type { Issuance } from './issuance.ts';
import { SessionNode } from './session-node.ts';

export class SessionNodes {
  readonly #byKey = new Map<string, SessionNode>();
  /** Callers without a key, by `callerId`. */
  readonly #keyless = new Map<string, SessionNode>();
  readonly #users = new Map<string, SessionNode>();
  /** Console sessions, by the caller's ARN. */
  readonly #console = new Map<string, SessionNode[]>();

  /** A further key of the same session. */
  alsoSigns(node: SessionNode, key: string): void {
    node.keys.add(key);
    if (!this.#byKey.has(key)) this.#byKey.set(key, node);
  }

  /** Undefined if the trace has not met the key. */
  withKey(key: string | undefined): SessionNode | undefined {
    return this.#byKey.get(key ?? '');
  }

  /** Adds the key if the trace has not met it. */
  ofKey(key: string): SessionNode {
    const node = this.#byKey.get(key) ?? new SessionNode(key, key, undefined);
    this.#byKey.set(key, node);
    return node;
  }

  ofIssuance(issuance: Issuance): SessionNode | undefined {
    if (issuance.key === undefined) return undefined;
    const node = this.ofKey(issuance.key);
    // A call across accounts is recorded in both; the copy of the caller's account says more.
    if (node.issuance === undefined || node.issuance.caller.kind === 'account')
      node.issuedBy(issuance, 'key');
    return node;
  }

  /** A user, or a user's password, that this event created. */
  ofUser(creation: Issuance): SessionNode {
    const id = `user ${textAt(creation.event.record, 'eventID') ?? `${creation.name} ${creation.event.timeS}`}`;
    const node = this.#users.get(id) ?? new SessionNode(id, undefined, undefined);
    this.#users.set(id, node);
    node.issuedBy(creation, 'user');
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

  /** The session that a sign-in opened; for any other event the caller's key or session. */
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

  /** The session or key that an event issued, otherwise its caller's. */
  behind(event: Event): SessionNode {
    const issuance = issuanceOf(event);
    const issued = issuance === undefined ? undefined : this.ofIssuance(issuance);
    return issued ?? this.signedInOrSigned(event);
  }
}
