// `--explain`: the plan in words. Nothing has been sent, so nothing is measured: the covers stand in their static order.

import { visible } from '../text/escape.ts';
import type { Zone } from '../event/zone.ts';
import { offsetLabel, wallTime } from '../event/zone.ts';
import { wrapNames } from '../text/wrap.ts';
import type { Query, TermReading } from '../query/query.ts';
import type { Cover, LookupFilter, Plan } from '../plan/lookup/cover.ts';
import { escapedAscii, literalsOf } from '../plan/files/literals.ts';

export interface ExplainInput {
  readonly query: Query;
  readonly plan: Plan;
  readonly places: readonly string[];
  readonly zone: Zone;
  readonly readings: readonly TermReading[];
  /** Of the terminal, in columns; undefined where nothing is to be broken. */
  readonly width: number | undefined;
}

export function explainPlan(input: ExplainInput): string {
  const { query, plan, places } = input;
  const [chosen, ...others] = plan.covers;
  return text(input, [
    windowLine(input),
    ...places.map((place, index) => `${heading(index === 0 ? 'places' : '')}${place}`),
    ...(query.category === 'insight' ? [`${heading('events')}Insights`] : []),
    ...readingLines(input),
    `${heading('at AWS')}${coverText(chosen)}`,
    ...others.map((cover, index) => `${heading(index === 0 ? 'or' : '')}${coverText(cover)}`),
    ...(others.length === 0
      ? []
      : [
          `${heading('')}(by kind of attribute, nothing measured: a search measures them and takes the cheapest)`,
        ]),
    ...clauseLines(query),
    `${heading('')}(nothing was sent)`,
  ]);
}

export interface ExplainFilesInput extends Pick<ExplainInput, 'query' | 'zone' | 'readings' | 'width'> {
  readonly paths: readonly string[];
  readonly openAll: boolean;
}

/** The same for files: what their bytes are searched for before anything is parsed. */
export function explainFiles(input: ExplainFilesInput): string {
  const { query, paths, openAll } = input;
  const literals = literalsOf(query)?.filter((literal) => literal !== escapedAscii);
  return text(input, [
    windowLine(input),
    `${heading('files')}${paths.join(', ')}`,
    `${heading('')}${openAll ? 'every directory is opened' : 'directories of a trail outside the window, accounts and regions are not opened'}`,
    ...readingLines(input),
    `${heading('bytes')}${literals === undefined ? 'every record is parsed: no filter demands a text' : `only records that hold ${literals.map((literal) => `'${literal}'`).join(' or ')} (or an escaped character) are parsed`}`,
    ...clauseLines(query),
    `${heading('')}(nothing was read)`,
  ]);
}

/** Names of files and values are anybody's: what would steer a terminal is shown. */
function text({ width }: Pick<ExplainInput, 'width'>, lines: readonly string[]): string {
  const room = Math.max(20, (width ?? Infinity) - headingWidth);
  return lines
    .flatMap((line) => {
      const [first = '', ...more] = wrapNames(visible(line.slice(headingWidth)), room);
      return [line.slice(0, headingWidth) + first, ...more.map((part) => heading('') + part)];
    })
    .map((line) => `${line}\n`)
    .join('');
}

const headingWidth = 12;

function heading(name: string): string {
  return name.padEnd(headingWidth);
}

function windowLine({ query, zone }: Pick<ExplainInput, 'query' | 'zone'>): string {
  const { sinceS, untilS } = query.window;
  const time = (timeS: number): string =>
    Number.isFinite(timeS)
      ? `${wallTime(timeS, zone)} ${offsetLabel(timeS, zone)}`
      : timeS < 0
        ? 'the beginning'
        : 'the end';
  return `${heading('window')}${time(sinceS)} to ${time(untilS)}`;
}

function readingLines({ readings }: Pick<ExplainInput, 'readings'>): readonly string[] {
  return readings.flatMap(({ term, reading, note }) => [
    `${heading('term')}'${term}' is read as ${reading ?? 'text'}`,
    ...(note === undefined ? [] : [`${heading('')}${note}`]),
  ]);
}

function clauseLines(query: Query): readonly string[] {
  return [
    `${heading('here')}${query.clauses.length === 0 ? 'nothing: every event matches' : 'all of:'}`,
    ...query.clauses.map((clause) => `${heading('')}${clause.label}`),
  ];
}

function coverText(cover: Cover): string {
  if (cover.clause === undefined) return 'every event of the window (full scan)';
  return cover.filters.map(filterText).join(' and ');
}

function filterText(filter: LookupFilter): string {
  return filter === undefined ? 'every event' : `${filter.key}=${filter.value}`;
}
