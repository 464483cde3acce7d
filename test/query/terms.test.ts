import { expect, test } from 'vitest';
import { termClause } from '../../src/query/terms.ts';
import { guid } from '../support/events.ts';

/** What a term is looked for in: field=value, or text. */
function readAs(term: string): readonly string[] {
  const { clause } = termClause(term, false);
  const tests = clause.kind === 'not' ? [] : clause.tests;
  return tests.map((each) =>
    each.kind === 'field'
      ? `${each.field.name}=${'value' in each.matcher ? each.matcher.value : 'typed' in each.matcher ? each.matcher.typed : each.matcher.kind}`
      : each.kind,
  );
}

test.for([
  ['AKIAIOSFODNN7EXAMPLE', ['access-key=AKIAIOSFODNN7EXAMPLE', 'resource=AKIAIOSFODNN7EXAMPLE']],
  ['ASIADEPLOYEXAMPLE042', ['access-key=ASIADEPLOYEXAMPLE042', 'resource=ASIADEPLOYEXAMPLE042']],
  ['AKIA', ['text']],
  [guid(7), [`id=${guid(7)}`]],
  ['012345678901', ['account=012345678901', 'caller-account=012345678901']],
  ['12345678901', ['text']],
  ['1e5', ['text']],
  ['198.51.100.23', ['ip=198.51.100.23']],
  ['10.0.0.0/8', ['ip=10.0.0.0/8']],
  ['2001:db8::/32', ['ip=2001:db8::/32']],
  ['300.1.1.1', ['text']],
  [
    'arn:aws:iam::111122223333:role/Deploy',
    [
      'arn=arn:aws:iam::111122223333:role/Deploy',
      'role=arn:aws:iam::111122223333:role/Deploy',
      'resource=arn:aws:iam::111122223333:role/Deploy',
      'resource=Deploy',
      'user=Deploy',
    ],
  ],
  [
    'arn:aws:s3:::example-logs',
    [
      'arn=arn:aws:s3:::example-logs',
      'role=arn:aws:s3:::example-logs',
      'resource=arn:aws:s3:::example-logs',
      'resource=example-logs',
    ],
  ],
  ['i-0badc0ffee0badc0f', ['resource=i-0badc0ffee0badc0f', 'user=i-0badc0ffee0badc0f']],
  ['sg-0f1e2d3c', ['resource=sg-0f1e2d3c', 'user=sg-0f1e2d3c']],
  ['i-nothex', ['text']],
  ['maria@example.com', ['user=maria@example.com', 'session=maria@example.com']],
  ['root', ['user=root']],
  ['Root', ['text']],
  ['iam.amazonaws.com', ['source=iam.amazonaws.com']],
  ['AWS::S3::Bucket', ['resource-type=AWS::S3::Bucket']],
  ['RunInstances', ['event=RunInstances']],
  ['Delete*', ['event=glob']],
  ['Deploy', ['text']],
  ['backup-svc', ['text']],
  ['"Principal":"*"', ['text']],
] as const)('%s', ([term, expected]) => {
  expect(readAs(term)).toEqual(expected);
});
