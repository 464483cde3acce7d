// What credentials did, summed up event by event.

import { expect, test } from 'vitest';
import { ActivityCount } from '../../src/trace/activity.ts';

test('an event whose time cannot be read counts, and leaves the first and the last as they are', () => {
  const event = { text: '{}', record: { eventName: 'GetUser' }, region: undefined, envelope: undefined };
  const activity = new ActivityCount();
  for (const timeS of [Number.NaN, 30, Number.NaN, 10, Number.NaN]) activity.add({ ...event, timeS });
  expect([activity.events, activity.firstS, activity.lastS]).toEqual([5, 10, 30]);
});
