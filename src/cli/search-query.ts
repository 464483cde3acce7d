// From what was typed to the Query: each flag a clause, each term a clause, and the window.

import { nearestName } from '../catalog/nearest.ts';
import { usageError } from '../error.ts';
import { fieldNamed, theField } from '../event/fields.ts';
import type { Zone } from '../event/zone.ts';
import { isZone, utc } from '../event/zone.ts';
import type { Host } from '../host/host.ts';
import { parseMatchers } from '../query/matcher.ts';
import { presets } from '../query/presets.ts';
import type { Category, Clause, SearchQuery, Test, Window } from '../query/query.ts';
import { boundless } from '../query/query.ts';
import { termClause } from '../query/terms.ts';
import { parseTime } from '../query/time.ts';
import { whoTests } from '../query/who.ts';
import { flags } from './flags.ts';
import type { Typed } from './parse.ts';
import { parseArgv } from './parse.ts';

const dayS = 86_400;

/**
 * "the last 90 days" (User Guide). Whether the service clamps an older start or refuses it is not documented; a minute's margin
 * keeps clear of the question.
 */
const reachS = 90 * dayS - 60;

export function zoneOf(typed: Typed, host: Host): Zone {
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
export function searchQuery(typed: Typed, nowS: number, zone: Zone, fromFiles = false): SearchQuery {
  const ignoreCase = typed.switches.has('ignore-case');
  const terms = typed.terms.map((term) => ({ term, ...termClause(term, ignoreCase) }));
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
  if (fromFiles) {
    if (category === 'insight') clauses.push(insightClause);
    const query = { clauses, category, window: openWindow(typed, nowS, zone) };
    return { query, readings: terms, defaultWindow: false, clamped: false };
  }
  const window = windowOf(typed, nowS, zone, clauses);
  return { query: { clauses, category, window: window.window }, readings: terms, ...window, forced };
}

/** At the API Insights events are a category of their own; files hold them among the others. */
const insightClause: Clause = {
  kind: 'any',
  label: '--insights',
  tests: [exactTest('category', 'Insight'), exactTest('type', 'AwsCloudTrailInsight')],
};

function regionClauses(typed: Typed, ignoreCase: boolean): readonly Clause[] {
  const field = theField('region');
  const testsOf = (flag: string, values: readonly string[]): Test[] =>
    values.flatMap((value) =>
      parseMatchers(field, flag, value, ignoreCase).map((matcher): Test => ({
        kind: 'field',
        field,
        matcher,
      })),
    );
  const asked = typed.values.get('region') ?? [];
  const not = typed.values.get('not-region') ?? [];
  return [
    ...(asked.length === 0 || asked.includes('all')
      ? []
      : [{ kind: 'any', label: labelOf('region', asked), tests: testsOf('--region', asked) } as const]),
    ...testsOf('--not-region', not).map((test): Clause => ({
      kind: 'not',
      label: labelOf('not-region', not),
      test,
    })),
  ];
}

/** Files reach as far back as they reach. */
function openWindow(typed: Typed, nowS: number, zone: Zone): Window {
  const [since] = typed.values.get('since') ?? [];
  const [until] = typed.values.get('until') ?? [];
  const window = {
    sinceS: since === undefined ? boundless.sinceS : parseTime('--since', since, 'since', nowS, zone),
    untilS: until === undefined ? boundless.untilS : parseTime('--until', until, 'until', nowS, zone),
  };
  if (window.sinceS > window.untilS) throw usageError('--since is later than --until', 'exchange them');
  return window;
}

function fieldClauses(typed: Typed, ignoreCase: boolean): readonly Clause[] {
  return flags.flatMap((flag): Clause[] => {
    const values = typed.values.get(flag.name);
    const { field } = flag;
    if (values === undefined || field === undefined) return [];
    const testsOf = (value: string): Test[] =>
      parseMatchers(field, `--${flag.name}`, value, ignoreCase).map((matcher) => ({
        kind: 'field',
        field,
        matcher,
      }));
    if (!flag.negated)
      return [{ kind: 'any', label: labelOf(flag.name, values), tests: values.flatMap(testsOf) }];
    return values.flatMap((value) =>
      testsOf(value).map((test): Clause => ({ kind: 'not', label: labelOf(flag.name, [value]), test })),
    );
  });
}

function shorthandClauses(typed: Typed, ignoreCase: boolean): readonly Clause[] {
  const on = (name: string): boolean => typed.switches.has(name);
  if (on('reads') && on('writes'))
    throw usageError('--reads and --writes exclude each other', 'leave both out for all events');
  const oneOf = (name: string, field: string, values: readonly string[]): Clause[] =>
    on(name)
      ? [{ kind: 'any', label: `--${name}`, tests: values.map((value) => exactTest(field, value)) }]
      : [];
  const who = typed.values.get('who');
  const text = typed.values.get('text');
  const [where] = typed.values.get('where') ?? [];
  return [
    ...(who === undefined
      ? []
      : [
          {
            kind: 'any',
            label: labelOf('who', who),
            tests: who.flatMap((name) => whoTests('--who', name, ignoreCase)),
          } as const,
        ]),
    ...oneOf('failed', 'outcome', ['denied', 'failed']),
    ...oneOf('denied', 'outcome', ['denied']),
    ...oneOf('writes', 'read-only', ['false']),
    ...oneOf('reads', 'read-only', ['true']),
    ...(text === undefined
      ? []
      : [
          {
            kind: 'any',
            label: labelOf('text', text),
            tests: text.map((each) => ({ kind: 'text', text: each, ignoreCase }) as const),
          } as const,
        ]),
    ...(where === undefined
      ? []
      : [
          {
            kind: 'any',
            label: labelOf('where', [where]),
            tests: [{ kind: 'where', expression: where }],
          } as const,
        ]),
  ];
}

function exactTest(fieldName: string, value: string): Test {
  return { kind: 'field', field: theField(fieldName), matcher: { kind: 'exact', value, ignoreCase: false } };
}

/** Each preset's flags are clauses of their own: `--event` beside a preset narrows it. */
function presetClauses(typed: Typed): readonly Clause[] {
  return [...new Set(typed.values.get('preset') ?? [])].flatMap((name) => {
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
  });
}

const attributeFields: Readonly<Record<string, string>> = {
  EventId: 'id',
  EventName: 'event',
  ReadOnly: 'read-only',
  Username: 'user',
  ResourceType: 'resource-type',
  ResourceName: 'resource',
  EventSource: 'source',
  AccessKeyId: 'access-key',
};

/** `--lookup-attributes`, in the AWS CLI's shorthand: one exact value, in which `*` is a star. */
function attributeClauses(typed: Typed): readonly Clause[] {
  const [pair] = typed.values.get('lookup-attributes') ?? [];
  if (pair === undefined) return [];
  const parts = /^AttributeKey=(\w+),\s*AttributeValue=(.+)$/s.exec(pair.trim());
  const name = parts?.[1] === undefined ? undefined : attributeFields[parts[1]];
  const value = parts?.[2];
  if (name === undefined || value === undefined) {
    throw usageError(
      `--lookup-attributes: '${pair}' is not one attribute`,
      `AttributeKey=KEY,AttributeValue=VALUE with KEY one of ${Object.keys(attributeFields).join(', ')}; for more filters use the flags`,
    );
  }
  return [{ kind: 'any', label: labelOf('lookup-attributes', [pair]), tests: [exactTest(name, value)] }];
}

/** `--lookup KEY=VALUE`, the key as the service or as the flag spells it. */
function lookupClause(typed: Typed): Clause | undefined {
  const [pair] = typed.values.get('lookup') ?? [];
  if (pair === undefined) return undefined;
  const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
  const wanted = key.toLowerCase().replaceAll('-', '');
  const [, name] =
    Object.entries(attributeFields).find(
      ([attribute, field]) => wanted === attribute.toLowerCase() || wanted === field.replaceAll('-', ''),
    ) ?? [];
  if (name === undefined || value === '') {
    throw usageError(
      `--lookup: '${pair}' is not an attribute and its value`,
      `KEY=VALUE with KEY one of ${Object.keys(attributeFields).join(', ')}`,
    );
  }
  if (value.includes('*')) {
    throw usageError(
      `--lookup: the service takes one exact value, and '${value}' is a pattern`,
      `a pattern is matched here: --${name} '${value}'`,
    );
  }
  return { kind: 'any', label: labelOf('lookup', [pair]), tests: [exactTest(name, value)] };
}

function isInsightCategory(typed: Typed): boolean {
  const [category] = typed.values.get('event-category') ?? [];
  if (category !== undefined && category !== 'insight') {
    throw usageError(`--event-category cannot be '${category}'`, 'it is insight, or left out');
  }
  return category !== undefined;
}

/** 24 hours by default; an event id is worth the whole 90 days, and so is an access key given as a term. */
function windowOf(
  typed: Typed,
  nowS: number,
  zone: Zone,
  clauses: readonly Clause[],
): { window: Window; defaultWindow: boolean; clamped: boolean } {
  const [since] = typed.values.get('since') ?? [];
  const [until] = typed.values.get('until') ?? [];
  const untilS =
    until === undefined ? nowS : Math.min(nowS, parseTime('--until', until, 'until', nowS, zone));
  const oldestS = nowS - reachS;
  const askedS =
    since === undefined
      ? clauses.some(isRare)
        ? oldestS
        : untilS - dayS
      : parseTime('--since', since, 'since', nowS, zone);
  if (askedS > nowS)
    throw usageError(
      `--since ${since ?? ''} is in the future`,
      'write a time that has passed, or 15m for the last 15 minutes',
    );
  if (askedS > untilS) throw usageError('--since is later than --until', 'exchange them');
  if (untilS < oldestS) {
    throw usageError(
      'the window ends more than 90 days ago',
      'event history holds 90 days; a trail in S3 holds what it was set up to keep',
    );
  }
  return {
    window: { sinceS: Math.max(askedS, oldestS), untilS },
    defaultWindow: since === undefined && !clauses.some(isRare),
    // The 90 days themselves, a minute short, are what was asked for.
    clamped: since !== undefined && askedS < nowS - 90 * dayS,
  };
}

function isRare(clause: Clause): boolean {
  if (clause.kind === 'not') return false;
  const names = clause.tests.map((test) =>
    test.kind === 'field' && test.matcher.kind === 'exact' ? test.field.name : '',
  );
  return (
    names.every((name) => name === 'id') || (clause.label.startsWith('term ') && names.includes('access-key'))
  );
}

function labelOf(name: string, values: readonly string[]): string {
  const list = (fieldNamed(name)?.commas ?? false) ? values.join(',') : values.join(` --${name} `);
  return `--${name} ${list}`;
}
