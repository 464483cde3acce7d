// Text with colours is broken where the same text without them is.

import { expect, test } from 'vitest';
import { wrapStyled } from '../../../src/trace/show/wrap-styled.ts';

const bold = (word: string): string => `\u001B[1m${word}\u001B[22m`;

test.for<readonly [string, string, number, readonly string[]]>([
  ['fits', 'one two', 7, ['one two']],
  ['is broken between words', 'one two three', 8, ['one two', 'three']],
  ['has styles without a width', `${bold('one')} two`, 7, [`${bold('one')} two`]],
  ['has a word that is too long', 'one abcdefghij two', 5, ['one', 'abcdefghij', 'two']],
  ['starts no line with a blank', 'one  two', 5, ['one', 'two']],
  ['keeps two blanks inside a line', 'one  two', 8, ['one  two']],
  ['is empty', '', 5, ['']],
])('text that %s', ([, text, width, expected]) => {
  expect(wrapStyled(text, width)).toEqual(expected);
});
