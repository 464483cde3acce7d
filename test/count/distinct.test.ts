import { expect, test } from 'vitest';
import { Distinct } from '../../src/count/distinct.ts';

test('counts a text once, however many there are', () => {
  const distinct = new Distinct();
  const texts = Array.from({ length: 5000 }, (_, number) => `value ${number}`);
  expect(texts.every((text) => distinct.add(text))).toBe(true);
  expect(texts.some((text) => distinct.add(text))).toBe(false);
});
