// The shapes of terms, in the order in which they are tried: the first that fits is used.

import { isIP } from 'node:net';
import { usageError } from '../error.ts';
import { resourceTypeNamed } from '../catalog/resource-types.ts';
import { readArn } from './arns.ts';
import { asAccessKey, emailShape, guid } from './shapes.ts';
import type { ShapeReading } from './term-shape.ts';
import { inFields, recordedNote } from './term-shape.ts';

/** The reading of a term; undefined if it has another shape. Throws a usage error for an address range that is not valid. */
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
    { kind: 'access-key', reading: 'an access key that signed the call, or that the call created or issued' },
    ['access-key', 'resource'],
    term,
    recorded,
  );
}

function eventId(term: string): ShapeReading | undefined {
  if (!guid.test(term)) return undefined;
  return inFields({ kind: 'event-id', reading: 'an event ID' }, ['id'], term, term.toLowerCase());
}

/** Twelve digits, with or without the dashes of the console: 1234-5678-9012. */
function account(term: string): ShapeReading | undefined {
  if (!/^(?:\d{12}|\d{4}-\d{4}-\d{4})$/.test(term)) return undefined;
  const digits = term.replaceAll('-', '');
  return {
    kind: 'account',
    reading: 'an account that recorded the event, or the account of the caller',
    meanings: ['account', 'caller-account'].map((field) => ({ field, value: digits })),
    note: recordedNote(term, digits, 'instead'),
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
    return { kind: 'address', reading: 'an address range', meanings: [{ field: 'ip', value: term }] };
  }
  // A date such as 11/20 is text. Text with two dots or two colons before the slash is meant as an address.
  if (!/^[\d.]*\.[\d.]*\.[\d.]*$/.test(network) && !/^[\da-f.]*:[\da-f:.]*:[\da-f:.]*$/i.test(network))
    return undefined;
  throw usageError(
    `'${term}' is not an address range`,
    `a range such as 10.0.0.0/8 or 2001:db8::/32, or --text ${term} to search for the text`,
  );
}

/** `198.51.100.*` or `10.*`. */
function isAddressPattern(term: string): boolean {
  return term.includes('*') && /^\d{1,3}(?:\.(?:\d{1,3}|\*)){1,3}$/.test(term);
}

/** Prefixes of common resource ids. In capitals, an id with another prefix is more likely a ticket number. */
const idPrefixes = 'i|ami|snap|vol|vpc|subnet|sg|eni|igw|nat|rtb|acl|vpce|eipalloc|tgw|pcx|lt|fs|mi';
const idInCapitals = new RegExp(`^(?:${idPrefixes})-(?=[a-f]*\\d)[0-9a-f]{8,40}$`, 'i');

/**
 * A prefix and hexadecimal digits, at least one of them decimal (`web-deadbeef` is a name). After a prefix of several words there must be
 * exactly seventeen digits: names can end with a date or a number, which is shorter.
 */
function resourceId(term: string): ShapeReading | undefined {
  const isId =
    idInCapitals.test(term) ||
    // `build-20261120` ends with a date.
    (/^[a-z]{1,12}-(?=[a-f]*\d)[0-9a-f]{8,40}$/.test(term) && !/-\d{8}$/.test(term));
  if (!isId && !/^[a-z]{1,12}(?:-[a-z]{1,12}){1,3}-(?=[a-f]*\d)[0-9a-f]{17}$/.test(term)) return undefined;
  return inFields(
    { kind: 'resource-id', reading: 'the ID of a resource, or of an instance as the caller' },
    ['resource', 'user'],
    term,
    term.toLowerCase(),
  );
}

/** `Username` of LookupEvents is the name of a user or of a session. */
function emailAddress(term: string): ShapeReading | undefined {
  if (!emailShape.test(term)) return undefined;
  return inFields(
    { kind: 'email-address', reading: 'the e-mail address that names a user or a role session' },
    ['user'],
    term,
    term,
  );
}

function rootUser(term: string): ShapeReading | undefined {
  if (!/^root$/i.test(term)) return undefined;
  return inFields({ kind: 'root-user', reading: 'the root user' }, ['user'], term, 'root');
}

/** One word before the domain: `ec2.us-east-1.amazonaws.com` is a host, which stands in another member of the record. */
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
    note: recordedNote(term, recorded, 'instead'),
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
    note: {
      text: `'${term}' is compared in any letter case, which CloudTrail cannot look up`,
      hint: 'the type as AWS writes it, such as AWS::S3::Bucket',
    },
  };
}
