// Code decides by the kind of a term, never by the words that people see.

import { expect, test } from 'vitest';
import { readTerm } from '../../support/term.ts';

test.for([
  ['access-key', 'AKIAIOSFODNN7EXAMPLE'],
  ['account', '1234-5678-9012'],
  ['address', '198.51.100.7'],
  ['address', '198.51.100.*'],
  ['address', '10.0.0.0/8'],
  ['arn', 'arn:aws:iam::123456789012:role/Deploy'],
  ['email-address', 'alice@example.com'],
  ['event-id', '5f3a0c1e-2b4d-4e6f-8a9b-0c1d2e3f4a5b'],
  ['event-name', 'RunInstances'],
  ['event-name', 'runinstances'],
  ['event-name', 'Delete*'],
  ['event-source', 'iam.amazonaws.com'],
  ['resource-id', 'i-0123456789abcdef0'],
  ['resource-type', 'AWS::S3::Bucket'],
  ['resource-type', 'aws::made::up'],
  ['root-user', 'root'],
  ['text', 'DeployRole'],
] as const)('%s: %s', async ([kind, term]) => {
  expect((await readTerm(term)).kind).toBe(kind);
});
