// Where an expression is wrong. The errors of the library name no position, and it accepts a quote that is not closed.

import type { Token } from './jmespath-library.ts';
import { compiles, library } from './jmespath-library.ts';

/** Characters before the first error; undefined if the expression is valid. */
export function syntaxErrorPosition(text: string): number | undefined {
  return openQuote(text) ?? (compiles(text) ? undefined : errorPosition(text));
}

/** The first function in a valid expression that JMESPath does not have. */
export function unknownFunction(text: string): string | undefined {
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

/** The position of a quote that is not closed. The tokenizer accepts such a text and drops its last letter. */
function openQuote(text: string): number | undefined {
  const quoted = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/gs;
  const position = text.replace(quoted, (literal) => ' '.repeat(literal.length)).search(/['"`]/);
  return position < 0 ? undefined : position;
}

/** The first token after which no ending makes the expression valid. */
function errorPosition(text: string): number {
  let tokens: readonly Token[];
  try {
    tokens = library.tokenize(text);
  } catch {
    return lexicalErrorPosition(text);
  }
  let open = '';
  // A single `=` is not a token, and the tokenizer leaves a hole for it.
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

const closing: Readonly<Record<string, string>> = { Lparen: ')', Lbracket: ']', Filter: ']', Lbrace: '}' };

function bracketsAfter(open: string, type: string): string {
  if (closing[type] !== undefined) return closing[type] + open;
  return type === 'Rparen' || type === 'Rbracket' || type === 'Rbrace' ? open.slice(1) : open;
}

/** The end of the longest beginning that the tokenizer accepts; a character that it does not know follows. */
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
