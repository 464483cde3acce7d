// The Query: a list of clauses, all of which must hold. That, and the window, is all there is: flags, `--who`, terms that mean
// two things and resources with two names all come down to it.

import type { Field } from '../event/fields.ts';
import { theField } from '../event/fields.ts';
import type { Matcher } from './matcher.ts';

/** One thing that can be true of an event. */
export type Test =
  | {
      readonly kind: 'field';
      readonly field: Field;
      readonly matcher: Matcher;
      /** A value of another field that every event it holds for also has: a session's ARN implies the session's name as user. */
      readonly implies?: { readonly field: Field; readonly value: string };
      /** The value that was typed, if the catalogue knows this one as another name for it and added the test. */
      readonly aliasOf?: string;
    }
  /** A substring of the record, raw or with its JSON escapes undone. */
  | { readonly kind: 'text'; readonly text: string; readonly ignoreCase: boolean }
  /** A JMESPath expression that is truthy on the record. */
  | { readonly kind: 'where'; readonly expression: string };

/** That a field has exactly this value. */
export function exactTest(fieldName: string, value: string): Test {
  return { kind: 'field', field: theField(fieldName), matcher: { kind: 'exact', value, ignoreCase: false } };
}

/** What of the command line a clause was made of. */
export type TypedAs =
  | { readonly kind: 'term'; readonly term: string }
  /** The flag without its dashes and its `not-`, and the values as they were typed; a shorthand has none. */
  | { readonly kind: 'flag'; readonly name: string; readonly values: readonly string[] };

interface ClauseLabel {
  /** For people. */
  readonly label: string;
  /** Absent where a command made the clause of its own accord. */
  readonly typedAs?: TypedAs | undefined;
}

export type Clause =
  | (ClauseLabel & { readonly kind: 'any'; readonly tests: readonly Test[] })
  | (ClauseLabel & { readonly kind: 'not'; readonly test: Test });

export function isTerm({ typedAs: origin }: Clause): boolean {
  return origin?.kind === 'term';
}

export function isFlag({ typedAs: origin }: Clause, name: string): boolean {
  return origin?.kind === 'flag' && origin.name === name;
}

/** Whole seconds since 1970, both inclusive, as the service's own bounds are. */
export interface Window {
  readonly sinceS: number;
  readonly untilS: number;
}

/** Files may be searched without bounds. */
export const boundless: Window = { sinceS: -Infinity, untilS: Infinity };

export function isBounded(window: Window): boolean {
  return window.sinceS !== -Infinity || window.untilS !== Infinity;
}

/** Insights events are another category at the service, with fewer attributes. */
export type Category = 'management' | 'insight';

export interface Query {
  readonly clauses: readonly Clause[];
  readonly window: Window;
  readonly category: Category;
  /** The flags that say where to look, as they were typed: what is to be typed next carries them. */
  readonly where?: readonly string[];
}

/** What a TERM can be taken for. `text`: nothing narrower than text anywhere in the record. */
export type TermKind =
  | 'access-key'
  | 'account'
  | 'address'
  | 'arn'
  | 'email-address'
  | 'event-id'
  | 'event-name'
  | 'event-source'
  | 'resource-id'
  | 'resource-type'
  | 'root-user'
  | 'text';

/** How a TERM was read. */
export interface TermReading {
  readonly term: string;
  readonly kind: TermKind;
  /** The same in words, for people; undefined for text. */
  readonly reading: string | undefined;
  /** What was corrected, to be said before the search. */
  readonly note: string | undefined;
}

/** A Query with what the person who asked should be told about it. */
export interface SearchQuery {
  readonly query: Query;
  /** Of the terms, which are the first clauses of the query, in the same order. */
  readonly readings: readonly TermReading[];
  /** The window is the default: neither --since nor a rare value was given. */
  readonly defaultWindow: boolean;
  /** The start was older than event history and has been moved. */
  readonly clamped: boolean;
  /** The clause that the service is to be asked by, whatever it costs; undefined where the planner chooses. */
  readonly forced?: Clause | undefined;
}
