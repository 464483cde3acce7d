// The parts of a trace: keys and sessions as a tree, each with the event that issued it, and the lookups that find them.

import type { Event } from '../event/event.ts';
import type { Clause, Window } from '../query/query.ts';
import type { Activity } from './activity.ts';
import type { Caller, CallerKind } from './caller.ts';
import type { Issuance } from './issuance.ts';

/** A long-term key, a session's key, or a console session, which signs with many keys; also a user or a password that an event created. */
export interface TraceNode {
  readonly id: string;
  /** Undefined for a session that is known by its ARN only. */
  readonly key: string | undefined;
  /** Who signs with it; undefined until one of its events is seen. */
  readonly caller: Caller | undefined;
  readonly issuance: Issuance | undefined;
  /**
   * How the issuing event was matched. `key`: it names the key. `session`: it names the same session, opened in the same seconds.
   * `user`: it names the user that it created or whose password it set. `sign-in`: it names the caller who changed to a role and has
   * only one sign-in in the hours before.
   */
  readonly evidence: 'key' | 'session' | 'user' | 'sign-in' | undefined;
  readonly parent: TraceNode | undefined;
  /** In the order they were issued. */
  readonly children: readonly TraceNode[];
  /** How many more keys and sessions it issued that were not followed. */
  readonly furtherChildren: number;
  /** Too many hops below the targets: its events were not read. */
  readonly unfollowed: boolean;
  /** Where the trail ends; set only if there is no parent. */
  readonly trailEnd: TrailEnd | undefined;
  /** Undefined if it was not read, as for a long-term key further up, whose events are mostly about something else. */
  readonly activity: Activity | undefined;
  /** All keys of the session. */
  readonly keys: ReadonlySet<string>;
  /** Some of its events have no key. */
  readonly actsKeyless: boolean;
  /** It is a target, or belongs to one. */
  readonly asked: boolean;
  /** The event that was the target, if it was an event. */
  readonly askedEvent: Event | undefined;
}

/** The last caller that is known, and why the trail ends there. */
export interface TrailEnd {
  readonly kind: CallerKind;
  /** Undefined if the caller is not known. */
  readonly name: string | undefined;
  /** The chain starts here; otherwise there is more that was not found. */
  readonly isStart: boolean;
  readonly why: string;
  /** What to type to find more. */
  readonly hint?: string;
}

export type Target =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'event'; readonly eventId: string }
  | { readonly kind: 'session'; readonly arn: string; readonly session: string }
  | { readonly kind: 'role'; readonly arn: string }
  /** A role in the account that is searched; if there is none, a user or a session with this name. */
  | { readonly kind: 'name'; readonly name: string }
  /** A user or a session, never a role: an e-mail address, an instance, `root`. With an ARN: the user or root of that account. */
  | { readonly kind: 'user'; readonly name: string; readonly account?: string; readonly arn?: string };

export interface Trace {
  /** Nodes without a parent, oldest first. */
  readonly roots: readonly TraceNode[];
  /** Targets without any event. */
  readonly nothingOf: readonly Target[];
  /** A role or a name has older sessions that were not followed. */
  readonly furtherSessions: boolean;
  /** Names that were read as roles, with sessions found. */
  readonly roles: readonly RoleTaken[];
  /** Searches of which only the newest pages were read, as the flags of the full search. */
  readonly cut: readonly string[];
}

export interface RoleTaken {
  readonly name: string;
  readonly arn: string;
}

/** Answers the lookups of a trace from any origin. */
export interface RecordSource {
  /** In any order. Failures are reported by the record source. */
  find(lookup: TraceLookup): AsyncGenerator<readonly Event[]>;
  /** Nothing is missing so far: no place failed and the trace was not interrupted. */
  readonly complete: () => boolean;
  readonly interrupted: () => boolean;
  /** Every lookup reads everything, as with files. */
  readonly scans: boolean;
}

export interface TraceLookup {
  /** All must match; the first is the one that is looked up. Empty: any event. */
  readonly clauses: readonly Clause[];
  readonly window: Window;
  /** At most this many events, the newest. */
  readonly limit: number;
  /** Any events, not the newest: the reader stops when it has enough. */
  readonly any?: true;
  /** Event history: only this many of the newest pages of each place. Files are read to the end. */
  readonly pagesMax?: number;
  /** Called if there were more pages than that. */
  readonly onCut?: () => void;
}
