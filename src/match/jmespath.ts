// JMESPath expressions (`--where`, `--query`, `--columns`, `--by`): checked before anything is read, then evaluated record by record.

import { usageError } from '../error.ts';
import type { Json, JsonObject } from '../event/json.ts';
import { library } from './jmespath-library.ts';
import { syntaxErrorPosition, unknownFunction } from './jmespath-syntax.ts';

export interface Expression {
  readonly text: string;
  /** The value for a record; undefined, which JSON never is, if a function does not accept the types of this record. */
  evaluate(record: JsonObject): Json | undefined;
  /** The same for many records in one call: the library parses the expression at each call, which takes longer than evaluating it. */
  evaluateAll(records: readonly JsonObject[]): readonly (Json | undefined)[];
}

/** Throws a usage error that names the flag and the position. */
export function parseExpression(flag: string, text: string): Expression {
  if (text.trim() === '')
    throw usageError(
      `${flag} was given an empty expression`,
      `an expression such as ${flag} 'requestParameters.bucketName'`,
    );
  const position = syntaxErrorPosition(text);
  if (position !== undefined) {
    throw usageError(
      `${flag}: not a JMESPath expression, from character ${position + 1} on:\n    ${text}\n    ${' '.repeat(position)}^`,
      "== for equal, single quotes for text ('AccessDenied'), backticks for numbers and booleans (`5`, `true`)",
    );
  }
  const unknown = unknownFunction(text);
  if (unknown !== undefined) {
    throw usageError(
      `${flag}: JMESPath has no function ${unknown}()`,
      'contains, starts_with, ends_with, length or another function of https://jmespath.org/specification.html#built-in-functions',
    );
  }
  const evaluate = (record: JsonObject): Json | undefined => {
    try {
      return library.search(record, text) as Json;
    } catch {
      return undefined;
    }
  };
  return {
    text,
    evaluate,
    evaluateAll(records) {
      try {
        return library.search(records, `map(&(${text}), @)`) as Json[];
      } catch {
        // A function does not accept the types of one of the records.
        return records.map(evaluate);
      }
    },
  };
}

/** True for everything but null, false, and an empty string, array or object, as JMESPath defines it. */
export function isTruthy(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return (
    typeof value !== 'object' || (Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0)
  );
}
