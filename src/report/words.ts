// Numbers, times and lists as stderr words them.

import { isoTime } from '../event/time-text.ts';
import type { Zone } from '../event/zone.ts';
import { offsetLabel, wallTime } from '../event/zone.ts';
import { figure } from '../export/figure.ts';
import type { Interval } from '../plan/intervals.ts';
import type { Window } from '../query/query.ts';

/** `1,200 events`, `1 event`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${figure(amount)} ${amount === 1 ? noun : plural}`;
}

/** `a, b and c`; beyond five the number of the rest. */
export function list(items: readonly string[]): string {
  if (items.length > 5) return `${items.slice(0, 4).join(', ')} and ${items.length - 4} more`;
  return [items.slice(0, -1).join(', '), items.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
}

/**
 * `2026-11-19 14:05:00 to 2026-11-20 14:05:00 UTC`; the offset twice where a change of the clocks lies between. Of files the window
 * may be open at one end.
 */
export function span(window: Window, zone: Zone): string {
  const { sinceS, untilS } = window;
  if (sinceS === -Infinity) return `up to ${wallTime(untilS, zone)} ${offsetLabel(untilS, zone)}`;
  if (untilS === Infinity) return `from ${wallTime(sinceS, zone)} ${offsetLabel(sinceS, zone)} on`;
  const from = offsetLabel(window.sinceS, zone);
  const to = offsetLabel(window.untilS, zone);
  return `${wallTime(window.sinceS, zone)}${from === to ? '' : ` ${from}`} to ${wallTime(window.untilS, zone)} ${to}`;
}

/** `90 s`, `14 min`, `3 h`, `12 days`: two figures are enough for a person. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** The flags that read just this interval of a place. */
export function flagsFor(place: string, interval: Interval): string {
  return `${place} --since ${isoTime(interval.fromS)} --until ${isoTime(interval.toS)}`;
}
