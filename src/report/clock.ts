// What is said where this machine's clock and the service's differ.

import { formatDuration } from '../text/number.ts';

interface Clocked {
  readonly name: string;
  readonly client: { clockOffsetMs(): number };
}

/** One note at most: all places are asked from the same machine. */
export function clockNotes(places: readonly Clocked[], consequence = "AWS's is taken"): readonly string[] {
  const [offsetMs] = places.map(({ client }) => client.clockOffsetMs()).filter((ms) => ms !== 0);
  if (offsetMs === undefined) return [];
  const off = `${formatDuration(Math.abs(offsetMs) / 1000)} ${offsetMs < 0 ? 'ahead of' : 'behind'}`;
  return [`this machine's clock is ${off} AWS's: ${consequence}`];
}
