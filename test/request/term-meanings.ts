// What each kind of term must find, written from the design's words and the fields of a record, without looking at the program.

import type { Served } from './reference.ts';

export interface Meaning {
  readonly name: string;
  /** The values of the kind that a record holds. */
  readonly values: (served: Served) => readonly string[];
  /** Whether the record's own members say so. */
  readonly holds: (served: Served, value: string) => boolean;
  /** The names that a resource has for it. */
  readonly resources: (value: string) => readonly string[];
  /** The values that are surely of the kind; another, such as a placeholder in a test record, is text like any other. */
  readonly shape: RegExp;
}

type Plain = Readonly<Record<string, unknown>>;

const object = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
const string = (value: unknown): readonly string[] =>
  typeof value === 'string' && value !== '' ? [value] : [];

const identity = ({ record }: Served): Plain => object(record['userIdentity']);
const issuer = (served: Served): Plain => object(object(identity(served)['sessionContext'])['sessionIssuer']);
function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

/** Whether the record is one that the value must find: by the envelope's resources, or without one by every string that could name them. */
export function mustFind(meaning: Meaning, served: Served, value: string, envelope = true): boolean {
  const { record } = served;
  const named = envelope
    ? served.resources.map(({ name }) => name)
    : leaves([record['resources'], record['requestParameters'], record['responseElements']]);
  return meaning.holds(served, value) || meaning.resources(value).some((name) => named.includes(name));
}

const none = (): readonly string[] => [];

export const meanings: readonly Meaning[] = [
  {
    name: 'access key',
    values: ({ record }) => leaves(record).filter((leaf) => /^A[KS]IA\w+$/.test(leaf)),
    holds: ({ accessKeyId }, value) => accessKeyId === value,
    resources: (value) => [value],
    shape: /^A[KS]IA[A-Z0-9]{12,}$/,
  },
  {
    name: 'event id',
    values: ({ record }) => string(record['eventID']),
    holds: ({ record }, value) => record['eventID'] === value,
    resources: none,
    shape: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  },
  {
    name: 'instance id',
    values: ({ record }) => leaves(record).filter((leaf) => /^i-[0-9a-z]{8,}$/i.test(leaf)),
    holds: ({ username }, value) => username === value || username === value.toLowerCase(),
    resources: (value) => [value, value.toLowerCase()],
    shape: /^i-[0-9a-fA-F]*\d[0-9a-fA-F]*$/,
  },
  {
    name: 'role ARN',
    values: ({ record }) =>
      leaves(record).filter((leaf) => /^arn:[a-z-]+:iam::\d+:role\/[\w+=,.@/-]+$/.test(leaf)),
    holds: (served, value) => identity(served)['arn'] === value || issuer(served)['arn'] === value,
    resources: (value) => [value, value.slice(value.lastIndexOf('/') + 1)],
    shape: /^arn:/,
  },
  {
    name: 'event name',
    values: ({ record }) => string(record['eventName']),
    holds: ({ record }, value) => record['eventName'] === value,
    resources: none,
    // Names in test records that no service has are text.
    shape: /^(?!AttachPolicyToUser$|ListBucket$|NotCreateUser$|DescribeTrail$)[A-Z]/,
  },
  {
    name: 'address',
    values: ({ record }) => string(record['sourceIPAddress']).filter((each) => /^[\d.]+$|:.*:/.test(each)),
    holds: ({ record }, value) => record['sourceIPAddress'] === value,
    resources: none,
    shape: /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/,
  },
];
