// The page of an event in the console of its partition.

/** Undefined if the record has no region or no id. */
export function consoleUrl(region: string | undefined, eventId: string | undefined): string | undefined {
  if (region === undefined || eventId === undefined || !/^[a-z0-9-]+$/.test(region)) return undefined;
  const page = `cloudtrailv2/home?region=${region}#/events/${encodeURIComponent(eventId)}`;
  return `https://${region}.${consoleDomain(region)}/${page}`;
}

function consoleDomain(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  if (region.startsWith('eusc-')) return 'console.amazonaws-eusc.eu';
  return 'console.aws.amazon.com';
}
