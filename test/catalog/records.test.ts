// Real records, if there are any (TRAILSIFT_RECORDS names a gzip file of one record a line): what CloudTrail says of an event's category
// must be what the catalogue says of the event.

import { expect, test } from 'vitest';
import { eventsNamed } from '../../src/catalog/events.ts';
import { guid } from '../../src/query/shapes.ts';
import { linesOf } from '../support/records.ts';

const path = process.env['TRAILSIFT_RECORDS'];

interface Plain {
  readonly eventID?: string;
  readonly eventSource?: string;
  readonly eventName?: string;
  readonly eventCategory?: string;
}

test.skipIf(path === undefined)(
  'the category of every record is what the catalogue says (skipped without TRAILSIFT_RECORDS)',
  () => {
    const records = linesOf(path ?? '').map((line) => JSON.parse(line) as Plain);
    const wrong: string[] = [];
    let told = 0;
    for (const { eventID = '', eventSource, eventName = '', eventCategory } of records) {
      // Invented fixtures have no id from CloudTrail, and their category is arbitrary.
      if (!guid.test(eventID) || (eventCategory !== 'Management' && eventCategory !== 'Data')) continue;
      const known = eventsNamed(eventName).find((each) => each.eventSource === eventSource);
      if (known === undefined) continue;
      told += 1;
      const isData = known.status === 'data';
      const isManagement = known.status === 'management' || known.status === 'management-if-recorded';
      if ((isData && eventCategory === 'Management') || (isManagement && eventCategory === 'Data'))
        wrong.push(`${eventSource} ${eventName}: ${known.status}, and the record says ${eventCategory}`);
    }
    console.log({ records: records.length, told });
    expect(wrong).toEqual([]);
    expect(told).toBeGreaterThan(0);
  },
);
