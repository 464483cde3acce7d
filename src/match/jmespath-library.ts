// The JMESPath library, with the parts that its types leave out.

import jmespath from 'jmespath';

export interface Token {
  readonly type: string;
  readonly value: string;
  /** Where it begins in the expression. */
  readonly start: number;
}

// The library exports these two, and its types do not have them.
export const library = jmespath as typeof jmespath & {
  tokenize(expression: string): Token[];
  compile(expression: string): unknown;
};

export function compiles(text: string): boolean {
  try {
    library.compile(text);
    return true;
  } catch {
    return false;
  }
}
