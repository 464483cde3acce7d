// What is known about one field: the type of a row of the table in `fields.ts`, and the functions that make a row.

import type { Event } from './event.ts';
import { textAt } from './json.ts';

/** The `AttributeKey` values of LookupEvents (API reference, "LookupAttribute"). */
export type AttributeKey =
  | 'EventId'
  | 'AccessKeyId'
  | 'ResourceName'
  | 'Username'
  | 'EventName'
  | 'ResourceType'
  | 'EventSource'
  | 'ReadOnly';

/** The attribute of LookupEvents by which the service can filter. */
export interface Attribute {
  readonly key: AttributeKey;
  /**
   * Rank by how few events usually have the same value: 1 for the most selective attribute. It orders the covers of a plan until the
   * search has measured them.
   */
  readonly rank: number;
  /** Insights events can be looked up by it, too (API reference, "LookupEvents", EventCategory). */
  readonly forInsights?: boolean;
}

/**
 * How typed values match the values of a field. `value`: exactly, or as a glob over the whole value. `text`: anywhere in the value. `address`:
 * as `value`, and as a CIDR range or `any`. `source`: as `value`, and as the name of a service.
 */
export type MatchKind = 'value' | 'text' | 'address' | 'source';

/** What is known about the letter case of the values of a field, to explain an empty result if the typed case is wrong. */
export type Spelling =
  /** Users choose the values, and often type them in another case. */
  | { readonly kind: 'chosen' }
  /** AWS defines the values. `known`: the documented ones. */
  | { readonly kind: 'type'; readonly known: readonly string[] }
  /** Words in capitals and small letters without separators. `known`: the most frequent ones. */
  | { readonly kind: 'code'; readonly known: readonly string[] }
  /** Access keys are in capitals. */
  | { readonly kind: 'access-key' }
  /** The catalogue has the names. */
  | { readonly kind: 'event-name' }
  | { readonly kind: 'resource-type' };

export interface Field {
  readonly name: string;
  /** One line for the help and the reference. */
  readonly meaning: string;
  /** The event's values; empty means absent. */
  readonly read: (event: Event) => readonly string[];
  /** The values that matchers are tested on, if they are more than what the field shows. */
  readonly matched?: (event: Event) => readonly string[];
  /** One event can have several values, so two filters with different values do not exclude each other. */
  readonly manyValued: boolean;
  readonly match: MatchKind;
  /**
   * Whether the text of the record contains the value as it is, except for JSON escapes; `unless` names the one value for which it does not.
   * Files are searched for the values of a Query before they are parsed.
   */
  readonly verbatim: boolean | { readonly unless: string };
  /** One flag may list several values with commas, because no value contains one. */
  readonly commas: boolean;
  readonly attribute?: Attribute;
  /** LookupEvents returns it outside the record. In a file without that envelope it is derived from the record, and the report says so. */
  readonly fromEnvelope: boolean;
  /** One of the names that `--who` compares. */
  readonly namesCaller: boolean;
  readonly spelling?: Spelling;
  /** Other names of the flag, for users of the AWS CLI. */
  readonly aliases: readonly string[];
  /** The only possible values: any other value without a wildcard is an error. */
  readonly choices?: readonly string[];
  /** The placeholder of the value in the help. */
  readonly placeholder: string;
  /** Its flag is in the short help (`-h`). */
  readonly essential: boolean;
  /** What a table shows instead of the value. */
  readonly short?: (event: Event) => string;
  /** What a table shows if the terminal is narrow. */
  readonly narrow?: (event: Event) => string;
  /** `filter`: a flag and a column. `column`: a column only. `place`: at the API it chooses where to ask, and is a column. */
  readonly use: 'filter' | 'column' | 'place';
}

type Row = Partial<Omit<Field, 'name' | 'meaning' | 'read' | 'manyValued'>>;

export type Named<Name> = Field & { readonly name: Name };

const defaults = {
  match: 'value',
  verbatim: false,
  commas: false,
  fromEnvelope: false,
  namesCaller: false,
  aliases: [],
  placeholder: 'VALUE',
  essential: false,
  use: 'filter',
} as const;

/** A field with at most one value. An empty text is no value. */
export function field<const Name extends string>(
  name: Name,
  meaning: string,
  read: (event: Event) => string | undefined,
  row: Row = {},
): Named<Name> {
  const values = (event: Event): readonly string[] => {
    const value = read(event);
    return value === undefined || value === '' ? [] : [value];
  };
  return { ...defaults, ...row, name, meaning, read: values, manyValued: false };
}

/** A field that can have several values in one event. */
export function manyValued<const Name extends string>(
  name: Name,
  meaning: string,
  read: Field['read'],
  row: Row = {},
): Named<Name> {
  return { ...defaults, ...row, name, meaning, read, manyValued: true };
}

/** A field that is one member of the record. */
export function member<const Name extends string>(
  name: Name,
  meaning: string,
  path: readonly string[],
  row: Row = {},
): Named<Name> {
  return field(name, meaning, (event) => textAt(event.record, ...path), { verbatim: true, ...row });
}
