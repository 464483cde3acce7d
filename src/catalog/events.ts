// What exists and what event history records of it: the generated facts, read line by line and only as far as they are asked about.
// What is missing here proves nothing: new operations appear every week.

import { factsDate, kindLines, sourceLines } from './facts.ts';

export { factsDate };

/**
 * `management`: in event history, an AWS page, a service's rule or a real record says so. `data`: a data event, which event history never
 * holds. `not-logged`: an AWS page says so. `management-if-recorded`: the service has no data events, so what is recorded at all is there.
 */
export type EventStatus = 'management' | 'data' | 'not-logged' | 'management-if-recorded' | 'unknown';

export interface CatalogEvent {
  readonly eventSource: string;
  readonly eventName: string;
  readonly access: 'read' | 'write';
  readonly status: EventStatus;
  /** What the status rests on. */
  readonly evidence: string;
  /** The AWS page that says so; empty where none does. */
  readonly url: string;
}

export interface CatalogSource {
  readonly eventSource: string;
  /** The service, as AWS writes it. */
  readonly name: string;
  readonly iamPrefixes: readonly string[];
  readonly sdkIds: readonly string[];
}

interface Kind extends Pick<CatalogEvent, 'access' | 'status' | 'evidence' | 'url'> {}

/** Source, service, IAM prefixes, SDK ids; groups of events follow. */
const headCells = 4;

let kinds: readonly string[] | undefined;

function kindOf(index: number): Kind | undefined {
  kinds ??= kindLines.split('\n');
  const line = kinds[index];
  if (line === undefined) return undefined;
  const [access, status, evidence = '', url = ''] = line.split(' ');
  return { access, status, evidence, url } as Kind;
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

/** In the order of their names. */
export function catalogSources(): readonly CatalogSource[] {
  return sourceLines.split('\n').map((line) => sourceOf(line.split('\t')));
}

/** The events for which both hold, by source and name. */
export function* catalogEvents(
  ofSource: (source: CatalogSource) => boolean,
  named: (eventName: string) => boolean,
): Generator<CatalogEvent> {
  for (const line of sourceLines.split('\n')) {
    const parts = line.split('\t');
    const source = sourceOf(parts);
    if (!ofSource(source)) continue;
    const found: CatalogEvent[] = [];
    for (const group of parts.slice(headCells)) {
      const [index, ...names] = group.split(' ');
      const kind = kindOf(Number(index));
      if (kind === undefined) continue;
      for (const eventName of names) {
        if (named(eventName)) found.push({ eventSource: source.eventSource, eventName, ...kind });
      }
    }
    yield* found.toSorted((one, other) => (one.eventName < other.eventName ? -1 : 1));
  }
}

/**
 * All that is known by exactly this name, in the order of the sources. Every search for an event asks this, so the text is searched and
 * only what stands around the name is taken apart.
 */
export function eventsNamed(eventName: string): readonly CatalogEvent[] {
  const found: CatalogEvent[] = [];
  const word = ` ${eventName}`;
  for (let at = sourceLines.indexOf(word); at >= 0; at = sourceLines.indexOf(word, at + 1)) {
    const next = sourceLines[at + word.length];
    if (next !== undefined && next !== ' ' && next !== '\t' && next !== '\n') continue;
    const lineStart = sourceLines.lastIndexOf('\n', at) + 1;
    const groupStart = sourceLines.lastIndexOf('\t', at) + 1;
    // A word of the service's own name is no event.
    if (sourceLines.slice(lineStart, groupStart).split('\t', headCells + 1).length <= headCells) continue;
    const kind = kindOf(Number.parseInt(sourceLines.slice(groupStart, at), 10));
    const eventSource = sourceLines.slice(lineStart, sourceLines.indexOf('\t', lineStart));
    if (kind !== undefined) found.push({ eventSource, eventName, ...kind });
  }
  return found;
}

/** Every event name, once. */
export function eventNames(): readonly string[] {
  return [
    ...new Set(
      sourceLines.split('\n').flatMap((line) =>
        line
          .split('\t')
          .slice(headCells)
          .flatMap((group) => group.split(' ').slice(1)),
      ),
    ),
  ];
}
