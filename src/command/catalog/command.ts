// `trailsift catalog [PATTERN...]`: what exists and what is recorded of it, from the facts that trailsift carries and those that a refresh
// has kept. Nothing is asked of AWS, except by `--refresh`.

import type { CatalogEvent, CatalogSource, Facts } from '../../catalog/events.ts';
import { catalogEvents, catalogSources, catalogueDate, eventNames } from '../../catalog/events.ts';
import { nearestName } from '../../catalog/did-you-mean.ts';
import { sourcesNamed } from '../../catalog/sources.ts';
import { usageError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { globTest } from '../../match/value.ts';
import { readCatalogCache } from '../../catalog-cache/cache-file.ts';
import { parseGlob } from '../../query/matcher.ts';
import { createReporter } from '../../report/reporter.ts';
import type { Row } from './output.ts';
import { printed, recordedEvents } from './output.ts';
import { catalogFlags } from '../../args/commands.ts';
import { outputSpec } from '../../request/output.ts';
import type { ParsedArgs } from '../../args/parse.ts';

/** Resolves to the exit code. */
export async function catalogCommand(typed: ParsedArgs, host: Host): Promise<number> {
  if (typed.switches.has('refresh')) {
    const { refreshCatalogue } = await import('./refresh.ts');
    return refreshCatalogue(typed, host);
  }
  const [other] = [...typed.values.keys(), ...typed.switches].filter((name) => !catalogFlags.includes(name));
  if (other !== undefined)
    throw usageError(
      `--${other} is for searches, and the catalogue is a list`,
      'trailsift catalog PATTERN...',
    );
  if (typed.terms.some((pattern) => pattern.trim() === ''))
    throw usageError('an empty pattern was given', 'without a pattern all is listed: trailsift catalog');
  const output = outputSpec(typed, host);
  const reporter = createReporter(host, { quiet: false });
  const { facts: kept, note } = await readCatalogCache(host);
  if (note !== undefined) reporter.note(note);
  const services = typed.switches.has('services');
  const { rows, notes } = services ? servicesFound(typed.terms, kept) : eventsFound(typed.terms, kept);
  let amount = 0;
  const counted = mapped(rows, (row) => {
    amount += 1;
    return row;
  });
  for (const text of inParts(printed(counted, output, host))) {
    await host.stdout.write(text);
    if (host.stdout.closed.aborted) return 0;
  }
  for (const each of notes) reporter.note(each);
  reporter.say(() => [
    `${amount} ${services ? 'event sources' : 'events'}, catalogue of ${catalogueDate(kept)}. What is not in it may exist all the same.`,
  ]);
  return 0;
}

interface Found {
  readonly rows: Iterable<Row>;
  /** Of each pattern that found nothing, and of events that are recorded under another name. */
  readonly notes: readonly string[];
}

/** A pattern is a service (any of its names: all its events), or an event's name or a glob of one; case does not matter. */
function eventsFound(patterns: readonly string[], kept: Facts | undefined): Found {
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

function servicesFound(patterns: readonly string[], kept: Facts | undefined): Found {
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

/** One at a time: what is printed as it is made costs no memory. */
function* mapped<T, U>(values: Iterable<T>, make: (value: T) => U): Generator<U> {
  for (const value of values) yield make(value);
}

function sourceRow({ eventSource, name, iamPrefixes, sdkIds }: CatalogSource): Row {
  return { eventSource, name, iamPrefixes, sdkIds };
}

/** The whole list is eighteen thousand lines: a call to write each would take longer than to make them. */
function* inParts(texts: Iterable<string>): Generator<string> {
  let part = '';
  for (const text of texts) {
    part += text;
    if (part.length < 65_536) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}

function nothingFound(pattern: string, names: readonly string[], kept: Facts | undefined, flag = ''): string {
  const nearest = nearestName(pattern, names);
  const hint =
    nearest === undefined
      ? `a glob finds more: trailsift catalog ${flag}'*${flag === '' ? 'Bucket' : 'db'}*'`
      : `did you mean ${nearest}?`;
  return `the catalogue of ${catalogueDate(kept)} has no ${pattern}; ${hint}`;
}
