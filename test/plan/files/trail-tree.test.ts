// What names in a trail's tree say, and that nothing is left unread that could hold a match.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliveryOf, isDigestFolder, skipsOf, trailFolderOf } from '../../../src/plan/files/trail-tree.ts';
import type { Query } from '../../../src/query/query.ts';
import { exactTest } from '../../../src/query/query.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const minute = (text: string) => ({ fromS: at(`${text}:00Z`), toS: at(`${text}:59Z`) });
const days = (from: string, to: string) => ({ fromS: at(`${from}T00:00:00Z`), toS: at(`${to}T23:59:59Z`) });

test.for<[string, ReturnType<typeof deliveryOf>]>([
  [
    '111111111111_CloudTrail_eu-central-1_20171211T1505Z_A6kvhMoVeCsc7v8U.json.gz',
    minute('2017-12-11T15:05'),
  ],
  ['111111111111_CloudTrail_us-gov-west-1_20240229T0000Z_A6kvhMoVeCsc7v8U.json', minute('2024-02-29T00:00')],
  [
    '111111111111_CloudTrail-Insight_us-east-1_20171211T1505Z_A6kvhMoVeCsc7v8U.json.gz',
    minute('2017-12-11T15:05'),
  ],
  ['111111111111_CloudTrail-NetworkActivity_us-east-1_20171211T1505Z_x.json.gz', minute('2017-12-11T15:05')],
  ['111111111111_CloudTrail-Aggregated_us-east-1_20171211T1505Z_x.json.gz', minute('2017-12-11T15:05')],
  ['111111111111_CloudTrail_us-east-1_20171211T1505Z_x.json.gz.6eF1b2C9', minute('2017-12-11T15:05')],
  ['111111111111_CloudTrail-Digest_us-east-1_t_us-east-1_20171211T150500Z.json.gz', undefined],
  ['111111111111_CloudTrail_us-east-1_20171301T1505Z_x.json.gz', undefined],
  ['111111111111_CloudTrail_us-east-1_20170229T1505Z_x.json.gz', undefined],
  ['111111111111_CloudTrail_us-east-1_20171211T2505Z_x.json.gz', undefined],
  ['111111111111_vpcflowlogs_us-east-1_fl-1_20171211T1505Z_x.log.gz', undefined],
  ['events.json', undefined],
])('the name %s', ([name, delivery]) => {
  expect(deliveryOf(name)).toEqual(delivery);
});

const account = '111122223333';

test.for<[string, ReturnType<typeof trailFolderOf>]>([
  [`/b/AWSLogs/${account}`, { account }],
  [`/b/AWSLogs/o-abc123/${account}`, { account }],
  [`/b/AWSLogs/${account}/CloudTrail`, { account }],
  [`/b/o-abc123/AWSLogs/o-abc123/${account}/CloudTrail/eu-west-1`, { account, region: 'eu-west-1' }],
  ['CloudTrail-NetworkActivity/us-isob-east-1', { region: 'us-isob-east-1' }],
  [
    `/${account}/CloudTrail/eu-west-1/2026`,
    { account, region: 'eu-west-1', delivered: days('2026-01-01', '2026-12-31') },
  ],
  [
    `/${account}/CloudTrail-Insight/eu-west-1/2024/02`,
    { account, region: 'eu-west-1', delivered: days('2024-02-01', '2024-02-29') },
  ],
  [
    `/${account}/CloudTrail/eu-west-1/2026/11/20`,
    { account, region: 'eu-west-1', delivered: days('2026-11-20', '2026-11-20') },
  ],
  [`/${account}/CloudTrail/eu-west-1/2026/13`, undefined],
  [`/${account}/CloudTrail/eu-west-1/2026/11/20/12`, undefined],
  [`/${account}/CloudTrail/test-data`, undefined],
  [`/${account}/CloudTrail-Digest/eu-west-1`, undefined],
  [`/b/AWSLogs/${account}/Config/eu-west-1`, undefined],
  ['/data/logs', undefined],
])('the folder %s', ([path, folder]) => {
  expect(trailFolderOf(path)).toEqual(folder);
});

test('folders of digests', () => {
  expect(isDigestFolder(`/b/AWSLogs/o-abc123/${account}/CloudTrail-Digest`)).toBe(true);
  expect(isDigestFolder(`/b/AWSLogs/${account}/CloudTrail`)).toBe(false);
});

const startS = at('2025-12-30T00:00:00Z');
const second = fc.integer({ min: 0, max: 5 * 86_400 }).map((offset) => startS + offset);

function queryOf(sinceS: number, untilS: number): Query {
  return { clauses: [], window: { sinceS, untilS }, category: 'management' };
}

function nameAt(timeS: number): string {
  const stamp = new Date(timeS * 1000).toISOString().replace(/[-:]/g, '').slice(0, 13);
  return `${account}_CloudTrail_eu-west-1_${stamp}Z_Abcdefghijklmnop.json.gz`;
}

/** The folders of the year, the month and the day, and the file. */
function partsAt(timeS: number) {
  const [year = '', month = '', day = ''] = new Date(timeS * 1000).toISOString().slice(0, 10).split('-');
  const region = `/b/AWSLogs/${account}/CloudTrail/eu-west-1`;
  const delivered = deliveryOf(nameAt(timeS));
  if (delivered === undefined) throw new Error('the name bears no stamp');
  const folders = [year, `${year}/${month}`, `${year}/${month}/${day}`];
  return { file: { delivered }, folders: folders.map((path) => trailFolderOf(`${region}/${path}`) ?? {}) };
}

describe('the unread part of a trail', () => {
  test('holds no event of the window that was delivered within the grace', () => {
    fc.assert(
      fc.property(
        second,
        fc.integer({ min: 0, max: 100_000 }),
        second,
        fc.integer({ min: 0, max: 200_000 }),
        fc.constantFrom(0, 60, 3600, 86_400),
        (timeS, delayS, sinceS, lengthS, lateS) => {
          const untilS = sinceS + lengthS;
          fc.pre(timeS >= sinceS && timeS <= untilS && delayS <= lateS);
          const skip = skipsOf(queryOf(sinceS, untilS), lateS);
          const { file, folders } = partsAt(timeS + delayS);
          for (const part of [file, ...folders]) expect(skip(part)).toBeUndefined();
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('is a whole folder only if every file in it is left unread for the same reason', () => {
    fc.assert(
      fc.property(second, second, fc.integer({ min: 0, max: 200_000 }), (deliveredS, sinceS, lengthS) => {
        const skip = skipsOf(queryOf(sinceS, sinceS + lengthS), 3600);
        const { file, folders } = partsAt(deliveredS);
        for (const folder of folders) expect([undefined, skip(file)]).toContain(skip(folder));
      }),
      { numRuns: 2000 },
    );
  });

  test('is said by what rules it out', () => {
    const query: Query = {
      ...queryOf(startS, startS + 86_400),
      clauses: [
        { kind: 'any', label: 'account', tests: [exactTest('account', account)] },
        { kind: 'not', label: 'not region', test: exactTest('region', 'us-east-1') },
      ],
    };
    const skip = skipsOf(query, 3600);
    expect(skip({ account: '444455556666' })).toBe('account');
    expect(skip({ account, region: 'us-east-1' })).toBe('region');
    expect(skip({ account, region: 'eu-west-1' })).toBeUndefined();
    expect(skip({ delivered: { fromS: startS - 60, toS: startS - 1 } })).toBe('before');
    expect(skip({ delivered: { fromS: startS - 60, toS: startS } })).toBeUndefined();
    const lastS = startS + 86_400 + 3600;
    expect(skip({ delivered: { fromS: lastS, toS: lastS + 59 } })).toBeUndefined();
    expect(skip({ delivered: { fromS: lastS + 1, toS: lastS + 60 } })).toBe('after');
  });
});
