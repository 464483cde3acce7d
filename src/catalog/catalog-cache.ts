// The text of the file in which `trailsift catalog --refresh` keeps operations that the catalogue lacks. It has the form of the generated
// facts, with a line for each event source and IAM prefix. Other programs can write to the file, so text of any other form is rejected.

import type { Access, Facts } from './events.ts';
import { catalogEvents, catalogSources } from './events.ts';
import type { Operation } from './service-reference.ts';

const accesses: readonly Access[] = ['read', 'write', 'unknown'];

const kindLines = accesses.map((access) => `${access} unknown service-reference`).join('\n');

const head = /^trailsift catalogue 1 (\d{4}-\d\d-\d\d)$/;
const line = /^[a-z][a-z0-9.-]{0,127}\t\t([a-z][a-z0-9-]{0,62})\t(?:\t[0-2](?: [A-Za-z][\w.-]{0,127})+)+$/;

/** Undefined if the text is not what `catalogCacheText` writes. */
export function parseCatalogCache(text: string): Facts | undefined {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const date = head.exec(first)?.[1];
  if (date === undefined || !lines.every((each) => line.test(each))) return undefined;
  return { date, kindLines, sourceLines: lines.join('\n') };
}

export interface Learnt {
  /** `2026-11-20`. */
  readonly date: string;
  /** The operations of each service, by its IAM prefix. */
  readonly operations: ReadonlyMap<string, readonly Operation[]>;
  /** What the file held before: it is kept for services that are not in `operations`. */
  readonly before: Facts | undefined;
}

export interface ToKeep {
  readonly text: string;
  /** Events that the catalogue lacks, and their event sources. */
  readonly events: number;
  readonly sources: number;
}

/** Leaves out the operations that the catalogue has. */
export function catalogCacheText({ date, operations, before }: Learnt): ToKeep {
  const sources = catalogSources();
  const known = new Set<string>();
  const all = catalogEvents(
    () => true,
    () => true,
  );
  for (const { eventSource, eventName } of all) known.add(`${eventSource} ${eventName}`);
  const lines = [...operations].flatMap(([prefix, named]) => {
    const meant = sources.filter(({ iamPrefixes }) => iamPrefixes.includes(prefix));
    const hosts =
      meant.length === 0 ? [`${prefix}.amazonaws.com`] : meant.map(({ eventSource }) => eventSource);
    const lacking = named.filter(({ name }) => !hosts.some((host) => known.has(`${host} ${name}`)));
    return lacking.length === 0 ? [] : hosts.map((host) => `${host}\t\t${prefix}\t\t${groups(lacking)}`);
  });
  const unread = (before?.sourceLines ?? '').split('\n').filter((each) => {
    const prefix = line.exec(each)?.[1];
    return prefix !== undefined && !operations.has(prefix);
  });
  const kept = [...lines, ...unread].toSorted();
  return {
    text: `${[`trailsift catalogue 1 ${date}`, ...kept].join('\n')}\n`,
    events: kept.reduce((sum, each) => sum + (each.match(/ /g)?.length ?? 0), 0),
    sources: new Set(kept.map((each) => each.slice(0, each.indexOf('\t')))).size,
  };
}

function groups(operations: readonly Operation[]): string {
  return accesses
    .map((access, index) => {
      const names = operations.filter((each) => each.access === access).map(({ name }) => name);
      return names.length === 0 ? '' : [index, ...names.toSorted()].join(' ');
    })
    .filter((group) => group !== '')
    .join('\t');
}
