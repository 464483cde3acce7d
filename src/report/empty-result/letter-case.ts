// Values that would have matched in another case of letters: what is recorded, as far as it was read or is known, and what to type.

import { resourceTypeNamed } from '../../catalog/resource-types.ts';
import { shellWord } from '../../error.ts';
import type { ClauseCount } from '../../match/predicate.ts';
import { globTest } from '../../match/value.ts';
import type { Glob } from '../../query/matcher.ts';
import { parseGlob } from '../../query/matcher.ts';
import type { Clause } from '../../query/query.ts';
import { isTerm } from '../../query/query.ts';
import { exactValues } from '../exact-values.ts';

/** What was read says most; then what is known of the field. Empty where neither says that the case is wrong. */
export async function letterCaseLines(
  clause: Clause,
  { otherCase }: Pick<ClauseCount, 'otherCase'>,
): Promise<readonly string[]> {
  if (clause.kind === 'not') return [];
  if (otherCase !== undefined) {
    const typed = typedValues(clause).find((value) => holdsInAnyCase(parseGlob(value), otherCase));
    const recorded = typed === undefined ? otherCase : inCaseOf(parseGlob(typed), otherCase);
    return [
      `case matters, and ${otherCase} is among what was read: ${toType(clause, recorded)}, or -i for any case`,
    ];
  }
  const known = await Promise.all(
    typedValues(clause).map(async (typed) => [typed, await knownForm(clause, typed)] as const),
  );
  return known.flatMap(([typed, recorded]) =>
    recorded === undefined || recorded === typed
      ? []
      : [`case matters: ${toType(clause, recorded)}, or -i for any case`],
  );
}

function typedValues({ typedAs: origin }: Clause): readonly string[] {
  if (origin === undefined) return [];
  return origin.kind === 'term' ? [origin.term] : origin.values;
}

function toType({ typedAs: origin }: Clause, value: string): string {
  return origin?.kind === 'flag' ? `--${origin.name} ${shellWord(value)}` : shellWord(value);
}

/** Of `userIdentity.type` (CloudTrail User Guide, "userIdentity element"). */
const identityTypes =
  'Root IAMUser AssumedRole Role FederatedUser Directory AWSAccount AWSService IdentityCenterUser SAMLUser WebIdentityUser Unknown'.split(
    ' ',
  );

/** The codes that most failures have; one that is not among them may have been read. */
const errorCodes =
  'AccessDenied AccessDeniedException UnauthorizedOperation Client.UnauthorizedOperation AuthFailure NoSuchEntity NoSuchEntityException NoSuchBucket NoSuchKey ThrottlingException Throttling ValidationException ValidationError ResourceNotFoundException InvalidParameterValue InvalidClientTokenId ExpiredToken ExpiredTokenException SignatureDoesNotMatch OptInRequired EntityAlreadyExists DryRunOperation Client.DryRunOperation'.split(
    ' ',
  );

/** As the field writes what was typed; undefined where that is not known. */
async function knownForm({ typedAs: origin }: Clause, typed: string): Promise<string | undefined> {
  if (origin?.kind !== 'flag') return undefined;
  const inList = (values: readonly string[]): string | undefined =>
    values.find((value) => value.toLowerCase() === typed.toLowerCase());
  switch (origin.name) {
    case 'access-key':
      return /^a[ks]ia[a-z0-9]{12,124}$/i.test(typed) ? typed.toUpperCase() : undefined;
    case 'identity':
      return inList(identityTypes);
    case 'error':
      return inList(errorCodes);
    case 'resource-type':
      return resourceTypeNamed(typed);
    case 'event':
      return /[*?]/.test(typed) ? eventPattern(parseGlob(typed)) : undefined;
    default:
      return undefined;
  }
}

/** The pattern in the case of the first event name that it holds for in any, where it holds for none in its own. */
async function eventPattern(glob: Glob): Promise<string | undefined> {
  const { eventNames } = await import('../../catalog/events.ts');
  const names = eventNames();
  if (names.some(globTest(glob, false))) return undefined;
  const example = names.find(globTest(glob, true));
  return example === undefined ? undefined : inCaseOf(glob, example);
}

function holdsInAnyCase(glob: Glob, value: string): boolean {
  return globTest(glob, true)(value);
}

/** The pattern with its literal parts as they stand in a value that it holds for in any case. */
function inCaseOf(glob: Glob, value: string): string {
  let from = 0;
  return glob
    .map((part) => {
      if (typeof part === 'string') return part;
      const at = value.toLowerCase().indexOf(part.literal.toLowerCase(), from);
      if (at < 0) return part.literal;
      from = at + part.literal.length;
      return value.slice(at, from);
    })
    .join('');
}

/** Which filters compare exactly what people often write in another case. */
const nameFields = ['user', 'role', 'session', 'resource', 'actor', 'source-identity', 'arn'];

/** In general, where nothing is known of these clauses' values. */
export function sameInAnyCase(clauses: readonly Clause[]): readonly string[] {
  // Of terms only those that are somebody's writing: the case of keys and ids is corrected.
  const isWritten = (clause: Clause, value: string): boolean =>
    /[a-z]/i.test(value) && (!isTerm(clause) || /^arn:|@/.test(value));
  const hasName = clauses.some((clause) =>
    nameFields.some((name) => exactValues(clause, name).some((value) => isWritten(clause, value))),
  );
  // Codes are words in capitals and small letters.
  const hasCode = clauses.some((clause) =>
    exactValues(clause, 'error').some((code) => /^[a-z]+$/.test(code)),
  );
  const hasText = clauses.some(
    (clause) =>
      clause.kind === 'any' && clause.tests.some((test) => test.kind === 'text' && !test.ignoreCase),
  );
  return [
    ...(hasName ? ['names are exact and case-sensitive: -i takes any case, * makes a pattern'] : []),
    ...(hasCode ? ['error codes are case-sensitive, such as AccessDenied: -i takes any case'] : []),
    ...(hasText ? ['text is compared as it is written: -i takes any case'] : []),
  ];
}
