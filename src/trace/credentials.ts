// The credentials that a trace has met so far, each once however many events lead to it.

import type { Event } from '../event/event.ts';
import type { ActivityCount } from './activity.ts';
import { callerOf } from './caller.ts';
import type { Caller } from './caller.ts';
import { issueOf, signInOf } from './issue.ts';
import type { Issue } from './issue.ts';
import type { Origin, TraceNode } from './trace.ts';

export class Credentials implements TraceNode {
  readonly id: string;
  readonly key: string | undefined;
  caller: Caller | undefined;
  issue: Issue | undefined;
  evidence: TraceNode['evidence'];
  parent: Credentials | undefined;
  children: Credentials[] = [];
  furtherChildren = 0;
  origin: Origin | undefined;
  activity: ActivityCount | undefined;
  readonly keys = new Set<string>();
  asked = false;
  askedEvent: Event | undefined;

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

  adopt(child: Credentials): void {
    child.parent = this;
    this.children.push(child);
    this.children.sort((one, other) => (one.issue?.event.timeS ?? 0) - (other.issue?.event.timeS ?? 0));
  }
}

export function rootOf(node: Credentials): Credentials {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

export class CredentialsMet {
  readonly #nodes = new Map<string, Credentials>();

  /** A further key of the same session. */
  alsoSigns(node: Credentials, key: string): void {
    node.keys.add(key);
    if (!this.#nodes.has(key)) this.#nodes.set(key, node);
  }

  withKey(key: string | undefined): Credentials | undefined {
    return this.#nodes.get(key ?? '');
  }

  /** What an event opened, else what it was signed with. */
  behind(event: Event): Credentials {
    const issue = issueOf(event);
    const opened = issue === undefined ? undefined : this.ofIssue(issue);
    if (opened !== undefined) return opened;
    const signIn = signInOf(event);
    if (signIn === undefined) return this.ofCaller(callerOf(event));
    const node = this.#node(`console ${signIn.arn ?? ''} ${event.timeS}`, undefined, {
      ...signIn.caller,
      createdS: event.timeS,
      fromConsole: true,
    });
    node.issuedBy(signIn, 'session');
    return node;
  }

  #node(id: string, key: string | undefined, caller: Caller | undefined): Credentials {
    const known = this.#nodes.get(id) ?? new Credentials(id, key, caller);
    this.#nodes.set(id, known);
    known.caller ??= caller;
    return known;
  }

  ofKey(key: string): Credentials {
    return this.#node(key, key, undefined);
  }

  ofCaller(caller: Caller): Credentials {
    const id = caller.key ?? `${caller.kind} ${caller.arn ?? caller.name} ${caller.createdS ?? ''}`;
    return this.#node(id, caller.key, caller);
  }

  ofIssue(issue: Issue): Credentials | undefined {
    if (issue.key === undefined) return undefined;
    const node = this.ofKey(issue.key);
    // Of the two copies of a call across accounts the caller's own knows more.
    if (node.issue === undefined || node.issue.caller.kind === 'account') node.issuedBy(issue, 'key');
    return node;
  }
}
