// `--explain`: the plan in words. Nothing has been sent, so nothing is measured: the covers stand in their static order.

import type { Zone } from '../event/zone.ts';
import { offsetLabel, wallTime } from '../event/zone.ts';
import type { Query, TermReading } from '../query/query.ts';
import type { Cover, LookupFilter, Plan } from './cover.ts';

export interface ExplainInput {
  readonly query: Query;
  readonly plan: Plan;
  readonly regions: readonly string[];
  readonly zone: Zone;
  readonly readings: readonly TermReading[];
}

export function explainPlan(input: ExplainInput): string {
  const { query, plan, regions, zone } = input;
  const { sinceS, untilS } = query.window;
  const [chosen, ...others] = plan.covers;
  const time = (timeS: number): string => `${wallTime(timeS, zone)} ${offsetLabel(timeS, zone)}`;
  const heading = (text: string): string => text.padEnd(12);
  return [
    `${heading('window')}${time(sinceS)} to ${time(untilS)}`,
    `${heading('places')}${regions.join(', ')}`,
    ...(query.category === 'insight' ? [`${heading('events')}Insights`] : []),
    ...input.readings.map(
      ({ term, reading }) => `${heading('term')}'${term}' is read as ${reading ?? 'text'}`,
    ),
    `${heading('at AWS')}${coverText(chosen)}`,
    ...others.map((cover, index) => `${heading(index === 0 ? 'or' : '')}${coverText(cover)}`),
    `${heading('here')}${query.clauses.length === 0 ? 'nothing: every event matches' : 'all of:'}`,
    ...query.clauses.map((clause) => `${heading('')}${clause.kind === 'not' ? 'not: ' : ''}${clause.label}`),
    `${heading('')}(in static order, by kind of attribute; nothing was measured and nothing sent)`,
    '',
  ].join('\n');
}

function coverText(cover: Cover): string {
  if (cover.clause === undefined) return 'every event of the window (full scan)';
  return cover.filters.map(filterText).join(' and ');
}

function filterText(filter: LookupFilter): string {
  return filter === undefined ? 'every event' : `${filter.key}=${filter.value}`;
}
