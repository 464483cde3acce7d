// The layout of a trail's files, and which of them a Query can skip. A trail writes
// `AWSLogs/[o-organisation/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_UNIQUE.json.gz`
// ("Finding your CloudTrail log files"). The day and the stamp are the time of delivery, which is never before the event.

import { valueTest } from '../../match/value.ts';
import type { Query } from '../../query/query.ts';
import { isFieldTest, testsOf } from '../../query/tests.ts';
import type { Interval } from '../intervals.ts';

/** What a folder's path, or a file's name, says about every record in it. */
export interface TrailFolder {
  readonly account?: string;
  readonly region?: string;
  /** The time of delivery: the day, month or year of a folder; the minute of a file's stamp. */
  readonly delivered?: Interval;
}

/** `before`: delivered before the window begins. `after`: delivered too late after its end. */
export type Skip = 'account' | 'region' | 'before' | 'after';

/** In 30,477 records of a real trail the longest delay was 608 s; AWS may deliver again for up to 30 days. */
export const lateDefaultS = 3600;

const dayS = 86_400;

/** The folders of events. `CloudTrail-Digest` contains no records and is not one of them. */
const kind = 'CloudTrail(?:-Insight|-NetworkActivity|-Aggregated)?';
const regionName = '[a-z]{2,}(?:-[a-z0-9]+)*-[0-9]+';
const tree = new RegExp(
  `(?:^|/)(?:(?<account>[0-9]{12})/)?${kind}(?:/(?<region>${regionName})(?:/(?<year>[0-9]{4})(?:/(?<month>[0-9]{2})(?:/(?<day>[0-9]{2}))?)?)?)?$`,
);
const accountTree = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?<account>\d{12})$/;
const digestTree = /\/AWSLogs\/(?:[^/]+\/)*CloudTrail-Digest$/;
/** Any ending after `.json`: people unpack files, pack them again, and partial downloads have temporary names. */
const fileName = new RegExp(
  `^[0-9]{12}_${kind}_${regionName}_([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})Z_[A-Za-z0-9]+\\.json(?:\\..+)?$`,
);

/** What the path of a folder, with `/` between its parts, says; undefined if it is not part of a trail's tree. */
export function trailFolderOf(path: string): TrailFolder | undefined {
  const parts = (tree.exec(path) ?? accountTree.exec(path))?.groups;
  if (parts === undefined) return undefined;
  const { account, region, year, month, day } = parts;
  const days = year === undefined ? undefined : daysOf(year, month, day);
  if (year !== undefined && days === undefined) return undefined;
  return {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(days === undefined ? {} : { delivered: days }),
  };
}

/** Whether the path is a folder of digest files, which contain no records. */
export function isDigestFolder(path: string): boolean {
  return digestTree.test(path);
}

/** The minute in which a file was delivered, by its name; undefined if the name has no delivery stamp. */
export function deliveryOf(name: string): Interval | undefined {
  const parts = fileName.exec(name);
  if (parts === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = ''] = parts;
  const days = daysOf(year, month, day);
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  const fromS = days.fromS + Number(hour) * 3600 + Number(minute) * 60;
  return { fromS, toS: fromS + 59 };
}

/** The seconds of a day, a month or a year; undefined if there is no such day. */
function daysOf(year: string, month: string | undefined, day: string | undefined): Interval | undefined {
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  const first = Date.UTC(y, m - 1, d);
  if (m < 1 || m > 12 || new Date(first).getUTCDate() !== d) return undefined;
  const after =
    day !== undefined ? first + dayS * 1000 : month !== undefined ? Date.UTC(y, m, 1) : Date.UTC(y + 1, 0, 1);
  return { fromS: first / 1000, toS: after / 1000 - 1 };
}

/**
 * Why a folder or a file can be skipped. If it is `before`, or of another account or region, nothing in it can match. If it is `after`, it
 * may contain events of the window that were delivered more than `lateS` seconds late.
 */
export function skipsOf(query: Query, lateS: number): (part: TrailFolder) => Skip | undefined {
  const accounts = valueTests(query, 'account');
  const regions = valueTests(query, 'region');
  const { sinceS, untilS } = query.window;
  return ({ account, region, delivered }) => {
    if (account !== undefined && !accounts(account)) return 'account';
    if (region !== undefined && !regions(region)) return 'region';
    if (delivered === undefined) return undefined;
    if (delivered.toS < sinceS) return 'before';
    return delivered.fromS > untilS + lateS ? 'after' : undefined;
  };
}

/** Whether an event with this value of a field could match. Only clauses about this field alone can exclude it. */
function valueTests(query: Query, fieldName: string): (value: string) => boolean {
  const tests = query.clauses.flatMap((clause) => {
    const holds = testsOf(clause).map((test) =>
      isFieldTest(test, fieldName) ? valueTest(test.matcher) : undefined,
    );
    if (holds.some((each) => each === undefined)) return [];
    const one = (value: string): boolean => holds.some((each) => each?.(value));
    return [clause.kind === 'not' ? (value: string) => !one(value) : one];
  });
  return (value) => tests.every((holds) => holds(value));
}
