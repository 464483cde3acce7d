// `--stats`: the measurements of a run, a line a lane.

import type { Coverage } from '../search/coverage.ts';

export function statsLines({ lanes }: Coverage, elapsedS: number): readonly string[] {
  return [
    ...lanes.map((lane) => `stats: ${lane.name}: ${lane.measured().join('; ')}`),
    `stats: ${elapsedS.toFixed(1)} s in total`,
  ];
}
