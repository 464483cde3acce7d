// Event times as text.

/** ISO 8601 in UTC with whole seconds, as CloudTrail writes `eventTime`; empty for an event without a time. */
export function isoTime(timeS: number): string {
  if (Number.isNaN(timeS)) return '';
  return new Date(timeS * 1000).toISOString().replace('.000Z', 'Z');
}

const exact = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;
const withoutZone = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?: ?UTC)?$/;

/** The `eventTime` of a record in seconds since 1970, with their fraction; a time without a zone is UTC. NaN if it is not valid. */
export function recordTimeS(text: string): number {
  if (exact.test(text)) return Date.parse(text) / 1000;
  const bare = withoutZone.exec(text);
  return Date.parse(bare === null ? text : `${bare[1]}T${bare[2]}Z`) / 1000;
}
