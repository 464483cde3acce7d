// Finds values that would have matched in another letter case, and says how CloudTrail writes them.

import { resourceTypeNamed } from '../../catalog/resource-types.ts';
import { shellWord } from '../../error.ts';
import type { Spelling } from '../../event/field.ts';
import { fieldNamed } from '../../event/fields.ts';
import type { ClauseCount } from '../../match/predicate.ts';
import { globTest } from '../../match/value.ts';
import type { Glob } from '../../query/glob.ts';
import { parseGlob } from '../../query/glob.ts';
import type { Clause } from '../../query/query.ts';
import type { Hinted } from '../../text/note.ts';
import { isTerm } from '../../query/query.ts';
import { alternativesOf, isExactTest } from '../../query/tests.ts';

/** From the events read, or else from what is known of the field. Empty if neither shows that the letter case is wrong. */
export async function letterCaseNotes(
  clause: Clause,
  { otherCase }: Pick<ClauseCount, 'otherCase'>,
): Promise<readonly Hinted[]> {
  if (clause.kind === 'not') return [];
  if (otherCase !== undefined) {
    const typed = typedValues(clause).find((value) => holdsInAnyCase(parseGlob(value), otherCase));
    const recorded = typed === undefined ? otherCase : inCaseOf(parseGlob(typed), otherCase);
    return [
      {
        text: `values are case-sensitive, and CloudTrail recorded ${otherCase}${typed === undefined ? '' : `, not ${typed}`}`,
        hint: `${toType(clause, recorded)}, or -i for any case`,
      },
    ];
  }
  const known = await Promise.all(
    typedValues(clause).map(async (typed) => [typed, await knownForm(clause, typed)] as const),
  );
  return known.flatMap(([typed, recorded]) =>
    recorded === undefined || recorded === typed
      ? []
      : [
          {
            text: `values are case-sensitive, and ${typed} is in the wrong case`,
            hint: `${toType(clause, recorded)}, or -i for any case`,
          },
        ],
  );
}

function typedValues({ typedAs: origin }: Clause): readonly string[] {
  if (origin === undefined) return [];
  return origin.kind === 'term' ? [origin.term] : origin.values;
}

function toType({ typedAs: origin }: Clause, value: string): string {
  return origin?.kind === 'flag' ? `--${origin.name} ${shellWord(value)}` : shellWord(value);
}

/** The value as CloudTrail writes it; undefined if the flag's field has no known values. */
async function knownForm({ typedAs }: Clause, typed: string): Promise<string | undefined> {
  const spelling = typedAs?.kind === 'flag' ? fieldNamed(typedAs.name)?.spelling : undefined;
  switch (spelling?.kind) {
    case 'access-key':
      return /^a[ks]ia[a-z0-9]{12,124}$/i.test(typed) ? typed.toUpperCase() : undefined;
    case 'type':
    case 'code':
      return spelling.known.find((value) => value.toLowerCase() === typed.toLowerCase());
    case 'resource-type':
      return resourceTypeNamed(typed);
    case 'event-name':
      return /[*?]/.test(typed) ? eventPattern(parseGlob(typed)) : undefined;
    case 'chosen':
    case undefined:
      return undefined;
  }
}

/** The pattern in the letter case of the first event name that matches it with -i; undefined if some name matches it as typed. */
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

/** The pattern with its literal parts in the letter case of a value that it matches with -i. */
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

/** General advice for clauses whose values are not known. */
export function anyCaseNotes(clauses: readonly Clause[]): readonly Hinted[] {
  const someValue = (
    kind: Spelling['kind'],
    isAtFault: (value: string, clause: Clause) => boolean,
  ): boolean =>
    clauses.some((clause) =>
      alternativesOf(clause).some(
        (test) =>
          isExactTest(test) && test.field.spelling?.kind === kind && isAtFault(test.matcher.value, clause),
      ),
    );
  // Of terms only ARNs and e-mail addresses: the letter case of keys and ids is corrected.
  const hasName = someValue(
    'chosen',
    (value, clause) => /[a-z]/i.test(value) && (!isTerm(clause) || /^arn:|@/.test(value)),
  );
  const hasCode = someValue('code', (value) => /^[a-z]+$/.test(value));
  const hasText = clauses.flatMap(alternativesOf).some((test) => test.kind === 'text' && !test.ignoreCase);
  return [
    ...(hasName
      ? [{ text: 'names are exact and case-sensitive', hint: '-i for any case, or * for a pattern' }]
      : []),
    ...(hasCode
      ? [{ text: 'error codes are case-sensitive, such as AccessDenied', hint: '-i for any case' }]
      : []),
    ...(hasText ? [{ text: 'text is case-sensitive', hint: '-i for any case' }] : []),
  ];
}
