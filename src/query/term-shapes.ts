// The shapes of terms, in the order in which they are tried: the first that fits decides.

import { isIP } from 'node:net';
import { usageError } from '../error.ts';
import { resourceTypeNamed } from '../catalog/resource-types.ts';
import { readArn } from './arns.ts';
import { asAccessKey, emailShape, guid } from './shapes.ts';
import type { ShapeReading } from './term-shape.ts';
import { inFields } from './term-shape.ts';

/** Undefined if the term has another shape. Throws a usage error for an address range that is not valid. */
type Shape = (term: string) => ShapeReading | undefined;

export const termShapes: readonly Shape[] = [
  accessKey,
  eventId,
  account,
  address,
  readArn,
  resourceId,
  emailAddress,
  rootUser,
  eventSource,
  resourceType,
];

function accessKey(term: string): ShapeReading | undefined {
  const recorded = asAccessKey(term);
  if (recorded === undefined) return undefined;
  return inFields(
    { kind: 'access-key', reading: 'an access key: used, created or issued' },
    ['access-key', 'resource'],
    term,
    recorded,
  );
}

function eventId(term: string): ShapeReading | undefined {
  if (!guid.test(term)) return undefined;
  return inFields({ kind: 'event-id', reading: 'an event id' }, ['id'], term, term.toLowerCase());
}

/** Twelve digits, or as the console shows them: 1234-5678-9012. */
function account(term: string): ShapeReading | undefined {
  if (!/^(?:\d{12}|\d{4}-\d{4}-\d{4})$/.test(term)) return undefined;
  const digits = term.replaceAll('-', '');
  return {
    kind: 'account',
    reading: 'an account: recorded in it, or called from it',
    meanings: ['account', 'caller-account'].map((field) => ({ field, value: digits })),
    note: digits === term ? undefined : `'${term}' is recorded as ${digits}: looked for instead`,
  };
}

function address(term: string): ShapeReading | undefined {
  const [network = '', prefix, ...rest] = term.split('/');
  const version = network.includes('%') ? 0 : isIP(network);
  if (prefix === undefined) {
    if (version === 0 && !isAddressPattern(term)) return undefined;
    return {
      kind: 'address',
      reading: version === 0 ? 'a pattern of addresses' : 'an address',
      meanings: [{ field: 'ip', value: term }],
    };
  }
  if (rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return undefined;
  if (version !== 0 && Number(prefix) <= (version === 4 ? 32 : 128)) {
    return { kind: 'address', reading: 'a range of addresses', meanings: [{ field: 'ip', value: term }] };
  }
  // A date such as 11/20 is text; two dots or colons are meant for an address.
  if (!/^[\d.]*\.[\d.]*\.[\d.]*$/.test(network) && !/^[\da-f.]*:[\da-f:.]*:[\da-f:.]*$/i.test(network))
    return undefined;
  throw usageError(
    `'${term}' is not a range of addresses`,
    `such as 10.0.0.0/8 or 2001:db8::/32; to search for the text: --text ${term}`,
  );
}

/** `198.51.100.*` or `10.*`. */
function isAddressPattern(term: string): boolean {
  return term.includes('*') && /^\d{1,3}(?:\.(?:\d{1,3}|\*)){1,3}$/.test(term);
}

/** Prefixes of common ids. In capitals, an id with another prefix is more likely a ticket number. */
const idPrefixes = 'i|ami|snap|vol|vpc|subnet|sg|eni|igw|nat|rtb|acl|vpce|eipalloc|tgw|pcx|lt|fs|mi';
const idInCapitals = new RegExp(`^(?:${idPrefixes})-(?=[a-f]*\\d)[0-9a-f]{8,40}$`, 'i');

/**
 * Hexadecimal digits with at least one decimal digit after a prefix (`web-deadbeef` is a name). After a prefix of several words there must
 * be exactly seventeen: a date or a number at the end of a name is shorter.
 */
function resourceId(term: string): ShapeReading | undefined {
  const isId =
    idInCapitals.test(term) ||
    // `build-20261120` is a day.
    (/^[a-z]{1,12}-(?=[a-f]*\d)[0-9a-f]{8,40}$/.test(term) && !/-\d{8}$/.test(term));
  if (!isId && !/^[a-z]{1,12}(?:-[a-z]{1,12}){1,3}-(?=[a-f]*\d)[0-9a-f]{17}$/.test(term)) return undefined;
  return inFields(
    { kind: 'resource-id', reading: 'a resource id: as resource and as caller' },
    ['resource', 'user'],
    term,
    term.toLowerCase(),
  );
}

/** LookupEvents' Username is a user's name and a session's alike. */
function emailAddress(term: string): ShapeReading | undefined {
  if (!emailShape.test(term)) return undefined;
  return inFields(
    { kind: 'email-address', reading: 'an e-mail address: a user or a session' },
    ['user'],
    term,
    term,
  );
}

function rootUser(term: string): ShapeReading | undefined {
  if (!/^root$/i.test(term)) return undefined;
  return inFields({ kind: 'root-user', reading: 'the root user' }, ['user'], term, 'root');
}

/** One word before the domain: `ec2.us-east-1.amazonaws.com` is a host, which is in another member of the record. */
export function isEventSource(term: string): boolean {
  return /^[a-z0-9-]+\.amazonaws\.com$/i.test(term);
}

function eventSource(term: string): ShapeReading | undefined {
  if (!isEventSource(term)) return undefined;
  const recorded = term.toLowerCase();
  return {
    kind: 'event-source',
    reading: 'an event source',
    meanings: [{ field: 'source', value: recorded }],
    note: term === recorded ? undefined : `'${term}' is recorded as ${recorded}: looked for instead`,
  };
}

function resourceType(term: string): ShapeReading | undefined {
  if (!/^aws::[\w*?]+::[\w*?]+$/i.test(term)) return undefined;
  const reading = 'a resource type';
  const known = resourceTypeNamed(term);
  if (known !== undefined || term.startsWith('AWS::'))
    return inFields({ kind: 'resource-type', reading }, ['resource-type'], term, known ?? term);
  return {
    kind: 'resource-type',
    reading,
    meanings: [{ field: 'resource-type', value: term, anyCase: true }],
    note: `'${term}' is compared in any case of letters; as AWS writes it, such as AWS::S3::Bucket, it is looked up at the service`,
  };
}
