// From what was typed to the Query: each flag a clause, each term a clause, and the window.

import { nearestName } from '../catalog/did-you-mean.ts';
import { usageError } from '../error.ts';
import { theField } from '../event/fields.ts';
import type { Zone } from '../event/zone.ts';
import { isZone, utc } from '../event/zone.ts';
import type { Host } from '../host/host.ts';
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
import { whereTyped } from './location-flags.ts';
import { isRare, openWindow, windowOf } from './window.ts';

export function zoneOf(typed: ParsedArgs, host: Host): Zone {
  const [named] = typed.values.get('tz') ?? [];
  if (named !== undefined && typed.switches.has('utc'))
    throw usageError('--utc and --tz exclude each other', 'give one of them');
  if (named !== undefined && !isZone(named)) {
    throw usageError(
      `--tz: there is no time zone '${named}'`,
      'zones have names such as Asia/Tokyo, Europe/Berlin or UTC',
    );
  }
  if (typed.switches.has('utc')) return utc;
  return named === undefined
    ? {
        get name() {
          return host.timeZone;
        },
      }
    : { name: named };
}

/** `fromFiles`: nothing is asked of the API, so regions are a filter like any other and the window is open. */
export function searchQuery(typed: ParsedArgs, nowS: number, zone: Zone, fromFiles = false): SearchQuery {
  const ignoreCase = typed.switches.has('ignore-case');
  const terms = typed.terms.map((term) => readTerm(term, ignoreCase));
  const readings = terms.map(({ reading }) => reading);
  const forced = lookupClause(typed);
  const clauses = [
    ...terms.map(({ clause }) => clause),
    ...fieldClauses(typed, ignoreCase),
    ...shorthandClauses(typed, ignoreCase),
    ...attributeClauses(typed),
    ...presetClauses(typed),
    ...(forced === undefined ? [] : [forced]),
    ...(fromFiles ? regionClauses(typed, ignoreCase) : []),
  ];
  const category: Category =
    typed.switches.has('insights') || isInsightCategory(typed) ? 'insight' : 'management';
  const where = whereTyped(typed);
  if (fromFiles) {
    if (category === 'insight') clauses.push(insightClause);
    const query = { clauses, category, window: openWindow(typed, nowS, zone), where };
    return { query, readings, defaultWindow: false, clamped: false };
  }
  const window = windowOf(typed, nowS, zone, clauses.some(isRare));
  return { query: { clauses, category, window: window.window, where }, readings, ...window, forced };
}

/** At the API Insights events are a category of their own; files hold them among the others. */
const insightClause = flagClause(
  'insights',
  [],
  [exactTest('category', 'Insight'), exactTest('type', 'AwsCloudTrailInsight')],
);

function regionClauses(typed: ParsedArgs, ignoreCase: boolean): readonly Clause[] {
  const field = theField('region');
  const testsOf = (flag: string, values: readonly string[]): Test[] =>
    values.flatMap((value) => testsFor(field, flag, value, ignoreCase));
  const asked = typed.values.get('region') ?? [];
  const not = typed.values.get('not-region') ?? [];
  return [
    ...(asked.length === 0 || asked.includes('all')
      ? []
      : [flagClause('region', asked, testsOf('--region', asked))]),
    ...testsOf('--not-region', not).map((test) => notClause('not-region', not, test)),
  ];
}

function fieldClauses(typed: ParsedArgs, ignoreCase: boolean): readonly Clause[] {
  return flags.flatMap((flag): Clause[] => {
    const values = typed.values.get(flag.name);
    const { field } = flag;
    if (values === undefined || field === undefined) return [];
    const testsOf = (value: string): readonly Test[] => testsFor(field, `--${flag.name}`, value, ignoreCase);
    if (!flag.negated) return [flagClause(flag.name, values, values.flatMap(testsOf))];
    return values.flatMap((value) => testsOf(value).map((test) => notClause(flag.name, [value], test)));
  });
}

function shorthandClauses(typed: ParsedArgs, ignoreCase: boolean): readonly Clause[] {
  const on = (name: string): boolean => typed.switches.has(name);
  if (on('reads') && on('writes'))
    throw usageError('--reads and --writes exclude each other', 'leave both out for all events');
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
  const who = typed.values.get('who');
  const text = typed.values.get('text');
  const [where] = typed.values.get('where') ?? [];
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

/** The preset's flags are clauses of their own: `--event` beside a preset narrows it. */
function presetClauses(typed: ParsedArgs): readonly Clause[] {
  const [name] = typed.values.get('preset') ?? [];
  if (name === undefined) return [];
  if (name.includes(',')) {
    throw usageError(
      '--preset takes one: of several nobody could say whether any or all must hold',
      'flags beside it must all hold: --preset deletions --failed',
    );
  }
  const preset = presets.find((each) => each.name === name);
  if (preset === undefined) {
    const names = presets.map((each) => each.name);
    const nearest = nearestName(name, names);
    throw usageError(
      `--preset: there is none called '${name}'`,
      nearest === undefined ? `there are: ${names.join(', ')}` : `did you mean --preset ${nearest}?`,
    );
  }
  const flagsOf = parseArgv(preset.flags);
  return [...fieldClauses(flagsOf, false), ...shorthandClauses(flagsOf, false)];
}

function isInsightCategory(typed: ParsedArgs): boolean {
  const [category] = typed.values.get('event-category') ?? [];
  if (category !== undefined && category !== 'insight') {
    throw usageError(`--event-category cannot be '${category}'`, 'it is insight, or left out');
  }
  return category !== undefined;
}
