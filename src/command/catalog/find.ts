// Finds the events that the patterns of `trailsift catalog` match, or with `--services` the event sources.

import { nearestName } from '../../catalog/did-you-mean.ts';
import type { CatalogEvent, CatalogSource, Facts } from '../../catalog/events.ts';
import { catalogEvents, catalogSources, catalogueDate, eventNames } from '../../catalog/events.ts';
import { sourcesNamed } from '../../catalog/sources.ts';
import { globTest } from '../../match/value.ts';
import { parseGlob } from '../../query/glob.ts';
import type { CountedListing } from './listing.ts';
import { eventListing, sourceListing } from './listing.ts';
import type { Hinted, Note } from '../../text/note.ts';
import { recordedEvents } from './recorded.ts';
import type { TableShape } from './table.ts';

interface Found {
  readonly listing: CountedListing;
  /** About patterns without a match, and events that are recorded under another name. */
  readonly notes: readonly Note[];
}

/** A pattern is any name of a service, for all its events, or a glob of event names; letter case does not matter. */
export function eventsFound(patterns: readonly string[], kept: Facts | undefined, shape: TableShape): Found {
  const always = (): boolean => true;
  if (patterns.length === 0)
    return { listing: eventListing(catalogEvents(always, always, kept), shape), notes: [] };
  const found = new Map<string, CatalogEvent>();
  const notes: Note[] = [];
  for (const pattern of patterns) {
    const ofService = [...catalogEvents(serviceTest(pattern, 'whole'), always, kept)];
    const named = [...catalogEvents(always, globTest(parseGlob(pattern), true), kept)];
    for (const event of [...ofService, ...named]) found.set(`${event.eventSource} ${event.eventName}`, event);
    if (ofService.length + named.length === 0) notes.push(nothingFound(pattern, namesToMean(kept), kept));
    if (!/[*?]/.test(pattern)) notes.push(...named.flatMap(recordedNote));
  }
  return { listing: eventListing(found.values(), shape), notes: [...new Set(notes)] };
}

export function sourcesFound(patterns: readonly string[], kept: Facts | undefined, shape: TableShape): Found {
  const sources = catalogSources(kept);
  const tests = patterns.map((pattern) => serviceTest(pattern, 'part'));
  const names = sources.flatMap(({ eventSource, iamPrefixes }) => [
    eventSource.replace(/\..*$/, ''),
    ...iamPrefixes,
  ]);
  const shown = sources.filter((source) => tests.length === 0 || tests.some((test) => test(source)));
  return {
    listing: sourceListing(shown, shape),
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

function nothingFound(pattern: string, names: readonly string[], kept: Facts | undefined, flag = ''): Hinted {
  const nearest = nearestName(pattern, names);
  const hint =
    nearest === undefined
      ? `a pattern, such as trailsift catalog ${flag}'*${flag === '' ? 'Bucket' : 'db'}*'`
      : `trailsift catalog ${flag}${nearest}`;
  return { text: `the catalogue of ${catalogueDate(kept)} has no ${pattern}`, hint };
}
