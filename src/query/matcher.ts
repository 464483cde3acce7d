// From a value as it was typed to what it matches. Exact and case-sensitive, as the service is; `*` and `?` make a glob over
// the whole value; `*` alone means "present"; `\*`, `\?` and `\\` are the characters themselves.

import { BlockList, isIP } from 'node:net';
import { canBeService, nearestService, sourcesNamed } from '../catalog/sources.ts';
import { usageError } from '../error.ts';
import type { Field } from '../event/fields.ts';

export type Matcher =
  | { readonly kind: 'present' }
  /** `typed`: the service's name that this event source was made of. */
  | {
      readonly kind: 'exact';
      readonly value: string;
      readonly ignoreCase: boolean;
      readonly typed?: string;
    }
  | { readonly kind: 'glob'; readonly glob: Glob; readonly ignoreCase: boolean }
  | { readonly kind: 'contains'; readonly value: string; readonly ignoreCase: boolean }
  /** Addresses in a range; names of services never are. One IPv6 address is a range of one, however it is written. */
  | { readonly kind: 'range'; readonly typed: string; readonly addresses: BlockList }
  | { readonly kind: 'any-address' };

/** A glob as its parts: literal text, `*` (any run, also empty) and `?` (one character). */
export type Glob = readonly ({ readonly literal: string } | '*' | '?')[];

/** The matchers of one typed value; several where a service's name means several event sources. Throws a usage error. */
export function parseMatchers(
  field: Field,
  flag: string,
  typed: string,
  ignoreCase: boolean,
): readonly Matcher[] {
  if (typed === '')
    throw usageError(`${flag} was given an empty value`, `to find events that have any value: ${flag} '*'`);
  if (typed === '*') return [{ kind: 'present' }];
  if (field.match === 'address') return [parseAddress(flag, typed, ignoreCase)];
  const glob = parseGlob(typed);
  const literal = literalOf(glob);
  if (field.match === 'text') {
    return literal === undefined
      ? [{ kind: 'glob', glob: ['*', ...glob, '*'], ignoreCase }]
      : [{ kind: 'contains', value: literal, ignoreCase }];
  }
  if (literal === undefined) return [{ kind: 'glob', glob, ignoreCase }];
  if (field.match === 'source') {
    refuseNoService(flag, literal);
    return sourcesNamed(literal).map((value) => ({ kind: 'exact', value, ignoreCase, typed: literal }));
  }
  refuseUnknownChoice(field, flag, literal, ignoreCase);
  return [{ kind: 'exact', value: literal, ignoreCase }];
}

function refuseNoService(flag: string, name: string): void {
  if (canBeService(name)) return;
  const nearest = nearestService(name);
  throw usageError(
    `${flag}: there is no service '${name}'`,
    nearest === undefined ? 'trailsift catalog --services lists what there is' : `did you mean ${nearest}?`,
  );
}

function refuseUnknownChoice(field: Field, flag: string, value: string, ignoreCase: boolean): void {
  if (field.choices === undefined || field.choices.includes(ignoreCase ? value.toLowerCase() : value)) return;
  throw usageError(`${flag} cannot be '${value}'`, `it is one of: ${field.choices.join(', ')}`);
}

function parseAddress(flag: string, typed: string, ignoreCase: boolean): Matcher {
  if (typed === 'any') return { kind: 'any-address' };
  // One IPv4 address is written in one way; an IPv6 address in many.
  if (isIP(typed) === 4) return { kind: 'exact', value: typed, ignoreCase };
  if (isIP(typed) === 6) return addressRange(typed, typed, 128);
  const slash = typed.lastIndexOf('/');
  if (slash > 0) {
    const network = typed.slice(0, slash);
    const prefix = typed.slice(slash + 1);
    const bits = isIP(network) === 4 ? 32 : 128;
    if (isIP(network) === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) {
      // "AWS Internal/3" is a real source address; nothing else with a slash is.
      if (/^[A-Za-z]/.test(typed) && isIP(network) === 0 && !/^[\da-f:.]+$/i.test(network)) {
        return plainValue(typed, ignoreCase);
      }
      throw usageError(
        `${flag}: '${typed}' is not an address range`,
        `such as ${flag} 10.0.0.0/8 or ${flag} 2001:db8::/32`,
      );
    }
    return addressRange(typed, network, Number(prefix));
  }
  if (/^\d[\d.]*$/.test(typed)) {
    throw usageError(
      `${flag}: '${typed}' is not an address`,
      `a part of one: ${flag} '${typed.replace(/\.$/, '')}.*'; a range: ${flag} 10.0.0.0/8`,
    );
  }
  if (typed.split(',').length > 1 && typed.split(',').every((part) => isIP(part.split('/')[0] ?? '') !== 0)) {
    throw usageError(
      `${flag} takes one address at a time`,
      typed
        .split(',')
        .map((part) => `${flag} ${part}`)
        .join(' '),
    );
  }
  return plainValue(typed, ignoreCase);
}

function plainValue(typed: string, ignoreCase: boolean): Matcher {
  const glob = parseGlob(typed);
  const value = literalOf(glob);
  return value === undefined ? { kind: 'glob', glob, ignoreCase } : { kind: 'exact', value, ignoreCase };
}

/** Node's own list of address blocks does the arithmetic, IPv4 written as IPv6 included. */
function addressRange(typed: string, network: string, prefix: number): Matcher {
  const addresses = new BlockList();
  addresses.addSubnet(network, prefix, isIP(network) === 4 ? 'ipv4' : 'ipv6');
  return { kind: 'range', typed, addresses };
}

export function parseGlob(typed: string): Glob {
  const parts: ({ literal: string } | '*' | '?')[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ literal });
    literal = '';
  };
  for (let index = 0; index < typed.length; index += 1) {
    const character = typed.charAt(index);
    const next = typed.charAt(index + 1);
    if (character === '\\' && next !== '' && '*?\\'.includes(next)) {
      literal += next;
      index += 1;
    } else if (character === '*' || character === '?') {
      flush();
      parts.push(character);
    } else {
      literal += character;
    }
  }
  flush();
  return parts;
}

/** The one string a glob stands for; undefined where it has a wildcard. */
function literalOf(glob: Glob): string | undefined {
  let text = '';
  for (const part of glob) {
    if (typeof part === 'string') return undefined;
    text += part.literal;
  }
  return text;
}
