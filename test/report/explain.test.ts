// `--explain` in a window.

import { expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import { testHost } from '../support/host.ts';

test.for([
  [['--preset', 'network-changes', '--since', '30d']],
  [['--preset', 'network-changes', '--from', 'test/plan']],
] as const)(
  '%j: long lists are broken behind their commas, and stand below their heading',
  async ([args]) => {
    const run = async (columns: number): Promise<readonly string[]> => {
      const host = testHost({ stdoutTTY: true, columns, startMs: Date.parse('2026-11-20T14:20:00Z') });
      expect(await main([...args, '--explain'], host)).toBe(0);
      return host.out().trimEnd().split('\n');
    };
    const [narrow, wide] = [await run(80), await run(10_000)];
    expect(narrow.filter((line) => line.length > 80)).toEqual([]);
    expect(narrow.length).toBeGreaterThan(wide.length);
    expect(narrow.every((line) => /^(?:[a-z].{11}| {12})\S/i.test(line))).toBe(true);
    expect(narrow.join('').replaceAll(/\s/g, '')).toBe(wide.join('').replaceAll(/\s/g, ''));
  },
);
