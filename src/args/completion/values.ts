// The values to offer for a flag, if there is a list of them.

import type { CatalogEvent, CatalogSource, Facts } from '../../catalog/events.ts';
import { catalogEvents, catalogSources, eventNames } from '../../catalog/events.ts';
import { knownRegions } from '../../catalog/regions.ts';
import { serviceNicknames, sourcesNamed } from '../../catalog/sources.ts';
import { fields } from '../../event/fields.ts';
import type { Content } from '../../export/formats.ts';
import { formatsThat, formatTraits } from '../../export/formats.ts';
import type { Host } from '../../host/host.ts';
import { readCatalogCache } from '../../catalog-cache/cache-file.ts';
import { presets } from '../../query/presets.ts';
import type { CommandRow } from '../command.ts';
import type { Flag } from '../flags.ts';

export interface Candidate {
  readonly value: string;
  readonly meaning?: string;
}

export interface Wanted {
  /** The typed beginning of the value. Values with another beginning can be returned too. */
  readonly begun: string;
  readonly command: CommandRow | undefined;
  /** The services typed so far. */
  readonly sources: readonly string[];
  readonly host: Host;
}

/** Empty if the flag takes any value. */
export async function valuesOf(flag: Flag, wanted: Wanted): Promise<readonly Candidate[]> {
  const plain = (values: readonly string[]): readonly Candidate[] => values.map((value) => ({ value }));
  const { field } = flag;
  if (flag.choices !== undefined) return plain(flag.choices);
  if (field?.choices !== undefined) return plain(field.choices);
  const kept = async (): Promise<Facts | undefined> => (await readCatalogCache(wanted.host)).facts;
  if (field?.match === 'source') return serviceCandidates(wanted.begun, await kept());
  if (field?.name === 'event') return eventCandidates(wanted.begun, wanted.sources, await kept());
  switch (flag.name) {
    case 'region':
      return [
        { value: 'all', meaning: 'all regions that are enabled in the account' },
        ...plain(knownRegions),
      ];
    case 'not-region':
      return plain(knownRegions);
    case 'profile': {
      const { knownProfiles } = await import('../../aws/config.ts');
      return plain(await knownProfiles(wanted.host));
    }
    case 'preset':
      return presets.map(({ name, meaning }) => ({ value: name, meaning }));
    case 'output':
      return formatCandidates(wanted.command?.prints ?? []);
    case 'columns':
      return [
        { value: 'console', meaning: 'the columns of a CSV download from the console' },
        ...fieldCandidates,
      ];
    case 'by':
    case 'distinct':
      return fieldCandidates;
    case 'tz':
      return plain(Intl.supportedValuesOf('timeZone'));
    default:
      return [];
  }
}

/** Names with the typed beginning; if there are none, with it in any letter case, because shells replace the word with the candidate. */
export function begunWith<T>(begun: string, all: readonly T[], nameOf: (each: T) => string): readonly T[] {
  const asTyped = all.filter((each) => nameOf(each).startsWith(begun));
  if (asTyped.length > 0) return asTyped;
  const folded = begun.toLowerCase();
  return all.filter((each) => nameOf(each).toLowerCase().startsWith(folded));
}

function formatCandidates(contents: readonly Content[]): readonly Candidate[] {
  return formatsThat(({ prints }) => contents.some((content) => prints[content] !== undefined)).map(
    (format) => ({
      value: format,
      meaning: formatTraits[format].meaning,
    }),
  );
}

const fieldCandidates: readonly Candidate[] = fields.map(({ name, meaning }) => ({ value: name, meaning }));

/** Short names, or full names after a dot is typed. */
export function serviceCandidates(begun: string, kept: Facts | undefined): readonly Candidate[] {
  const sources = catalogSources(kept);
  const meanings = new Map(sources.map(({ eventSource, name }) => [eventSource, name]));
  const named = (value: string, meaning: string | undefined): Candidate =>
    meaning === undefined || meaning === '' ? { value } : { value, meaning };
  if (begun.includes('.')) {
    return begunWith(begun, sources, ({ eventSource }) => eventSource).map(({ eventSource, name }) =>
      named(eventSource, name),
    );
  }
  const short = sources.flatMap(({ eventSource, iamPrefixes }) => [
    eventSource.slice(0, eventSource.indexOf('.')),
    ...iamPrefixes,
  ]);
  return begunWith(begun, [...new Set([...short, ...serviceNicknames])], (name) => name)
    .toSorted()
    .map((name) => named(name, meanings.get(sourcesNamed(name)[0] ?? '')));
}

/**
 * Each name once, with the services that have it: events of the given services if the catalogue has any of them, otherwise of all. If no such
 * service is given and fewer than two letters are typed, names have no meanings, because fifteen thousand meanings take too long.
 */
export function eventCandidates(
  begun: string,
  services: readonly string[],
  kept: Facts | undefined,
): readonly Candidate[] {
  const wanted = new Set(services.flatMap(sourcesNamed));
  const isKnown = catalogSources(kept).some(({ eventSource }) => wanted.has(eventSource));
  if (!isKnown && begun.length < 2) {
    return begunWith(begun, eventNames(kept), (name) => name)
      .toSorted()
      .map((value) => ({ value }));
  }
  const ofService = ({ eventSource }: CatalogSource): boolean => !isKnown || wanted.has(eventSource);
  const folded = begun.toLowerCase();
  const inAnyCase = [
    ...catalogEvents(ofService, (eventName) => eventName.toLowerCase().startsWith(folded), kept),
  ];
  const events = begunWith(begun, inAnyCase, ({ eventName }) => eventName);
  const byName = new Map<string, CatalogEvent[]>();
  for (const event of events) {
    const same = byName.get(event.eventName);
    if (same === undefined) byName.set(event.eventName, [event]);
    else same.push(event);
  }
  return [...byName]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([value, same]) => ({ value, meaning: servicesOf(same) }));
}

const servicesShownMax = 3;

function servicesOf(events: readonly CatalogEvent[]): string {
  const hosts = events.map(({ eventSource }) => eventSource.slice(0, eventSource.indexOf('.')));
  const more = hosts.length > servicesShownMax ? ', ...' : '';
  const notHeld = events.every(({ status }) => status === 'data')
    ? ': a data event, not in event history'
    : '';
  return `${hosts.slice(0, servicesShownMax).join(', ')}${more}${notHeld}`;
}
