// `--redact`: session tokens and secret material masked in the record's own text, so that every format that is made from
// it is masked as well. STS events hold session tokens in clear (responseElements.credentials.sessionToken); services that
// do not mark a parameter as sensitive log it as it was sent.

import type { Event } from './event.ts';
import type { JsonObject } from './json.ts';

export const mask = '***';

const secretKey = [
  String.raw`(?:session|security|auth|access|refresh|id|bearer|web_?identity)_?token`,
  'x-amz-security-token',
  String.raw`(?:aws_?)?secret_?(?:access_?)?key`,
  String.raw`secret_?(?:string|binary|value|hash)`,
  String.raw`client_?secret`,
  String.raw`(?:\w*_?)?pass(?:word|phrase|wd)`,
  String.raw`private_?key(?:_?(?:material|plaintext))?`,
  String.raw`key_?material`,
  'plaintext',
  String.raw`saml_?assertion`,
  String.raw`api_?key_?value`,
  String.raw`user_?data`,
].join('|');

const secretKeyWhole = new RegExp(`^(?:${secretKey})$`, 'i');

// A string, with the colon that makes it a key.
const stringToken = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/gs;

// Session tokens by their first characters (they decode to the issuing service's markers), and presigned URLs.
const tokenShape = /\b(?:FwoGZXIvYXdz|FQoGZXIvYXdz|FQoDYXdz|AQoDYXdz|IQoJb3JpZ2lu)[A-Za-z0-9+/=%\\]{16,}/g;
const signedUrlPart = /\b(X-Amz-(?:Security-Token|Signature|Credential))=[^&"\s\\]+/gi;

/**
 * The text with secrets masked; the result is JSON again wherever the text was. A secret that is a number or an object is
 * left: a mask for it would change the record's shape. A string that is itself JSON (a policy, a request body) is masked inside.
 */
export function redactText(text: string): string {
  // Where the value of a key that names a secret must begin; only white space may stand between.
  let secretFrom = -1;
  return text.replace(stringToken, (whole, token: string, colon: string | undefined, offset: number) => {
    if (colon !== undefined) {
      secretFrom = secretKeyWhole.test(token.slice(1, -1)) ? offset + whole.length : -1;
      return whole;
    }
    const secret = secretFrom >= 0 && text.slice(secretFrom, offset).trim() === '';
    return secret ? `"${mask}"` : redactString(token);
  });
}

function redactString(token: string): string {
  const shapesMasked = token.replace(tokenShape, mask).replace(signedUrlPart, `$1=${mask}`);
  if (!/^"\s*[[{]/.test(shapesMasked) || !shapesMasked.includes('\\"')) return shapesMasked;
  const inner = JSON.parse(shapesMasked) as string;
  const innerMasked = redactText(inner);
  return innerMasked === inner ? shapesMasked : JSON.stringify(innerMasked);
}

export function redact(event: Event): Event {
  const text = redactText(event.text);
  return text === event.text ? event : { ...event, text, record: JSON.parse(text) as JsonObject };
}
