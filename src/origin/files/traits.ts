// What files can do as an origin.

import type { Traits } from '../origin.ts';

export const filesTraits: Traits = {
  region: 'filter',
  reachS: Infinity,
  defaultWindowS: Infinity,
  deliveryDelayS: 0,
  envelope: 'some',
  categories: 'any',
  rereading: 'scan',
  repeats: 'anywhere',
  follow: false,
  unit: 'file',
  item: 'record',
};
