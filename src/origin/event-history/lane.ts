// One place as a lane.

import type { Event } from '../../event/event.ts';
import type { Host } from '../../host/host.ts';
import type { Cover, Plan } from '../../plan/lookup/cover.ts';
import type { Lane, Reading } from '../origin.ts';
import type { Waiting } from './parallel-reader.ts';
import { readPlace } from './parallel-reader.ts';
import { PlaceCoverage } from './place-coverage.ts';
import type { PlaceLink } from './place-link.ts';

export interface PlaceLaneOptions {
  readonly plan: Plan;
  readonly reading: Reading;
  /** Requests a second. */
  readonly rate: number;
  readonly waiting: Waiting;
}

export function placeLane(host: Host, link: PlaceLink, options: PlaceLaneOptions): Lane {
  const { plan, rate, waiting, reading } = options;
  const { query, predicate, ahead } = reading;
  const coverage = new PlaceCoverage(link, plan, query.window, rate);
  const placeReading = {
    plan,
    category: query.category,
    window: query.window,
    holds: (cover: Cover, event: Event) => predicate.holds(cover.clause, event),
  };
  return {
    coverage,
    order: 'newest-first',
    async *read(signal) {
      for await (const batch of readPlace(host, link, placeReading, { rate, ahead, waiting }, signal)) {
        coverage.add(batch);
        yield { ...batch, notes: [] };
      }
    },
  };
}
