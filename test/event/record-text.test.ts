import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compactJson } from '../../src/event/record-text.ts';
import { visible, visibleJson } from '../../src/text/escape.ts';
import { redactText } from '../../src/event/redact.ts';

// eslint-disable-next-line no-control-regex
const deceptive = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

test('only the white space between tokens goes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(1, 2, '\t'), (value, indent) => {
      expect(compactJson(JSON.stringify(value, null, indent))).toBe(JSON.stringify(value));
    }),
  );
});

test.for([
  ['{ "n" : 12345678901234567890 }', '{"n":12345678901234567890}'],
  ['{"f": 1.0, "e": 1E+05}', '{"f":1.0,"e":1E+05}'],
  ['{"a": "x \\" y \\\\", "b":"\\u0041 \\/"}', '{"a":"x \\" y \\\\","b":"\\u0041 \\/"}'],
  ['{"a":"b","a":"c"}', '{"a":"b","a":"c"}'],
  ['[\r\n\t1\r\n]', '[1]'],
])('%s', ([text, expected]) => {
  expect(compactJson(text ?? '')).toBe(expected);
});

test('a lone surrogate leaves as its escape, a pair as it is', () => {
  expect(compactJson('{"a":"x\uD800y😀"}')).toBe('{"a":"x\\ud800y😀"}');
});

describe('on a terminal', () => {
  test('JSON keeps its meaning and has no deceptive characters', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const shown = visibleJson(JSON.stringify(value));
        expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(shown).not.toMatch(deceptive);
      }),
    );
  });

  test('control and bidi characters are shown as escapes', () => {
    expect(visible('a\u001b[2Jb\u202ec\u0085\n\td\u{E0041}')).toBe(
      'a\\u001b[2Jb\\u202ec\\u0085\\n\\td\\udb40\\udc41',
    );
    expect(visible('東京 café 😀')).toBe('東京 café 😀');
  });
});

describe('--redact', () => {
  test.for([
    ['{"sessionToken":"abc","n":1.0}', '{"sessionToken":"***","n":1.0}'],
    ['{"credentials": {"secretAccessKey" : "a\\"b\\\\"}}', '{"credentials": {"secretAccessKey" : "***"}}'],
    [
      '{"masterUserPassword":"x","passwordResetRequired":"no"}',
      '{"masterUserPassword":"***","passwordResetRequired":"no"}',
    ],
    [
      '{"body":"{\\"Password\\":\\"a\\\\\\"b\\",\\"k\\":1.0}"}',
      '{"body":"{\\"Password\\":\\"***\\",\\"k\\":1.0}"}',
    ],
    ['[{"password":null},"plain"]', '[{"password":null},"plain"]'],
    [
      '{"url":"https://x/?X-Amz-Signature=0a1b&X-Amz-Date=1"}',
      '{"url":"https://x/?X-Amz-Signature=***&X-Amz-Date=1"}',
    ],
    ['{"t":"IQoJb3JpZ2luX2VjEXAMPLEEXAMPLEEXAMPLE"}', '{"t":"***"}'],
    ['{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"}', '{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"}'],
  ])('%s', ([text, expected]) => {
    expect(redactText(text ?? '')).toBe(expected);
  });

  test('whatever stands in a record, the result is JSON with the same keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, secret) => {
        const text = JSON.stringify({
          value,
          sessionToken: secret,
          nested: JSON.stringify({ password: secret, value }),
        });
        const redacted = JSON.parse(redactText(text)) as Readonly<Record<string, unknown>>;
        expect(redacted['sessionToken']).toBe('***');
        expect(JSON.parse(String(redacted['nested']))).toMatchObject({ password: '***' });
      }),
    );
  });
});
