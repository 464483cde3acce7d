// TERM: whatever the user has at hand, told apart by its shape, in this order. What fits none is text.

import { isIP } from 'node:net';
import { theField } from '../event/fields.ts';
import { usageError } from '../error.ts';
import { parseMatchers } from './matcher.ts';
import type { Clause, Test } from './query.ts';
import { accessKeyShape } from './who.ts';

interface Shape {
  /** What `--explain` says the term was read as. */
  readonly reading: string;
  readonly test: (term: string) => boolean;
  readonly fields: readonly string[];
  /** What the term stands for besides itself: an ARN also for its last part. */
  readonly also?: (term: string) => readonly { readonly field: string; readonly value: string }[];
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const shapes: readonly Shape[] = [
  {
    reading: 'an access key: used, created or issued',
    test: (term) => accessKeyShape.test(term),
    fields: ['access-key', 'resource'],
  },
  { reading: 'an event id', test: (term) => guid.test(term), fields: ['id'] },
  { reading: 'an account', test: (term) => /^\d{12}$/.test(term), fields: ['account', 'caller-account'] },
  { reading: 'an address', test: (term) => isIP(term.replace(/\/\d+$/, '')) !== 0, fields: ['ip'] },
  {
    reading: 'an ARN: as caller and as resource, under its last part too',
    test: (term) => /^arn:[\w-]+:/.test(term),
    fields: ['arn', 'role', 'resource'],
    also: arnLastPart,
  },
  {
    reading: 'a resource id: as resource and as caller',
    test: (term) => /^[a-z]{1,12}-[0-9a-f]{8,40}$/.test(term),
    fields: ['resource', 'user'],
  },
  {
    reading: 'an e-mail address: a user or a session',
    test: (term) => /^[^@\s/]+@[^@\s/]+\.[^@\s/]+$/.test(term),
    fields: ['user', 'session'],
  },
  { reading: 'the root user', test: (term) => term === 'root', fields: ['user'] },
  {
    reading: 'an event source',
    test: (term) => /^[a-z0-9.-]+\.amazonaws\.com$/.test(term),
    fields: ['source'],
  },
  { reading: 'a resource type', test: (term) => /^AWS::\w+::\w+$/.test(term), fields: ['resource-type'] },
  {
    reading: 'an event name',
    test: (term) => /^[A-Z][a-z0-9]+[A-Z*?][\w*?]*$/.test(term) || /^[A-Z][A-Za-z0-9]*\*$/.test(term),
    fields: ['event'],
  },
];

/** The clause of a term, and how it was read. */
export function termClause(
  term: string,
  ignoreCase: boolean,
): { readonly clause: Clause; readonly reading: string | undefined } {
  if (term === '') throw usageError('an empty term was given', "to search text: --text 'TEXT'");
  const label = `term '${term}'`;
  const shape = shapes.find((each) => each.test(term));
  if (shape === undefined) {
    return {
      reading: undefined,
      clause: { kind: 'any', label, tests: [{ kind: 'text', text: term, ignoreCase }] },
    };
  }
  const values = [...shape.fields.map((field) => ({ field, value: term })), ...(shape.also?.(term) ?? [])];
  const tests = values.flatMap(({ field, value }) =>
    parseMatchers(theField(field), label, value, ignoreCase).map((matcher): Test => ({
      kind: 'field',
      field: theField(field),
      matcher,
    })),
  );
  return { reading: shape.reading, clause: { kind: 'any', label, tests } };
}

/** A resource is recorded under its ARN, its name or both; a session's caller name is the last part of its ARN. */
function arnLastPart(arn: string): readonly { field: string; value: string }[] {
  const last = arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
  if (last === '') return [];
  return [
    { field: 'resource', value: last },
    ...(/^arn:[\w-]+:(?:iam|sts):/.test(arn) ? [{ field: 'user', value: last }] : []),
  ];
}
