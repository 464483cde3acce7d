// What a trace is: credentials, each with the event that issued them and with those that they issued in turn, up to whoever stood at
// the beginning.

import type { Event } from '../event/event.ts';
import type { Clause, Window } from '../query/query.ts';
import type { Activity } from './activity.ts';
import type { Caller, CallerKind } from './caller.ts';
import type { Issuance } from './issuance.ts';

/** Credentials: a long-term key, a session's key, or a session of the console, which signs with ever new keys. */
export interface TraceNode {
  readonly id: string;
  /** Absent for a session that is known by its ARN only. */
  readonly key: string | undefined;
  /** Who signs with it; undefined as long as no event of its has been seen. */
  readonly caller: Caller | undefined;
  readonly issuance: Issuance | undefined;
  /**
   * `key`: the issuing event names the key. `session`: it names the same session, opened in the same seconds. `user`: it names the user
   * that it made or whose password it set. `sign-in`: it names who changed to a role, of whom there is one sign-in in the hours before.
   */
  readonly evidence: 'key' | 'session' | 'user' | 'sign-in' | undefined;
  readonly parent: TraceNode | undefined;
  /** In the order they were issued. */
  readonly children: readonly TraceNode[];
  /** Further credentials that it issued and that were not looked into. */
  readonly furtherChildren: number;
  /** So far below the ones asked about that neither what it did nor what it issued was asked. */
  readonly unfollowed: boolean;
  /** Who stands behind it; only where it has no parent. */
  readonly trailEnd: TrailEnd | undefined;
  /** Undefined where it was not asked for: a long-term key further up may have done anything. */
  readonly activity: Activity | undefined;
  /** All keys that the session signed with. */
  readonly keys: ReadonlySet<string>;
  /** Some of what it did bears no key. */
  readonly actsKeyless: boolean;
  /** What was asked about. */
  readonly asked: boolean;
  /** The event that was asked about, where it was one. */
  readonly askedEvent: Event | undefined;
}

/** Where the trail ends. */
export interface TrailEnd {
  readonly kind: CallerKind;
  /** Undefined where nobody is known. */
  readonly name: string | undefined;
  /** Why it goes no further. */
  readonly why: string;
}

export type Target =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'event'; readonly eventId: string }
  | { readonly kind: 'session'; readonly arn: string; readonly session: string }
  | { readonly kind: 'role'; readonly arn: string }
  /** A role in the account that is searched, or else a user or a session of that name. */
  | { readonly kind: 'name'; readonly name: string }
  /** A user or a session, and no role: an e-mail address, an instance, `root`. With an ARN, the user or the root of that account. */
  | { readonly kind: 'user'; readonly name: string; readonly account?: string; readonly arn?: string };

export interface Trace {
  /** Those without a parent, in the order of the targets. */
  readonly roots: readonly TraceNode[];
  /** Targets of which nothing was found. */
  readonly nothingOf: readonly Target[];
  /** Whether the role or name has older sessions that were not looked into. */
  readonly furtherSessions: boolean;
  /** What names were taken for, where sessions of such a role were found. */
  readonly roles: readonly RoleTaken[];
  /** Searches of which only the newest pages were read: what to type to have the rest. */
  readonly cut: readonly string[];
}

export interface RoleTaken {
  readonly name: string;
  readonly arn: string;
}

/** Questions to event history or to files, each answered by one attribute lookup, so none needs a full scan. */
export interface RecordSource {
  /** In any order. What cannot be read is said by whoever gives the records. */
  find(question: TraceLookup): AsyncGenerator<readonly Event[]>;
  /** Nothing was missing so far: neither a place nor, by an interruption, the rest. */
  readonly whole: () => boolean;
  readonly interrupted: () => boolean;
  /** Everything is read for each question, whatever it looks up. */
  readonly scans: boolean;
}

export interface TraceLookup {
  /** The first is what is looked up; all must hold. None: any event will do. */
  readonly clauses: readonly Clause[];
  readonly window: Window;
  /** The newest that are wanted. */
  readonly limit: number;
  /** Any event will do, whatever its time: whoever asks stops when that is enough. */
  readonly any?: true;
  /** At the API: the newest pages of each place, and no more. Files are read to the end. */
  readonly pagesMax?: number;
  /** Called where those were not all. */
  readonly onCut?: () => void;
}
