// Writes the sample incident: one LookupEvents entry a line, newest first. `--check` compares instead of writing.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { attackCalls } from './attack.ts';
import { seededRandom } from './random.ts';
import type { Random } from './random.ts';
import type { Made } from './record.ts';
import { account, isoOf, makeEntry } from './record.ts';
import { fromS, untilS } from './setting.ts';
import { ordinaryCalls } from './traffic.ts';

/** The entries, newest first. */
export function generateIncident(): readonly string[] {
  const random = seededRandom(20_261_120);
  const made = [...ordinaryCalls(random), ...attackCalls(random)]
    .filter(({ timeS }) => timeS >= fromS && timeS <= untilS)
    .map((call) => makeEntry(random, call));
  return [...made, ...insights(random)]
    .toSorted((one, other) => other.timeS - one.timeS)
    .map(({ line }) => line);
}

/** The Insights events for the instances. */
function insights(random: Random): readonly Made[] {
  const sharedEventID = random.guid();
  return (['Start', 'End'] as const).map((state, index) => {
    const timeS = Date.parse('2026-11-20T14:03:00Z') / 1000 + index * 60;
    const eventID = random.guid();
    const record = {
      eventVersion: '1.09',
      eventTime: isoOf(timeS),
      awsRegion: 'eu-west-1',
      eventID,
      eventType: 'AwsCloudTrailInsight',
      recipientAccountId: account,
      sharedEventID,
      insightDetails: {
        state,
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        insightType: 'ApiCallRateInsight',
        sourceEventCategory: 'Management',
        insightContext: {
          statistics: {
            baseline: { average: 0.0021 },
            insight: { average: 2 },
            insightDuration: 1,
            baselineDuration: 9912,
          },
        },
      },
      eventCategory: 'Insight',
    };
    return {
      timeS,
      line: JSON.stringify({
        EventId: eventID,
        EventName: 'RunInstances',
        EventTime: timeS,
        EventSource: 'ec2.amazonaws.com',
        Resources: [],
        CloudTrailEvent: JSON.stringify(record),
      }),
    };
  });
}

const path = fileURLToPath(new URL('events.ndjson.gz', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = `${generateIncident().join('\n')}\n`;
  if (process.argv.includes('--check')) {
    const same = gunzipSync(readFileSync(path)).toString() === text;
    console.log(
      same
        ? 'the sample incident is up to date'
        : 'the sample incident differs: npx tsx examples/incident/generate.ts',
    );
    process.exitCode = same ? 0 : 1;
  } else {
    const packed = gzipSync(text, { level: 9 });
    packed[9] = 3; // the header's operating system, which zlib sets to the machine's own
    writeFileSync(path, packed);
  }
}
