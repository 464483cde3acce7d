// The members that contain a list of records or entries: trail files, LookupEvents, CloudWatch Logs (API and subscription).

export const listMembers = ['Records', 'Events', 'events', 'logEvents'] as const;
const listKeys = listMembers.map((name) => Buffer.from(`"${name}"`));
const colon = 0x3a;

/** The index of the member that the bracket at `at` follows, in bytes that begin at `from`; -1 if it follows none. */
export function memberBefore(bytes: Buffer, from: number, at: number): number {
  const before = skipBlanksBack(bytes, at - 1);
  if (bytes[before] !== colon) return -1;
  const end = skipBlanksBack(bytes, before - 1) + 1;
  return listKeys.findIndex((key) => {
    const start = end - key.length;
    return start >= from && bytes.compare(key, 0, key.length, start, end) === 0;
  });
}

function skipBlanksBack(bytes: Buffer, from: number): number {
  let at = from;
  while (at >= 0 && (bytes[at] ?? 0) <= 0x20) at -= 1;
  return at;
}
