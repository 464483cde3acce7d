// From a typed value to its matchers. A value is exact and case-sensitive, as it is for the service; `*` and `?` make it a glob; `*` alone
// means "present".

import { canBeService, nearestService, sourcesNamed } from '../catalog/sources.ts';
import { shellWord, usageError } from '../error.ts';
import type { Field } from '../event/fields.ts';
import { formatChoices } from '../text/number.ts';
import { literalOf, parseGlob } from './glob.ts';
import type { Matcher } from './matcher.ts';
import { parseAddress } from './parse-address.ts';

/** The matchers of one typed value: several if the name of a service means several event sources. Throws a usage error. */
export function parseMatchers(
  field: Field,
  flag: string,
  typed: string,
  ignoreCase: boolean,
): readonly Matcher[] {
  if (typed === '')
    throw usageError(`${flag} was given an empty value`, `${flag} '*' to find events that have any value`);
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
    nearest === undefined
      ? 'trailsift catalog --services to list the services'
      : `${flag} ${shellWord(nearest)}`,
  );
}

function refuseUnknownChoice(field: Field, flag: string, value: string, ignoreCase: boolean): void {
  if (field.choices === undefined || field.choices.includes(ignoreCase ? value.toLowerCase() : value)) return;
  throw usageError(`${flag} cannot be '${value}'`, formatChoices(field.choices));
}
