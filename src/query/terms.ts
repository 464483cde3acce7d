// TERM: whatever the user has at hand, told apart by its shape, in the order of `shapes`: the first that fits decides. What fits none
// is text, and event-names.ts asks the catalogue whether that text is the name of an event. (docs/decisions/terms.md)

import { isIP } from 'node:net';
import { usageError } from '../error.ts';
import { theField } from '../event/fields.ts';
import { resourceTypeNamed } from '../catalog/resource-types.ts';
import { readArn } from './arns.ts';
import type { Clause, TermReading, Test } from './query.ts';
import { asAccessKey, emailShape, guid } from './shapes.ts';
import type { Meaning, ShapeReading } from './term-shape.ts';
import { inFields } from './term-shape.ts';
import { isExactTest, testsFor } from './tests.ts';

type Shape = (term: string) => ShapeReading | undefined;

const shapes: readonly Shape[] = [
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

export interface Term {
  readonly clause: Clause;
  readonly reading: TermReading;
}

/** The clause of a term, and how it was read. Throws a usage error for an address range that is none. */
export function readTerm(term: string, ignoreCase: boolean): Term {
  if (term === '') throw usageError('an empty term was given', "to search text: --text 'TEXT'");
  for (const shape of shapes) {
    const read = shape(term);
    if (read === undefined) continue;
    const note = ignoreCase ? undefined : read.note;
    return {
      reading: { term, kind: read.kind, reading: read.reading, note },
      clause: clauseOf(term, read.meanings, ignoreCase),
    };
  }
  return {
    reading: { term, kind: 'text', reading: undefined, note: undefined },
    clause: termClause(term, [{ kind: 'text', text: term, ignoreCase }]),
  };
}

function termClause(term: string, tests: readonly Test[]): Clause {
  return { kind: 'any', label: termLabel(term), typedAs: { kind: 'term', term }, tests };
}

function termLabel(term: string): string {
  return `term '${term}'`;
}

export function clauseOf(term: string, meanings: readonly Meaning[], ignoreCase: boolean): Clause {
  const label = termLabel(term);
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const different = new Map(meanings.map((each) => [`${each.field}=${fold(each.value)}`, each]));
  const tests = [...different.values()].flatMap(({ field, value, anyCase = false, user }) =>
    testsFor(theField(field), label, value, ignoreCase || anyCase).map((test): Test =>
      user === undefined || !isExactTest(test)
        ? test
        : { ...test, implies: { field: theField('user'), value: user } },
    ),
  );
  return termClause(term, tests);
}

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

/** Prefixes of ids that people see every day; others in capitals are more likely somebody's ticket numbers. */
const idPrefixes = 'i|ami|snap|vol|vpc|subnet|sg|eni|igw|nat|rtb|acl|vpce|eipalloc|tgw|pcx|lt|fs|mi';
const idInCapitals = new RegExp(`^(?:${idPrefixes})-(?=[a-f]*\\d)[0-9a-f]{8,40}$`, 'i');

/**
 * Hexadecimal digits behind a prefix, a digit among them (`web-deadbeef` is a name); behind a prefix of several words exactly seventeen,
 * which no date or number that somebody put behind a name has.
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

/** One word before the domain: `ec2.us-east-1.amazonaws.com` is the host that was called, and stands elsewhere. */
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
