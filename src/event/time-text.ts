// Event times as text.

/** ISO 8601 in UTC with whole seconds, as CloudTrail writes `eventTime`. */
export function isoTime(timeS: number): string {
  return new Date(timeS * 1000).toISOString().replace('.000Z', 'Z');
}
