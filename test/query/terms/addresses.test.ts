// Terms that are addresses, of the network and of people.

import { describe, expect, test } from 'vitest';
import { readTerm } from '../../support/term.ts';

const text = ['text'];

describe('addresses, ranges and patterns of them', () => {
  test.for([
    ['IPv4', '198.51.100.23', ['ip=198.51.100.23']],
    ['any address at all', '0.0.0.0', ['ip=0.0.0.0']],
    ['a range', '10.0.0.0/8', ['ip=10.0.0.0/8']],
    ['a range of one', '198.51.100.23/32', ['ip=198.51.100.23/32']],
    ['a range of all', '0.0.0.0/0', ['ip=0.0.0.0/0']],
    ['IPv6', '2001:db8:0:0:0:0:0:1', ['ip=2001:db8:0:0:0:0:0:1']],
    ['IPv6, the short form', '2001:db8::1', ['ip=2001:db8::1']],
    ['IPv6, in capitals', '2001:DB8::1', ['ip=2001:DB8::1']],
    ['the shortest IPv6', '::1', ['ip=::1']],
    ['IPv4 written as IPv6', '::ffff:198.51.100.23', ['ip=::ffff:198.51.100.23']],
    ['a range of IPv6', '2001:db8::/32', ['ip=2001:db8::/32']],
    ['a pattern', '198.51.100.*', ['ip~198.51.100.*']],
    ['a pattern within', '30.*.0.210', ['ip~30.*.0.210']],
    ['a pattern of one part', '10.*', ['ip~10.*']],
    ['an octet too large', '300.1.1.1', text],
    ['zeros in front', '198.051.100.23', text],
    ['three parts', '198.51.100', text],
    ['five parts', '198.51.100.23.1', text],
    ['with a port', '198.51.100.23:443', text],
    ['with a zone', 'fe80::1%eth0', text],
    ['a range with a zone', 'fe80::1%eth0/64', text],
    ['in brackets', '[2001:db8::1]', text],
    ['a version', '2.15.0', text],
    ['a user agent', 'aws-cli/2.15.0', text],
    ['a date', '11/20', text],
    ['a path', 'user/10', text],
    ['what CloudTrail writes for its own', 'AWS Internal', text],
    ['that, with a number', 'AWS Internal/3', text],
    ['a time', '14:03:11', text],
    ['a service that called', 'config.amazonaws.com', ['source=config.amazonaws.com']],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });

  test.for(['10.0.0.0/33', '10.0.0/8', '300.1.1.1/24', '2001:db8::/129', '2001:db8:::/32'])(
    '%s is refused, with a hint',
    async (term) => {
      await expect(readTerm(term)).rejects.toMatchObject({
        kind: 'usage',
        message: `'${term}' is not an address range`,
        hint: `a range such as 10.0.0.0/8 or 2001:db8::/32, or --text ${term} to search for the text`,
      });
    },
  );
});

describe('e-mail addresses: a user or a session', () => {
  test.for([
    ['plain', 'maria@example.com', ['user=maria@example.com']],
    ['with a plus', 'maria+aws@example.com', ['user=maria+aws@example.com']],
    ['of a sub-domain', 'maria@mail.example.co.uk', ['user=maria@mail.example.co.uk']],
    ['with dots', 'maria.di.rossi@example.com', ['user=maria.di.rossi@example.com']],
    ['in capitals, as they may be written', 'Maria@Example.com', ['user=Maria@Example.com']],
    ['with an underscore and a hyphen', 'm_r-x@ex-ample.com', ['user=m_r-x@ex-ample.com']],
    ['digits only', '123456789012@example.com', ['user=123456789012@example.com']],
    ['everybody of a domain', '*@example.com', ['user~*@example.com']],
    ['not of ASCII', 'müller@example.com', ['user=müller@example.com']],
    ['without a domain', 'maria@example', text],
    ['a session with an @ and no dot', 'build@42', text],
    ['with two @', 'maria@home@example.com', text],
    ['with a name', 'Maria <maria@example.com>', text],
    ['a link', 'mailto:maria@example.com', text],
    ["a role's unique id and session", 'AROAVBW53AN5GFCIVAFEF:maria@example.com', text],
    ['a session behind its role', 'Deploy/maria@example.com', text],
    ['ending with a dot', 'maria@example.com.', text],
    ['no name', '@example.com', text],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });
});

describe('the root user', () => {
  test.for([
    ['as recorded', 'root', ['user=root']],
    ['as it is written in a sentence', 'Root', ['user=root', 'user=Root']],
    ['in capitals', 'ROOT', ['user=root', 'user=ROOT']],
    ['mixed', 'rOOt', ['user=root', 'user=rOOt']],
    ['more than one', 'roots', text],
    ['a part of a path', '/root', text],
    ['with an account', '123456789012:root', text],
    ['in quotes', '"root"', text],
    ['two words', 'root user', text],
    ['a user whose name begins so', 'root-admin', text],
    ['a device', 'root-account-mfa-device', text],
    [
      'its ARN',
      'arn:aws:iam::123456789012:root',
      [
        'arn=arn:aws:iam::123456789012:root',
        'role=arn:aws:iam::123456789012:root',
        'resource=arn:aws:iam::123456789012:root',
        'user=root',
      ],
    ],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });
});

test('in any case of letters nothing is corrected', async () => {
  expect(await readTerm('Root', '-i')).toMatchObject({
    means: ['user=Root (any case)'],
    note: undefined,
  });
  expect((await readTerm('akiaiosfodnn7example', '-i')).note).toBeUndefined();
  expect((await readTerm('maria@example', '-i')).means).toEqual(['text (any case)']);
});
