// What people call a service, against everything the catalogue says of its names.

import { describe, expect, test } from 'vitest';
import { catalogSources } from '../../src/catalog/events.ts';
import { isKnownSource, serviceNames, sourcesNamed } from '../../src/catalog/sources.ts';

const sources = catalogSources();

/** The event sources that each name stands at. */
function byName(namesOf: (source: (typeof sources)[number]) => readonly string[]) {
  const found = new Map<string, string[]>();
  for (const source of sources) {
    for (const name of namesOf(source)) found.set(name, [...(found.get(name) ?? []), source.eventSource]);
  }
  return [...found];
}

describe('every name of the catalogue means at least the event sources that the catalogue gives it', () => {
  test.for([
    ['IAM prefix', byName(({ iamPrefixes }) => iamPrefixes), 350],
    ['SDK id', byName(({ sdkIds }) => sdkIds), 350],
    ["service's name", byName(({ name }) => (name === '' ? [] : [name])), 350],
    [
      'event source without its end',
      byName(({ eventSource }) => [eventSource.replace('.amazonaws.com', '')]),
      400,
    ],
  ] as const)('%s', ([, names, least]) => {
    expect(names.length).toBeGreaterThan(least);
    const missed = names.filter(([name, meant]) => meant.some((each) => !sourcesNamed(name).includes(each)));
    const unknown = names.filter(([name]) => !sourcesNamed(name).every(isKnownSource));
    expect([missed, unknown]).toEqual([[], []]);
  });
});

test('an IAM prefix means what the catalogue gives it and nothing else', () => {
  const prefixes = byName(({ iamPrefixes }) => iamPrefixes);
  const found = prefixes.map(([prefix]) => [prefix, [...sourcesNamed(prefix)].toSorted()]);
  expect(found).toEqual(prefixes.map(([prefix, meant]) => [prefix, [...meant].toSorted()]));
});

test.for([
  ['ec2', 'ec2'],
  ['EC2', 'ec2'],
  ['vpc', 'ec2'],
  ['cloudwatch', 'monitoring'],
  ['CloudWatch Logs', 'logs'],
  ['cloudwatch-logs', 'logs'],
  ['Secrets Manager', 'secretsmanager'],
  ['AWS Secrets Manager', 'secretsmanager'],
  ['secrets-manager', 'secretsmanager'],
  ['Step Functions', 'states'],
  ['systems manager', 'ssm'],
  ['alb', 'elasticloadbalancing'],
  ['console', 'signin'],
  ['inspector', 'inspector'],
  ['Amazon Inspector', 'inspector inspector2'],
  ['Elastic Load Balancing', 'elasticloadbalancing elb'],
  ['opensearch', 'es opensearchservice'],
] as const)('%s means %s', ([name, hosts]) => {
  expect([...sourcesNamed(name)].toSorted()).toEqual(hosts.split(' ').map((host) => `${host}.amazonaws.com`));
});

test('an event source is itself, and an unknown name the beginning of one', () => {
  expect(sourcesNamed('x.example.com')).toEqual(['x.example.com']);
  expect(sourcesNamed('Newservice')).toEqual(['newservice.amazonaws.com']);
  expect(isKnownSource('newservice.amazonaws.com')).toBe(false);
});

test('every name that is suggested is one that works', () => {
  expect(serviceNames().length).toBeGreaterThan(500);
  expect(serviceNames().filter((name) => !sourcesNamed(name).every(isKnownSource))).toEqual([]);
});
