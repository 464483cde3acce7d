// What was learnt after the catalogue was made, as `trailsift catalog --refresh` keeps it: a text of the same form as the facts, a line for
// each event source and the IAM prefix that its operations came under. Anybody may have written to the file, so it is read strictly.

import type { Access, Facts } from './events.ts';
import { catalogEvents, catalogSources } from './events.ts';
import type { Operation } from './service-reference.ts';

const accesses: readonly Access[] = ['read', 'write', 'unknown'];

const kindLines = accesses.map((access) => `${access} unknown service-reference`).join('\n');

const head = /^trailsift catalogue 1 (\d{4}-\d\d-\d\d)$/;
const line = /^[a-z][a-z0-9.-]{0,127}\t\t([a-z][a-z0-9-]{0,62})\t(?:\t[0-2](?: [A-Za-z][\w.-]{0,127})+)+$/;

/** Undefined where the text is not what `keptText` writes. */
export function parseCatalogCache(text: string): Facts | undefined {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const date = head.exec(first)?.[1];
  if (date === undefined || !lines.every((each) => line.test(each))) return undefined;
  return { date, kindLines, sourceLines: lines.join('\n') };
}

export interface Learnt {
  /** `2026-11-20`. */
  readonly date: string;
  /** Each service's operations, by its IAM prefix. */
  readonly operations: ReadonlyMap<string, readonly Operation[]>;
  /** What was kept before: it stands for services that are not among these. */
  readonly before: Facts | undefined;
}

export interface ToKeep {
  readonly text: string;
  /** How many events of how many sources the catalogue lacks. */
  readonly events: number;
  readonly sources: number;
}

/** Only what the catalogue lacks. */
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
