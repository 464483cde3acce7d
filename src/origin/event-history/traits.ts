// What event history can do.

import type { Traits } from '../origin.ts';

const dayS = 86_400;

/**
 * "the last 90 days" (User Guide). It is not documented whether the service clamps or refuses an older start, so there is a margin of a
 * minute.
 */
export const reachS = 90 * dayS - 60;

/** "within an average of about 5 minutes ... not guaranteed" (User Guide); labs saw 5 to 15, one tool more. */
const deliveryDelayS = 15 * 60;

export const traits: Traits = {
  region: 'place',
  reachS,
  defaultWindowS: dayS,
  deliveryDelayS,
  envelope: 'always',
  categories: 'management',
  rereading: 'lookup',
  repeats: 'same-second',
  follow: true,
  unit: 'page',
  item: 'event',
};
