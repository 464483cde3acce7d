// What exists and what event history records of it: the generated facts, read line by line and only as far as they are asked about.
// What is missing here proves nothing: new operations appear every week.

import { aliasLines, factsDate, kindLines, sourceLines } from './facts.ts';

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

let kinds: readonly Kind[] | undefined;

function kindOf(index: number): Kind | undefined {
  kinds ??= kindLines.split('\n').map((line) => {
    const [access, status, evidence = '', url = ''] = line.split(' ');
    return { access, status, evidence, url } as Kind;
  });
  return kinds[index];
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
    for (const group of parts.slice(4)) {
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

/** All that is known by exactly this name. */
export function eventsNamed(eventName: string): readonly CatalogEvent[] {
  // Most lines do not have it at all.
  if (!sourceLines.includes(` ${eventName}`)) return [];
  return [
    ...catalogEvents(
      () => true,
      (each) => each === eventName,
    ),
  ];
}

/** What CloudTrail records an operation of this name as, where that is another name; empty where it is not known to. */
export function recordedAs(operation: string): readonly string[] {
  const line = aliasLines.split('\n').find((each) => each.startsWith(`${operation}:`));
  return line === undefined ? [] : line.slice(operation.length + 1).split(' ');
}

let names: readonly string[] | undefined;

/** Every event name, once. */
export function eventNames(): readonly string[] {
  names ??= [
    ...new Set(
      sourceLines.split('\n').flatMap((line) =>
        line
          .split('\t')
          .slice(4)
          .flatMap((group) => group.split(' ').slice(1)),
      ),
    ),
  ];
  return names;
}
