// Times in a time zone. A run has one zone, in which times are read and printed, and every printed time names its zone.

import { TZDate, tzOffset } from '@date-fns/tz';
import { isoTime } from './time-text.ts';

export interface Zone {
  /** An IANA name such as `Asia/Tokyo`, or `UTC`. Can be a getter: finding out the zone of the system takes time. */
  readonly name: string;
}

export const utc: Zone = { name: 'UTC' };

export function isZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** `2026-11-20 14:03:11` in the zone. */
export function wallTime(timeS: number, zone: Zone): string {
  return offsetIso(timeS, zone).slice(0, 19).replace('T', ' ');
}

/** `2026-11-20T14:03:11+09:00`, as the AWS CLI prints times; empty if there is no time. */
export function offsetIso(timeS: number, zone: Zone): string {
  if (Number.isNaN(timeS)) return '';
  const offsetMin = offsetMinutes(timeS, zone);
  return isoTime(timeS + offsetMin * 60).replace('Z', offsetText(offsetMin));
}

/** `2026-11-20 14:03:11+09:00`, in UTC with a `Z`: ISO 8601 with a blank for the `T`, which is easier to read. */
export function shownTime(timeS: number, zone: Zone): string {
  return (zone.name === 'UTC' ? isoTime(timeS) : offsetIso(timeS, zone)).replace('T', ' ');
}

/** `UTC` or `UTC+09:00`. Not an abbreviation: some zones have none, and some share one. */
export function offsetLabel(timeS: number, zone: Zone): string {
  const offsetMin = offsetMinutes(timeS, zone);
  return offsetMin === 0 ? 'UTC' : `UTC${offsetText(offsetMin)}`;
}

/** The offset from UTC at that time, in seconds; positive east of Greenwich. */
export function offsetSeconds(timeS: number, zone: Zone): number {
  return Math.round(offsetMinutes(timeS, zone) * 60);
}

/** The same in minutes. */
function offsetMinutes(timeS: number, zone: Zone): number {
  return zone.name === 'UTC' ? 0 : tzOffset(zone.name, new Date(timeS * 1000));
}

function offsetText(offsetMin: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(offsetMin);
  return `${offsetMin < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(Math.trunc(size % 60))}`;
}

export interface WallClock {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * When a clock in the zone shows this, in seconds since 1970. If a change of the clocks skips that time, the result is the time after the
 * change; if the time comes twice, it is the first one. Undefined for a date that does not exist (31 February).
 */
export function momentOf(clock: WallClock, zone: Zone): number | undefined {
  const { year, month, day, hour, minute, second } = clock;
  const plain = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const exists =
    plain.getUTCMonth() === month - 1 &&
    plain.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!exists) return undefined;
  const moment =
    zone.name === 'UTC' ? plain : new TZDate(year, month - 1, day, hour, minute, second, zone.name);
  return Math.floor(moment.getTime() / 1000);
}

export function wallClock(timeS: number, zone: Zone): WallClock {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = wallTime(timeS, zone)
    .split(/\D/)
    .map(Number);
  return { year, month, day, hour, minute, second };
}
