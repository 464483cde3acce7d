// Words the note about a clock that differs from AWS's.

import { formatDuration } from '../text/number.ts';

/** `offsetMs`: the service's clock minus this machine's; 0 if they agree. */
export function clockNotes(offsetMs: number, consequence = 'the time of AWS is used'): readonly string[] {
  if (offsetMs === 0) return [];
  const off = `${formatDuration(Math.abs(offsetMs) / 1000)} ${offsetMs < 0 ? 'ahead of' : 'behind'}`;
  return [`this machine's clock is ${off} AWS's: ${consequence}`];
}
