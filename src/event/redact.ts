// `--redact`: masks session tokens and secrets in the text of the record, from which every format is made. STS events have session tokens in
// plain text (responseElements.credentials.sessionToken). A service that does not mark a parameter as sensitive logs it as it was sent.

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

// A string, and the colon after it if it is a key.
const stringToken = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/gs;

// Session tokens, by their first characters (which decode to markers of STS), and presigned URLs.
const tokenShape = /\b(?:FwoGZXIvYXdz|FQoGZXIvYXdz|FQoDYXdz|AQoDYXdz|IQoJb3JpZ2lu)[A-Za-z0-9+/=%\\]{16,}/g;
const signedUrlPart = /\b(X-Amz-(?:Security-Token|Signature|Credential))=[^&"\s\\]+/gi;

/**
 * Masks the secrets in a JSON text; the result is valid JSON. A secret that is a number or an object stays, because a mask would change the
 * shape of the record. A string that contains JSON (a policy, a request body) is masked inside.
 */
export function redactText(text: string): string {
  // The end of the last key that names a secret: the next string is its value if only white space stands between.
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
