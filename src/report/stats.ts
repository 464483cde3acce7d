// `--stats`: the measurements of a run, one line for each lane that measured something.

import type { Coverage } from '../search/coverage.ts';

export function statsLines({ lanes }: Coverage, elapsedS: number): readonly string[] {
  return [
    ...lanes.flatMap((lane) => {
      const measured = lane.measured();
      return measured.length === 0 ? [] : [`stats: ${lane.name}: ${measured.join('; ')}`];
    }),
    `stats: ${elapsedS.toFixed(1)} s in total`,
  ];
}
