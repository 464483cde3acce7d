// JMESPath, checked before anything is read and evaluated on one record at a time. The library says neither where an
// expression is wrong nor that a legal one does not mean what it looks like; both are said here.

import jmespath from 'jmespath';
import { usageError } from '../error.ts';
import type { Json, JsonObject } from '../event/json.ts';

interface Token {
  readonly type: string;
  readonly value: string;
  readonly start: number;
}

// Exported by the library, missing from its types.
const library = jmespath as typeof jmespath & {
  tokenize(expression: string): Token[];
  compile(expression: string): unknown;
};

export interface Expression {
  readonly text: string;
  /** The value on a record. A function that does not take this record's types is `undefined`, which JSON never is. */
  evaluate(record: JsonObject): Json | undefined;
  /** The same for many records at a time: the library reads the expression anew at each call, which takes longer than using it. */
  evaluateAll(records: readonly JsonObject[]): readonly (Json | undefined)[];
}

/** Throws a usage error that names the flag and the position. */
export function parseExpression(flag: string, text: string): Expression {
  if (text.trim() === '')
    throw usageError(
      `${flag} was given an empty expression`,
      `such as ${flag} 'requestParameters.bucketName'`,
    );
  const open = openQuote(text);
  if (open !== undefined || !compiles(text)) {
    const position = open ?? errorPosition(text);
    throw usageError(
      `${flag}: not a JMESPath expression, from character ${position + 1} on:\n    ${text}\n    ${' '.repeat(position)}^`,
      "equal is ==; text stands in single quotes ('AccessDenied'), numbers and true or false in backticks (`5`, `true`)",
    );
  }
  const unknown = unknownFunction(text);
  if (unknown !== undefined) {
    throw usageError(
      `${flag}: JMESPath has no function ${unknown}()`,
      'contains, starts_with, ends_with, length, ... exist: https://jmespath.org/specification.html#built-in-functions',
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
        // A function does not take the types of one of them.
        return records.map(evaluate);
      }
    },
  };
}

const comparators = new Set(['EQ', 'NE', 'LT', 'LTE', 'GT', 'GTE']);

/**
 * Refuses what is legal and never meant: `errorCode == "AccessDenied"` compares two fields, and holds for every success.
 * A quoted name after a dot, or `@."name"`, is a name and stays one.
 */
export function refuseQuotedOperand(flag: string, text: string): void {
  const tokens = library.tokenize(text);
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'QuotedIdentifier') continue;
    const before = tokens[index - 1]?.type ?? '';
    const after = tokens[index + 1]?.type ?? '';
    const wholeOperand = before !== 'Dot' && after !== 'Dot' && after !== 'Lbracket';
    if (wholeOperand && (comparators.has(before) || comparators.has(after))) {
      throw usageError(
        `${flag}: "${token.value}" in double quotes is the name of a field, not text (character ${token.start + 1})`,
        `for text use single quotes: '${token.value}'; for a field of that name: @."${token.value}"`,
      );
    }
  }
}

/** Whether `mfaAuthenticated` is compared with a boolean: CloudTrail writes it as the string "true" or "false". */
export function comparesMfaWithBoolean(text: string): boolean {
  const tokens = library.tokenize(text);
  const boolean = (token: Token | undefined): boolean =>
    token?.type === 'Literal' && typeof token.value === 'boolean';
  return tokens.some((token, index) => {
    if (token.value !== 'mfaAuthenticated') return false;
    const next = tokens[index + 1];
    if (next !== undefined && comparators.has(next.type)) return boolean(tokens[index + 2]);
    // On the right side the path stands between the comparator and this name.
    let first = index;
    while (tokens[first - 1]?.type === 'Dot') first -= 2;
    return comparators.has(tokens[first - 1]?.type ?? '') && boolean(tokens[first - 2]);
  });
}

/** JMESPath's truth: everything but null, false, and the empty string, array and object. */
export function isTruthy(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return (
    typeof value !== 'object' || (Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0)
  );
}

function compiles(text: string): boolean {
  try {
    library.compile(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the expression stops being the beginning of any expression: the first token with which no ending helps. The
 * parser's own errors name no position.
 */
function errorPosition(text: string): number {
  let tokens: readonly Token[];
  try {
    tokens = library.tokenize(text);
  } catch {
    return lexicalErrorPosition(text);
  }
  let open = '';
  // A single `=` is no token, and the tokenizer leaves a hole for it.
  const hole = tokens.findIndex((token) => token === undefined);
  if (hole >= 0) return text.indexOf('=', tokens[hole - 1]?.start ?? 0);
  for (const [index, token] of tokens.entries()) {
    open = bracketsAfter(open, token.type);
    const prefix = text.slice(0, tokens[index + 1]?.start ?? text.length);
    const endings = ['', 'a', ' a', '.a', 'a:a', ':a', '*', '0', '`0`', '&a', '==a', 'a==a'];
    if (!endings.some((ending) => compiles(`${prefix}${ending}${open}`))) return token.start;
  }
  return text.length;
}

/** Where a quote opens that nothing closes. The tokenizer takes such a text and drops its last letter. */
function openQuote(text: string): number | undefined {
  const quoted = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/gs;
  const position = text.replace(quoted, (literal) => ' '.repeat(literal.length)).search(/['"`]/);
  return position < 0 ? undefined : position;
}

const closing: Readonly<Record<string, string>> = { Lparen: ')', Lbracket: ']', Filter: ']', Lbrace: '}' };

function bracketsAfter(open: string, type: string): string {
  if (closing[type] !== undefined) return closing[type] + open;
  return type === 'Rparen' || type === 'Rbracket' || type === 'Rbrace' ? open.slice(1) : open;
}

/** The end of the longest beginning that the tokenizer takes: an open quote, a stray character. */
function lexicalErrorPosition(text: string): number {
  for (let end = text.length - 1; end > 0; end -= 1) {
    try {
      library.tokenize(text.slice(0, end));
      return end;
    } catch {
      // Shorter still.
    }
  }
  return 0;
}

function unknownFunction(text: string): string | undefined {
  const tokens = library.tokenize(text);
  return tokens.find(
    (token, index) =>
      token.type === 'UnquotedIdentifier' &&
      tokens[index + 1]?.type === 'Lparen' &&
      !knownFunctions.has(token.value),
  )?.value;
}

const knownFunctions = new Set(
  'abs avg ceil contains ends_with floor join keys length map max max_by merge min min_by not_null reverse sort sort_by starts_with sum to_array to_number to_string type values'.split(
    ' ',
  ),
);
