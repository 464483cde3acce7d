import { describe, expect, test } from 'vitest';
import { comparesMfaWithBoolean, refuseQuotedOperand } from '../../src/match/jmespath-traps.ts';

describe('text in double quotes', () => {
  test.for([
    'errorCode == "AccessDenied"',
    '"AccessDenied" == errorCode',
    'a && b != "c"',
    'items[?name == "x"]',
  ])('%s is refused', (text) => {
    expect(() => refuseQuotedOperand('--where', text)).toThrow('in double quotes is the name of a field');
  });
  test.for([
    'requestParameters."x-amz-acl" == \'public\'',
    '@."x-y" == \'a\'',
    '"x-y".b == \'a\'',
    'a[?"x"]',
  ])('%s is a name', (text) => {
    expect(() => refuseQuotedOperand('--where', text)).not.toThrow();
  });
});

test.for([
  ['userIdentity.sessionContext.attributes.mfaAuthenticated == `false`', true],
  ['`true` == userIdentity.sessionContext.attributes.mfaAuthenticated', true],
  ["userIdentity.sessionContext.attributes.mfaAuthenticated == 'false'", false],
  ['readOnly == `false`', false],
] as const)('%s compares mfaAuthenticated with a boolean: %s', ([text, expected]) => {
  expect(comparesMfaWithBoolean(text)).toBe(expected);
});
