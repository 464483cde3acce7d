// Which directories of a trail's tree a Query can leave unopened. A trail writes to
// `AWSLogs/[o-organisation/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/` ("Finding your CloudTrail log files"); the day is that of
// delivery, which is later than the event.

import { valueTest } from '../../match/value.ts';
import type { Query } from '../../query/query.ts';
import { isFieldTest, testsOf } from '../../query/tests.ts';

/** What a directory's place in the tree says of everything below it. */
export interface TrailFolder {
  readonly account?: string;
  readonly region?: string;
  /** Seconds since 1970 of its first and last second; a year or a month is a longer day. */
  readonly delivered?: { readonly fromS: number; readonly toS: number };
}

export type SkipReason = 'account' | 'region' | 'day';

const dayS = 86_400;
/** "can contain records written at any point before that time": late ones are given a day. */
const graceS = dayS;

const tree =
  /(?:^|\/)(?:(?<account>\d{12})\/)?CloudTrail(?:-Insight)?(?:\/(?<region>[a-z]{2,}(?:-[a-z0-9]+)+)(?:\/(?<year>\d{4})(?:\/(?<month>\d{2})(?:\/(?<day>\d{2}))?)?)?)?$/;
const accountTree = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?<account>\d{12})$/;

/** What the path of a directory, with `/` between its parts, says; undefined where it is no part of a trail's tree. */
export function trailFolderOf(path: string): TrailFolder | undefined {
  const parts = (tree.exec(path) ?? accountTree.exec(path))?.groups;
  if (parts === undefined) return undefined;
  const { account, region, year, month, day } = parts;
  return {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(year === undefined ? {} : { delivered: delivered(Number(year), month, day) }),
  };
}

function delivered(
  year: number,
  month: string | undefined,
  day: string | undefined,
): { fromS: number; toS: number } {
  const first =
    Date.UTC(year, month === undefined ? 0 : Number(month) - 1, day === undefined ? 1 : Number(day)) / 1000;
  const after =
    day !== undefined
      ? first + dayS
      : Date.UTC(month === undefined ? year + 1 : year, month === undefined ? 0 : Number(month), 1) / 1000;
  return { fromS: first, toS: after - 1 };
}

/** Which of its parts makes a directory useless to the Query; undefined where it has to be opened. */
export function skipReasonFor(query: Query): (partition: TrailFolder) => SkipReason | undefined {
  const accounts = valueTests(query, 'account');
  const regions = valueTests(query, 'region');
  const { sinceS, untilS } = query.window;
  return ({ account, region, delivered: days }) => {
    if (account !== undefined && !accounts(account)) return 'account';
    if (region !== undefined && !regions(region)) return 'region';
    if (days !== undefined && (days.toS < sinceS || days.fromS > untilS + graceS)) return 'day';
    return undefined;
  };
}

/** Whether an event with this value of a field could match: only clauses that are about this field alone can rule it out. */
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
