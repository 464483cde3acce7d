// Makes the Query from parsed arguments: a clause for each filter flag and each term, and the window.

import { nearestName } from '../catalog/did-you-mean.ts';
import { usageError } from '../error.ts';
import { theField } from '../event/fields.ts';
import type { Zone } from '../event/zone.ts';
import { isZone, utc } from '../event/zone.ts';
import type { Host } from '../host/host.ts';
import type { Traits } from '../origin/origin.ts';
import { presets } from '../query/presets.ts';
import type { Category, Clause, SearchQuery, Test } from '../query/query.ts';
import { exactTest } from '../query/query.ts';
import { readTerm } from '../query/terms.ts';
import { testsFor } from '../query/tests.ts';
import { whoTests } from '../query/who.ts';
import { attributeClauses, lookupClause } from './attribute-clauses.ts';
import { flagClause, notClause } from './clauses.ts';
import { flags } from '../args/flags.ts';
import type { ParsedArgs } from '../args/parse.ts';
import { parseArgv } from '../args/parse.ts';
import { locationFlags } from './location-flags.ts';
import { isRare, windowOf } from './window.ts';

export function zoneOf(args: ParsedArgs, host: Host): Zone {
  const [named] = args.values.get('tz') ?? [];
  if (named !== undefined && args.switches.has('utc'))
    throw usageError('--utc and --tz exclude each other', 'leave one of them out');
  if (named !== undefined && !isZone(named)) {
    throw usageError(
      `--tz: there is no time zone '${named}'`,
      'a name such as Asia/Tokyo, Europe/Berlin or UTC',
    );
  }
  if (args.switches.has('utc')) return utc;
  return named === undefined
    ? {
        get name() {
          return host.timeZone;
        },
      }
    : { name: named };
}

/** Event names are not yet looked up in the catalogue. Throws a usage error. */
export function searchQuery(
  args: ParsedArgs,
  nowS: number,
  zone: Zone,
  traits: Traits,
  whole = false,
): SearchQuery {
  const ignoreCase = args.switches.has('ignore-case');
  const terms = args.terms.map((term) => readTerm(term, ignoreCase));
  const forced = lookupClause(args);
  const insights = args.switches.has('insights') || isInsightCategory(args);
  const clauses = [
    ...terms.map(({ clause }) => clause),
    ...fieldClauses(args, ignoreCase),
    ...shorthandClauses(args, ignoreCase),
    ...attributeClauses(args),
    ...presetClauses(args),
    ...(forced === undefined ? [] : [forced]),
    ...(traits.region === 'filter' ? regionClauses(args, ignoreCase) : []),
    ...(insights && traits.categories === 'any' ? [insightClause] : []),
  ];
  const { window, ...told } = windowOf(args, nowS, zone, traits, whole || clauses.some(isRare));
  const category: Category = insights ? 'insight' : 'management';
  return {
    query: { clauses, category, window, where: locationFlags(args) },
    readings: terms.map(({ reading }) => reading),
    ...told,
    forced,
  };
}

/** Files have Insights events among others, so a clause selects them; LookupEvents has a parameter for the category. */
const insightClause = flagClause(
  'insights',
  [],
  [exactTest('category', 'Insight'), exactTest('type', 'AwsCloudTrailInsight')],
);

function regionClauses(args: ParsedArgs, ignoreCase: boolean): readonly Clause[] {
  const field = theField('region');
  const testsOf = (flag: string, values: readonly string[]): Test[] =>
    values.flatMap((value) => testsFor(field, flag, value, ignoreCase));
  const asked = args.values.get('region') ?? [];
  const not = args.values.get('not-region') ?? [];
  return [
    ...(asked.length === 0 || asked.includes('all')
      ? []
      : [flagClause('region', asked, testsOf('--region', asked))]),
    ...testsOf('--not-region', not).map((test) => notClause('not-region', not, test)),
  ];
}

function fieldClauses(args: ParsedArgs, ignoreCase: boolean): readonly Clause[] {
  return flags.flatMap((flag): Clause[] => {
    const values = args.values.get(flag.name);
    const { field } = flag;
    if (values === undefined || field === undefined) return [];
    const testsOf = (value: string): readonly Test[] => testsFor(field, `--${flag.name}`, value, ignoreCase);
    if (!flag.negated) return [flagClause(flag.name, values, values.flatMap(testsOf))];
    return values.flatMap((value) => testsOf(value).map((test) => notClause(flag.name, [value], test)));
  });
}

function shorthandClauses(args: ParsedArgs, ignoreCase: boolean): readonly Clause[] {
  const on = (name: string): boolean => args.switches.has(name);
  if (on('reads') && on('writes'))
    throw usageError('--reads and --writes exclude each other', 'neither of them, for all events');
  const oneOf = (name: string, field: string, values: readonly string[]): Clause[] =>
    on(name)
      ? [
          flagClause(
            name,
            [],
            values.map((value) => exactTest(field, value)),
          ),
        ]
      : [];
  const who = args.values.get('who');
  const text = args.values.get('text');
  const [where] = args.values.get('where') ?? [];
  return [
    ...(who === undefined
      ? []
      : [
          flagClause(
            'who',
            who,
            who.flatMap((name) => whoTests('--who', name, ignoreCase)),
          ),
        ]),
    ...oneOf('failed', 'outcome', ['denied', 'failed']),
    ...oneOf('denied', 'outcome', ['denied']),
    ...oneOf('writes', 'read-only', ['false']),
    ...oneOf('reads', 'read-only', ['true']),
    ...(text === undefined
      ? []
      : [
          flagClause(
            'text',
            text,
            text.map((each) => ({ kind: 'text', text: each, ignoreCase })),
          ),
        ]),
    ...(where === undefined ? [] : [flagClause('where', [where], [{ kind: 'where', expression: where }])]),
  ];
}

/** The flags of a preset are separate clauses: a filter such as `--event` narrows the preset. */
function presetClauses(args: ParsedArgs): readonly Clause[] {
  const [name] = args.values.get('preset') ?? [];
  if (name === undefined) return [];
  if (name.includes(',')) {
    throw usageError(
      '--preset takes one preset',
      'one preset with other filters: --preset deletions --failed',
    );
  }
  const preset = presets.find((each) => each.name === name);
  if (preset === undefined) {
    const names = presets.map((each) => each.name);
    const nearest = nearestName(name, names);
    throw usageError(
      `there is no preset '${name}'`,
      nearest === undefined ? `one of ${names.join(', ')}` : `--preset ${nearest}`,
    );
  }
  const flagsOf = parseArgv(preset.flags);
  return [...fieldClauses(flagsOf, false), ...shorthandClauses(flagsOf, false)];
}

function isInsightCategory(args: ParsedArgs): boolean {
  const [category] = args.values.get('event-category') ?? [];
  if (category !== undefined && category !== 'insight') {
    throw usageError(`--event-category cannot be '${category}'`, '--event-category insight, or leave it out');
  }
  return category !== undefined;
}
