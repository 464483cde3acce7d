// `--since` and `--until`: the forms in which users write a time, read in the time zone of the run.

import { usageError } from '../error.ts';
import type { WallClock, Zone } from '../event/zone.ts';
import { momentOf, utc, wallClock } from '../event/zone.ts';

export const timeForms =
  "15m, 2h, 3d, 1w, now, today, yesterday, 14:00, 'yesterday 14:00', 2026-07-22, '2026-07-22 14:00', 2026-07-22T14:00:00Z or 1782864000";

export type Edge = 'since' | 'until';

const unitS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** Short and written out. There is no month, whose length varies. */
const units = /(\d+)(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)/g;

/**
 * Whole seconds since 1970. A date without a time is its first second for `--since` and its last for `--until`; a fraction of a second is
 * rounded into the window. Throws a usage error that lists the forms.
 */
export function parseTime(flag: string, typed: string, edge: Edge, nowS: number, zone: Zone): number {
  const text = typed.trim();
  const timeS = relative(text, nowS) ?? epoch(text) ?? calendar(text, edge, nowS, zone);
  if (timeS === undefined || !Number.isFinite(timeS)) {
    throw usageError(`${flag}: '${typed}' is not a time`, `a time such as ${timeForms}`);
  }
  return edge === 'since' ? Math.ceil(timeS) : Math.floor(timeS);
}

function relative(text: string, nowS: number): number | undefined {
  if (text === 'now') return nowS;
  const bare = text.toLowerCase().replace(/ ago$/, '').replaceAll(' ', '');
  if (bare === '' || bare.replace(units, '') !== '') return undefined;
  return [...bare.matchAll(units)].reduce(
    (timeS, [, amount, unit]) => timeS - Number(amount) * (unitS[unit?.charAt(0) ?? ''] ?? Number.NaN),
    nowS,
  );
}

/** Whole seconds. Throws a usage error. */
export function parseDuration(flag: string, typed: string): number {
  const endS = relative(typed.trim(), 0);
  if (endS === undefined || endS >= 0)
    throw usageError(`${flag}: '${typed}' is not a length of time`, 'a length such as 30s, 15m or 2h');
  return -endS;
}

/** Seconds, as for the AWS CLI; thirteen digits can only be milliseconds. */
function epoch(text: string): number | undefined {
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Number(text);
  return /^\d{13}$/.test(text) ? Number(text) / 1000 : undefined;
}

const form =
  /^(?<day>today|yesterday|\d{4}-\d{2}-\d{2})?(?:(?:^|[T ]+)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?<fraction>[.,]\d+)?)?\s*(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

function calendar(text: string, edge: Edge, nowS: number, zone: Zone): number | undefined {
  const parts = form.exec(text)?.groups;
  if (parts === undefined || text === '') return undefined;
  const written = parts['zone'];
  const offsetS = written === undefined ? undefined : offsetSeconds(written);
  const readIn = offsetS === undefined ? zone : utc;
  const day = calendarDay(parts['day']?.toLowerCase(), nowS + (offsetS ?? 0), readIn);
  if (parts['hour'] === undefined) {
    const first = momentOf({ ...day, hour: 0, minute: 0, second: 0 }, zone);
    if (first === undefined || edge === 'since') return first;
    const next = dayAfter(day, 1);
    return (momentOf({ ...next, hour: 0, minute: 0, second: 0 }, zone) ?? Number.NaN) - 1;
  }
  const clock = {
    ...day,
    hour: Number(parts['hour']),
    minute: Number(parts['minute']),
    second: Number(parts['second'] ?? 0),
  };
  const moment = momentOf(clock, readIn);
  if (moment === undefined) return undefined;
  const fraction = Number(`0${(parts['fraction'] ?? '.0').replace(',', '.')}`);
  return moment - (offsetS ?? 0) + fraction;
}

type Day = Pick<WallClock, 'year' | 'month' | 'day'>;

function calendarDay(word: string | undefined, nowS: number, zone: Zone): Day {
  const { year, month, day } = wallClock(nowS, zone);
  const today = { year, month, day };
  if (word === undefined || word === 'today') return today;
  if (word === 'yesterday') return dayAfter(today, -1);
  const [writtenYear = 0, writtenMonth = 0, writtenDay = 0] = word.split('-').map(Number);
  return { year: writtenYear, month: writtenMonth, day: writtenDay };
}

/** Calendar arithmetic, so that a day with 23 or 25 hours is still one day. */
function dayAfter(day: Day, days: number): Day {
  const moved = new Date(Date.UTC(day.year, day.month - 1, day.day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

function offsetSeconds(written: string): number {
  if (written.toUpperCase() === 'Z') return 0;
  const digits = written.slice(1).replace(':', '').padEnd(4, '0');
  const size = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return written.startsWith('-') ? -size : size;
}
