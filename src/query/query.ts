// The Query: a time window and a list of clauses, all of which an event must match. Flags, `--who`, terms with two meanings and resources
// with two names all become clauses.

import type { Field } from '../event/fields.ts';
import { theField } from '../event/fields.ts';
import type { Hinted } from '../text/note.ts';
import type { Matcher } from './matcher.ts';

/** One condition on an event. */
export type Test =
  | {
      readonly kind: 'field';
      readonly field: Field;
      readonly matcher: Matcher;
      /** A value of another field that every matching event also has: the ARN of a session implies the name of the session as user. */
      readonly implies?: { readonly field: Field; readonly value: string };
      /** Set if the catalogue added the test: the typed value, for which this value is another name. */
      readonly aliasOf?: string;
    }
  /** A substring of the record, as it is written or with its JSON escapes decoded. */
  | { readonly kind: 'text'; readonly text: string; readonly ignoreCase: boolean }
  /** A JMESPath expression that is truthy for the record. */
  | { readonly kind: 'where'; readonly expression: string };

/** Tests whether a field has exactly this value. */
export function exactTest(fieldName: string, value: string): Test {
  return { kind: 'field', field: theField(fieldName), matcher: { kind: 'exact', value, ignoreCase: false } };
}

/** The flag or term that produced a clause. */
export type TypedAs =
  | { readonly kind: 'term'; readonly term: string }
  /** The flag without its dashes and `not-`, and the values as typed; a shorthand has none. */
  | { readonly kind: 'flag'; readonly name: string; readonly values: readonly string[] };

interface ClauseLabel {
  /** How messages name the clause. */
  readonly label: string;
  /** Absent if a command made the clause, not the user. */
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

/** The window of a search of files, if none is given. */
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
  /** The flags for places and files, as they were typed: hints repeat them. */
  readonly where?: readonly string[];
}

/** What a TERM can be read as. `text`: text anywhere in the record. */
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
  /** The kind in words; undefined for text. */
  readonly reading: string | undefined;
  /** What was corrected, to be printed before the search. */
  readonly note: Hinted | undefined;
}

/** A Query with what the user is told about it. */
export interface SearchQuery {
  readonly query: Query;
  /** One for each term. The clauses of the terms are the first of the query, in the same order. */
  readonly readings: readonly TermReading[];
  /** The window is the default one: no --since, and no value that widens it, such as an event id, was given. */
  readonly defaultWindow: boolean;
  /** --since was older than event history, so the window begins where event history does. */
  readonly clamped: boolean;
  /** The clause that must be looked up at the service (`--lookup`); undefined if the planner chooses one. */
  readonly forced?: Clause | undefined;
}
