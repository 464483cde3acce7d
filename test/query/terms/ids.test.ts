// Terms that are ids: keys, events, accounts, resources. Each with what looks like one and is not.

import { describe, expect, test } from 'vitest';
import { inEach, readTerm } from '../../support/term.ts';

const text = ['text'];
const guid = '5f3a0c1e-2b4d-4e6f-8a9b-0c1d2e3f4a5b';

describe('access keys: used, created or issued', () => {
  const key = (...values: readonly string[]) => inEach(['access-key', 'resource'], ...values);
  test.for([
    ['a long-term key', 'AKIAIOSFODNN7EXAMPLE', key('AKIAIOSFODNN7EXAMPLE')],
    ["a session's key", 'ASIADEPLOYEXAMPLE042', key('ASIADEPLOYEXAMPLE042')],
    ['one of twenty-one characters', 'ASIA3OCGVC4GKK15OTHH3', key('ASIA3OCGVC4GKK15OTHH3')],
    ['the shortest that is taken for one', 'ASIAXXXXXXXXXXXX', key('ASIAXXXXXXXXXXXX')],
    ['in lower case', 'akiaiosfodnn7example', key('AKIAIOSFODNN7EXAMPLE', 'akiaiosfodnn7example')],
    ['in mixed case', 'AKIAIOSFODNN7Example', key('AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7Example')],
    ['its first letters alone', 'AKIA', text],
    ['a masked one', 'ASIA2***', text],
    ['one with a hyphen', 'AKIA-MOCKACCESSKEYID-1', text],
    ['a word in lower case that begins like one', 'asiapacificregionals', text],
    ['nineteen characters in lower case', 'akiaiosfodnn7exampl', text],
    ['twenty-one in lower case', 'akiaiosfodnn7examples', text],
    ['the unique id of a role', 'AROAVBW53AN5GFCIVAFEF', text],
    ['the unique id of a user', 'AIDATFQR7NSC5AU2ZV3IE', text],
    ["a role's unique id and session", 'AROAVBW53AN5GFCIVAFEF:build-42', text],
    ['with a space before it', ' AKIAIOSFODNN7EXAMPLE', text],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });
});

describe('event ids', () => {
  test.for([
    ['as AWS writes it', guid, [`id=${guid}`]],
    ['in capitals', guid.toUpperCase(), [`id=${guid}`, `id=${guid.toUpperCase()}`]],
    ['with one capital', `${guid.slice(0, -1)}B`, [`id=${guid}`, `id=${guid.slice(0, -1)}B`]],
    [
      'of another version',
      '108faa1e-f92f-3a9e-8a9b-0c1d2e3f4a5b',
      ['id=108faa1e-f92f-3a9e-8a9b-0c1d2e3f4a5b'],
    ],
    ['all zeros', '00000000-0000-0000-0000-000000000000', ['id=00000000-0000-0000-0000-000000000000']],
    ['a digit short', guid.slice(0, -1), text],
    ['a digit long', `${guid}0`, text],
    ['without hyphens', guid.replaceAll('-', ''), text],
    ['in braces', `{${guid}}`, text],
    ['with a letter that is no digit', guid.replace('f', 'g'), text],
    ['a placeholder of the documentation', '4d293154-a15b-4c33-9e0a-ff5eeEXAMPLE', text],
    ['its first part', '5f3a0c1e', text],
    ['a made-up one', 'EXAMPLE-1234-5678-9012-EXAMPLE', text],
    ['a key of KMS behind its type', `key/${guid}`, text],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });
});

describe('accounts: recorded in, or called from', () => {
  const account = (id: string) => inEach(['account'], id).concat(inEach(['caller-account'], id));
  test.for([
    ['twelve digits', '123456789012', account('123456789012')],
    ['with a zero in front', '012345678901', account('012345678901')],
    ['zeros only', '000000000000', account('000000000000')],
    ['as the console shows it', '1234-5678-9012', account('123456789012')],
    ['as the console shows it, with a zero in front', '0123-4567-8901', account('012345678901')],
    ['eleven digits', '12345678901', text],
    ['thirteen digits', '1234567890123', text],
    ['with hyphens elsewhere', '123-456-789-012', text],
    ['with spaces', '1234 5678 9012', text],
    ['with a letter', '12345678901a', text],
    ['behind a word', 'account:123456789012', text],
    ['a number with an exponent', '1e5', text],
    ['with a sign', '+12345678901', text],
    ['a bucket named after one', 'logs-123456789012x', text],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });
});

describe('resource ids: as resource and as caller', () => {
  const id = (...values: readonly string[]) => inEach(['resource', 'user'], ...values);
  test.for([
    ['an instance', 'i-0badc0ffee0badc0f', id('i-0badc0ffee0badc0f')],
    ['an old one of eight digits', 'sg-0f1e2d3c', id('sg-0f1e2d3c')],
    ['an image', 'ami-029eb80bc237bec6f', id('ami-029eb80bc237bec6f')],
    ['a snapshot', 'snap-01ee6be9876379b3b', id('snap-01ee6be9876379b3b')],
    ['a network interface', 'eni-06b7a305fe9519d03', id('eni-06b7a305fe9519d03')],
    ['an endpoint', 'vpce-0123456789abcdef0', id('vpce-0123456789abcdef0')],
    ['an elastic address', 'eipalloc-04cbfdaf4b48e92d5', id('eipalloc-04cbfdaf4b48e92d5')],
    ['a prefix of two words', 'eni-attach-02aca13293a6fe1b9', id('eni-attach-02aca13293a6fe1b9')],
    ['a prefix of three words', 'vpc-cidr-assoc-01a3c97bf2a2efa11', id('vpc-cidr-assoc-01a3c97bf2a2efa11')],
    ['in capitals', 'I-0BADC0FFEE0BADC0F', id('i-0badc0ffee0badc0f', 'I-0BADC0FFEE0BADC0F')],
    ['with capitals in it', 'i-00456A8D163f546Ff', id('i-00456a8d163f546ff', 'i-00456A8D163f546Ff')],
    ['a name and a day', 'build-20261120', text],
    ['an instance of digits alone', 'i-12345678', inEach(['resource', 'user'], 'i-12345678')],
    ['a region', 'us-east-1', text],
    ['a word of hexadecimal letters', 'web-deadbeef', text],
    ['not hexadecimal', 'i-nothexadecimal', text],
    ['seven digits', 'i-0badc0f', text],
    ['a ticket', 'PROJ-12345678', text],
    ['a bucket named after an account', 'aws-logs-347283850106', text],
    ['a name with a date', 'my-app-20261120', text],
    ['a pattern', 'i-0badc0ffee*', text],
    ['a placeholder of the documentation', 'vpce-EXAMPLE08c1b6b9b7', text],
    ['an id that is not hexadecimal', 'db-PDUCDGLRGDVGNFIUKF4FRJGEGY', text],
    ['two of them', 'i-0badc0ffee0badc0f,i-0badc0ffee0badc0e', text],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });
});

test.for([
  [
    'akiaiosfodnn7example',
    "CloudTrail writes 'akiaiosfodnn7example' as AKIAIOSFODNN7EXAMPLE, which is searched for too",
  ],
  [guid.toUpperCase(), `CloudTrail writes '${guid.toUpperCase()}' as ${guid}, which is searched for too`],
  ['1234-5678-9012', "CloudTrail writes '1234-5678-9012' as 123456789012, which is searched for instead"],
  [
    'I-0BADC0FFEE0BADC0F',
    "CloudTrail writes 'I-0BADC0FFEE0BADC0F' as i-0badc0ffee0badc0f, which is searched for too",
  ],
  ['AKIAIOSFODNN7EXAMPLE', undefined],
  ['i-0badc0ffee0badc0f', undefined],
] as const)('the note about the correction: %s', async ([term, note]) => {
  expect((await readTerm(term)).note).toBe(note);
});
