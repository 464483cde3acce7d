// Expressions that are valid JMESPath and do not mean what they look like.

import { usageError } from '../error.ts';
import type { Token } from './jmespath-library.ts';
import { library } from './jmespath-library.ts';

const comparators = new Set(['EQ', 'NE', 'LT', 'LTE', 'GT', 'GTE']);

/**
 * Refuses a name in double quotes as an operand: `errorCode == "AccessDenied"` compares two fields, and is true for every call that
 * succeeded. Allowed are a quoted name after a dot, and `@."name"`.
 */
export function refuseQuotedOperand(flag: string, text: string): void {
  const tokens = library.tokenize(text);
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'QuotedIdentifier') continue;
    const before = tokens[index - 1]?.type ?? '';
    const after = tokens[index + 1]?.type ?? '';
    const isOperand = before !== 'Dot' && after !== 'Dot' && after !== 'Lbracket';
    if (isOperand && (comparators.has(before) || comparators.has(after))) {
      throw usageError(
        `${flag}: "${token.value}" in double quotes is the name of a field, not text (character ${token.start + 1})`,
        `'${token.value}' in single quotes for text, or @."${token.value}" for the field of that name`,
      );
    }
  }
}

/** Whether `mfaAuthenticated` is compared with a boolean: CloudTrail writes it as the string "true" or "false". */
export function comparesMfaWithBoolean(text: string): boolean {
  const tokens = library.tokenize(text);
  const isBoolean = (token: Token | undefined): boolean =>
    token?.type === 'Literal' && typeof token.value === 'boolean';
  return tokens.some((token, index) => {
    if (token.value !== 'mfaAuthenticated') return false;
    const next = tokens[index + 1];
    if (next !== undefined && comparators.has(next.type)) return isBoolean(tokens[index + 2]);
    // On the right side of a comparator the path stands between it and this name.
    let first = index;
    while (tokens[first - 1]?.type === 'Dot') first -= 2;
    return comparators.has(tokens[first - 1]?.type ?? '') && isBoolean(tokens[first - 2]);
  });
}
