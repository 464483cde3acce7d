// `trailsift catalog [PATTERN...]`: what exists and what is recorded of it, from the facts that trailsift carries and those that a refresh
// has kept. Nothing is asked of AWS, except by `--refresh`.

import type { CatalogEvent, CatalogSource, EventStatus, Facts } from '../catalog/events.ts';
import { catalogEvents, catalogSources, catalogueDate, eventNames, eventsNamed } from '../catalog/events.ts';
import { nearestName } from '../catalog/nearest.ts';
import { recordedBy } from '../catalog/recorded-as.ts';
import { sourcesNamed } from '../catalog/sources.ts';
import { usageError } from '../error.ts';
import { csvRow, tsvRow } from '../export/delimited.ts';
import type { Host } from '../host/host.ts';
import { globTest } from '../match/value.ts';
import { readKept } from '../origin/catalog/kept-file.ts';
import { parseGlob } from '../query/matcher.ts';
import { createReporter } from '../report/reporter.ts';
import { catalogFlags } from './command-flags.ts';
import { outputSpec } from './output-spec.ts';
import type { OutputSpec } from './output-spec.ts';
import type { Typed } from './parse.ts';

const statusWords: Readonly<Record<EventStatus, string>> = {
  management: 'recorded in event history',
  data: 'data event: not in event history',
  'not-logged': 'not logged by CloudTrail',
  'management-if-recorded': 'in event history, if it is recorded at all',
  unknown: 'unknown',
};

/** Where the window has no room for whole sentences. */
const statusInShort: typeof statusWords = {
  management: 'recorded',
  data: 'data event',
  'not-logged': 'not logged',
  'management-if-recorded': 'if recorded',
  unknown: 'unknown',
};

/** Resolves to the exit code. */
export async function catalogCommand(typed: Typed, host: Host): Promise<number> {
  if (typed.switches.has('refresh')) {
    const { refreshCatalogue } = await import('./catalog-refresh.ts');
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
  const reporter = createReporter(host, false);
  const { facts: kept, note } = await readKept(host);
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
  reporter.say(
    () =>
      `${amount} ${services ? 'event sources' : 'events'}, catalogue of ${catalogueDate(kept)}. What is not in it may exist all the same.`,
  );
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

/** What CloudTrail records an operation as, where its service has an event of that other name. */
function recordedEvents({ eventSource, eventName }: Pick<CatalogEvent, 'eventSource' | 'eventName'>) {
  return recordedBy(eventSource, eventName).flatMap((name) =>
    eventsNamed(name).filter((event) => event.eventSource === eventSource),
  );
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

type Row = Readonly<Record<string, string | readonly string[]>>;

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

/** As JSON.stringify has it; most values stand in thousands of rows and are made JSON once. */
function rowJson(): (row: Row) => string {
  const known = new Map<Row[string], string>();
  const valueJson = (value: Row[string]): string => {
    let text = known.get(value);
    if (text === undefined) known.set(value, (text = JSON.stringify(value)));
    return text;
  };
  return (row) => {
    let text = '';
    for (const name in row) text += `${text === '' ? '{' : ','}"${name}":${valueJson(row[name] ?? '')}`;
    return `${text}}`;
  };
}

function* printed(rows: Iterable<Row>, output: OutputSpec, host: Host): Generator<string> {
  const cell = (value: Row[string] | undefined): string =>
    typeof value === 'string' ? value : (value ?? []).join(' ');
  const json = rowJson();
  switch (output.format) {
    case 'ndjson':
      for (const row of rows) yield `${json(row)}\n`;
      return;
    case 'json': {
      const lines = [...mapped(rows, json)];
      yield lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
      return;
    }
    case 'csv':
    case 'tsv': {
      const line = (cells: readonly string[]): string =>
        output.format === 'csv' ? csvRow(cells, output.rawCsv) : tsvRow(cells);
      let names: readonly string[] | undefined;
      for (const row of rows) {
        if (names === undefined && output.header) yield line(Object.keys(row));
        names ??= Object.keys(row);
        yield line(names.map((name) => cell(row[name])));
      }
      return;
    }
    case 'table':
      yield tableText([...rows], output, host.stdout.columns());
      return;
    case 'records':
    case 'aws':
      throw usageError(
        `-o ${output.format} prints records, and the catalogue has none`,
        'use table, csv, tsv, json or ndjson',
      );
  }
}

/** An operation that is recorded under another name is as that other event is. */
function statusText({ eventSource, eventName, status }: Row, words: typeof statusWords): string {
  const [event, ...more] = recordedEvents({
    eventSource: String(eventSource),
    eventName: String(eventName),
  });
  if (event === undefined) return words[status as EventStatus];
  const names = [event, ...more].map((each) => each.eventName).join(' or ');
  return event.status === 'unknown' ? `recorded as ${names}` : `${words[event.status]}, as ${names}`;
}

const gap = '  ';
/** If the URL column does not fit, URLs are printed below the rows, for at most this many rows. */
const pagesBelowMax = 20;

/** The page that says so stands last and is not cut: it is there to be opened. */
function tableText(
  rows: readonly Row[],
  output: OutputSpec,
  width: number | undefined,
  words = statusWords,
): string {
  // As --source takes it too.
  const source = (name: Row[string] = ''): Row[string] =>
    words === statusInShort ? String(name).replace(/\.amazonaws\.com$/, '') : name;
  const shown = rows.map((row) =>
    'status' in row
      ? [source(row['eventSource']), row['eventName'], row['access'], statusText(row, words), row['url']]
      : [row['eventSource'], row['name'], row['iamPrefixes']],
  );
  const cells = shown.map((row) =>
    row.map((value) => (typeof value === 'string' ? value : (value ?? []).join(' '))),
  );
  const head =
    cells[0]?.length === 5
      ? ['SOURCE', 'EVENT', 'ACCESS', 'STATUS', 'PAGE']
      : ['SOURCE', 'SERVICE', 'IAM PREFIXES'];
  const all = output.header && cells.length > 0 ? [head, ...cells] : cells;
  const widths = head.map((_name, index) =>
    all.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), 0),
  );
  const total = widths.reduce((sum, each) => sum + each + gap.length, -gap.length);
  // Where the window is too small for it, it stands below; with many rows the URLs would bury the table and are left out.
  const narrow = width !== undefined && total > width && head.length === 5;
  const last = narrow ? head.length - 1 : head.length;
  const room = total - (widths.at(-1) ?? 0) - gap.length;
  if (narrow && room > width && words !== statusInShort) return tableText(rows, output, width, statusInShort);
  const below = narrow && cells.length <= pagesBelowMax;
  return all
    .map((row, index) => {
      const line = row
        .slice(0, last)
        .map((value, column) => value.padEnd(widths[column] ?? 0))
        .join(gap)
        .trimEnd();
      const page = row[last] ?? '';
      const isRow = index > 0 || !output.header;
      return below && isRow && page !== '' ? `${line}\n${gap}${page}\n` : `${line}\n`;
    })
    .join('');
}

function nothingFound(pattern: string, names: readonly string[], kept: Facts | undefined, flag = ''): string {
  const nearest = nearestName(pattern, names);
  const hint =
    nearest === undefined
      ? `a glob finds more: trailsift catalog ${flag}'*${flag === '' ? 'Bucket' : 'db'}*'`
      : `did you mean ${nearest}?`;
  return `the catalogue of ${catalogueDate(kept)} has no ${pattern}; ${hint}`;
}
