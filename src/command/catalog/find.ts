// What the patterns of `trailsift catalog` find: rows of events or of event sources, and notes on patterns that find nothing.

import type { CatalogEvent, CatalogSource, Facts } from '../../catalog/events.ts';
import { catalogEvents, catalogSources, catalogueDate, eventNames } from '../../catalog/events.ts';
import { nearestName } from '../../catalog/did-you-mean.ts';
import { sourcesNamed } from '../../catalog/sources.ts';
import { globTest } from '../../match/value.ts';
import { parseGlob } from '../../query/matcher.ts';
import type { Row } from './output.ts';
import { recordedEvents } from './output.ts';

export interface Found {
  readonly rows: Iterable<Row>;
  /** Patterns that found nothing, and events that are recorded under another name; a line each. */
  readonly notes: readonly string[];
}

/** A pattern is a service, by any of its names, or an event name or a glob of one. Case does not matter. */
export function eventsFound(patterns: readonly string[], kept: Facts | undefined): Found {
  const always = (): boolean => true;
  if (patterns.length === 0)
    return { rows: mapped(catalogEvents(always, always, kept), eventRow), notes: [] };
  const found = new Map<string, CatalogEvent>();
  const notes: string[] = [];
  for (const pattern of patterns) {
    const ofService = [...catalogEvents(serviceTest(pattern, 'whole'), always, kept)];
    const named = [...catalogEvents(always, globTest(parseGlob(pattern), true), kept)];
    for (const event of [...ofService, ...named]) found.set(`${event.eventSource} ${event.eventName}`, event);
    if (ofService.length + named.length === 0) notes.push(nothingFound(pattern, namesToMean(kept), kept));
    if (!/[*?]/.test(pattern)) notes.push(...named.flatMap(recordedNote));
  }
  return { rows: [...found.values()].map(eventRow), notes: [...new Set(notes)] };
}

export function servicesFound(patterns: readonly string[], kept: Facts | undefined): Found {
  const sources = catalogSources(kept);
  const tests = patterns.map((pattern) => serviceTest(pattern, 'part'));
  const names = sources.flatMap(({ eventSource, iamPrefixes }) => [
    eventSource.replace(/\..*$/, ''),
    ...iamPrefixes,
  ]);
  return {
    rows: sources.filter((source) => tests.length === 0 || tests.some((test) => test(source))).map(sourceRow),
    notes: patterns
      .filter((_pattern, index) => !sources.some((source) => tests[index]?.(source)))
      .map((pattern) => nothingFound(pattern, names, kept, '--services ')),
  };
}

function namesToMean(kept: Facts | undefined): readonly string[] {
  return [...eventNames(kept), ...catalogSources(kept).flatMap(({ iamPrefixes }) => iamPrefixes)];
}

function recordedNote(event: CatalogEvent): readonly string[] {
  const names = recordedEvents(event).map(({ eventName }) => eventName);
  return names.length === 0
    ? []
    : [`${event.eventName} of ${event.eventSource} is recorded as ${names.join(' or ')}`];
}

function serviceTest(pattern: string, how: 'whole' | 'part'): (source: CatalogSource) => boolean {
  const meant = pattern.includes('*') ? [] : sourcesNamed(pattern);
  const holds = globTest(
    parseGlob(how === 'whole' || pattern.includes('*') ? pattern : `*${pattern}*`),
    true,
  );
  return ({ eventSource, name, iamPrefixes, sdkIds }) =>
    meant.includes(eventSource) || [eventSource, name, ...iamPrefixes, ...sdkIds].some(holds);
}

function eventRow({ eventSource, eventName, access, status, evidence, url }: CatalogEvent): Row {
  return { eventSource, eventName, access, status, evidence, url };
}

/** One at a time, so that a list that is printed as it is made takes no memory. */
export function* mapped<T, U>(values: Iterable<T>, make: (value: T) => U): Generator<U> {
  for (const value of values) yield make(value);
}

function sourceRow({ eventSource, name, iamPrefixes, sdkIds }: CatalogSource): Row {
  return { eventSource, name, iamPrefixes, sdkIds };
}

function nothingFound(pattern: string, names: readonly string[], kept: Facts | undefined, flag = ''): string {
  const nearest = nearestName(pattern, names);
  const hint =
    nearest === undefined
      ? `a glob finds more: trailsift catalog ${flag}'*${flag === '' ? 'Bucket' : 'db'}*'`
      : `did you mean ${nearest}?`;
  return `the catalogue of ${catalogueDate(kept)} has no ${pattern}; ${hint}`;
}
