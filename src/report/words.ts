// Words the window of a search and the names of what it read.

import type { Zone } from '../event/zone.ts';
import { offsetLabel, wallTime } from '../event/zone.ts';
import type { Window } from '../query/query.ts';

/**
 * `2026-11-19 14:05:00 to 2026-11-20 14:05:00 UTC`; with both offsets if the clocks change between. For files the window may be open at
 * one end.
 */
export function span(window: Window, zone: Zone): string {
  const { sinceS, untilS } = window;
  if (sinceS === -Infinity) return `up to ${wallTime(untilS, zone)} ${offsetLabel(untilS, zone)}`;
  if (untilS === Infinity) return `from ${wallTime(sinceS, zone)} ${offsetLabel(sinceS, zone)} on`;
  const from = offsetLabel(window.sinceS, zone);
  const to = offsetLabel(window.untilS, zone);
  return `${wallTime(window.sinceS, zone)}${from === to ? '' : ` ${from}`} to ${wallTime(window.untilS, zone)} ${to}`;
}

/** Places and paths as they are printed: `-` is standard input. */
export function namesShown(names: readonly string[]): readonly string[] {
  return names.map((name) => (name === '-' ? 'standard input' : name));
}
