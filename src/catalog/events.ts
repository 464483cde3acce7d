// Which events exist and which of them event history records: the generated facts, and what `trailsift catalog --refresh` has kept
// (catalog-cache.ts). Lines are parsed only when they are needed. A name that is missing here can still exist: AWS adds operations every week.

import { factsDate, kindLines, sourceLines } from './facts.ts';

/**
 * `management`: in event history, by an AWS page, a rule of the service or a real record. `data`: a data event, never in event history.
 * `not-logged`: not logged by CloudTrail, by an AWS page. `management-if-recorded`: the service has no data events, so the event is in event
 * history if CloudTrail records it.
 */
export type EventStatus = 'management' | 'data' | 'not-logged' | 'management-if-recorded' | 'unknown';

export type Access = 'read' | 'write' | 'unknown';

export interface CatalogEvent {
  readonly eventSource: string;
  readonly eventName: string;
  readonly access: Access;
  readonly status: EventStatus;
  /** The kind of source for the status. */
  readonly evidence: string;
  /** The AWS page that states it; empty if there is none. */
  readonly url: string;
}

export interface CatalogSource {
  readonly eventSource: string;
  /** The name of the service, as AWS writes it. */
  readonly name: string;
  readonly iamPrefixes: readonly string[];
  readonly sdkIds: readonly string[];
}

/** Facts as lines of text; facts.ts documents their format. */
export interface Facts {
  /** When they were collected. */
  readonly date: string;
  readonly kindLines: string;
  readonly sourceLines: string;
}

interface Kind extends Pick<CatalogEvent, 'access' | 'status' | 'evidence' | 'url'> {}

const builtIn: Facts = { date: factsDate, kindLines, sourceLines };

/** Source, service, IAM prefixes and SDK ids. Groups of events follow them. */
const headCells = 4;

const kinds = new WeakMap<Facts, readonly string[]>();

function kindOf(facts: Facts, index: number): Kind | undefined {
  const lines = kinds.get(facts) ?? facts.kindLines.split('\n');
  kinds.set(facts, lines);
  const line = lines[index];
  if (line === undefined) return undefined;
  const [access, status, evidence = '', url = ''] = line.split(' ');
  return { access, status, evidence, url } as Kind;
}

/** `2026-11-20`, and the date of the last refresh, if there was one. */
export function catalogueDate(kept: Facts | undefined): string {
  return kept === undefined ? factsDate : `${factsDate}, refreshed ${kept.date}`;
}

function sourceOf([
  eventSource = '',
  name = '',
  prefixes = '',
  sdkIds = '',
]: readonly string[]): CatalogSource {
  return {
    eventSource,
    name,
    iamPrefixes: prefixes.split(' ').filter((each) => each !== ''),
    sdkIds: sdkIds.split(',').filter((each) => each !== ''),
  };
}

interface Line {
  readonly facts: Facts;
  readonly cells: readonly string[];
}

/** The lines of each event source, first those of the catalogue itself, sorted by event source. */
function linesBySource(kept: Facts | undefined): ReadonlyMap<string, readonly Line[]> {
  const lines = new Map<string, Line[]>();
  const add = (facts: Facts): void => {
    for (const line of facts.sourceLines.split('\n')) {
      if (line === '') continue;
      const cells = line.split('\t');
      const [eventSource = ''] = cells;
      const same = lines.get(eventSource);
      if (same === undefined) lines.set(eventSource, [{ facts, cells }]);
      else same.push({ facts, cells });
    }
  };
  add(builtIn);
  if (kept === undefined) return lines;
  add(kept);
  return new Map([...lines].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Sorted by event source. */
export function catalogSources(kept?: Facts): readonly CatalogSource[] {
  return [...linesBySource(kept).values()].flatMap(([line]) =>
    line === undefined ? [] : sourceOf(line.cells),
  );
}

/** The events that pass both tests, sorted by source and name. */
export function* catalogEvents(
  ofSource: (source: CatalogSource) => boolean,
  named: (eventName: string) => boolean,
  kept?: Facts,
): Generator<CatalogEvent> {
  for (const [eventSource, lines] of linesBySource(kept)) {
    const [first] = lines;
    if (first === undefined || !ofSource(sourceOf(first.cells))) continue;
    const found = new Map<string, CatalogEvent>();
    for (const { facts, cells } of lines) {
      for (const group of cells.slice(headCells)) {
        const [index, ...names] = group.split(' ');
        const kind = kindOf(facts, Number(index));
        if (kind === undefined) continue;
        for (const eventName of names) {
          if (named(eventName) && !found.has(eventName))
            found.set(eventName, { eventSource, eventName, ...kind });
        }
      }
    }
    yield* [...found.values()].toSorted((one, other) => (one.eventName < other.eventName ? -1 : 1));
  }
}

/**
 * The events with exactly this name, sorted by source. Every search for an event calls this, so it searches the text and parses only what
 * stands around the name.
 */
export function eventsNamed(eventName: string, kept?: Facts): readonly CatalogEvent[] {
  const found = new Map<string, CatalogEvent>();
  for (const event of [builtIn, ...(kept === undefined ? [] : [kept])].flatMap((facts) =>
    namedIn(facts, eventName),
  )) {
    if (!found.has(event.eventSource)) found.set(event.eventSource, event);
  }
  return [...found.values()];
}

function namedIn(facts: Facts, eventName: string): readonly CatalogEvent[] {
  const found: CatalogEvent[] = [];
  const text = facts.sourceLines;
  const word = ` ${eventName}`;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const next = text[at + word.length];
    if (next !== undefined && next !== ' ' && next !== '\t' && next !== '\n') continue;
    const lineStart = text.lastIndexOf('\n', at) + 1;
    const groupStart = text.lastIndexOf('\t', at) + 1;
    // A word in the name of the service is not an event.
    if (text.slice(lineStart, groupStart).split('\t', headCells + 1).length <= headCells) continue;
    const kind = kindOf(facts, Number.parseInt(text.slice(groupStart, at), 10));
    const eventSource = text.slice(lineStart, text.indexOf('\t', lineStart));
    if (kind !== undefined) found.push({ eventSource, eventName, ...kind });
  }
  return found;
}

let builtInNames: readonly string[] | undefined;

/** Every event name, without duplicates. */
export function eventNames(kept?: Facts): readonly string[] {
  if (kept === undefined && builtInNames !== undefined) return builtInNames;
  const names = new Set<string>();
  for (const lines of linesBySource(kept).values()) {
    for (const { cells } of lines) {
      for (const group of cells.slice(headCells))
        for (const name of group.split(' ').slice(1)) names.add(name);
    }
  }
  if (kept === undefined) builtInNames = [...names];
  return [...names];
}
