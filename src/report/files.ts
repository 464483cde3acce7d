// What is said of a search of files: the status line while it reads, the closing line when it is over.

import { fields } from '../event/fields.ts';
import type { Zone } from '../event/zone.ts';
import { formatNumber } from '../text/number.ts';
import type { SkipReason } from '../plan/files/trail-tree.ts';
import type { SearchQuery } from '../query/query.ts';
import { isBounded } from '../query/query.ts';
import { isFieldTest, testsOf } from '../query/tests.ts';
import type { FileLedger } from '../search/file-search.ts';
import { readingSentences } from './closing.ts';
import { span } from './words.ts';
import { count, formatDuration, formatList } from '../text/number.ts';

export interface FilesContext {
  readonly asked: SearchQuery;
  readonly zone: Zone;
  /** As they were typed. */
  readonly paths: readonly string[];
}

export function filesClosingLine(ledger: FileLedger, context: FilesContext): string {
  const { window } = context.asked.query;
  const when = isBounded(window) ? `${span(window, context.zone)}, ` : '';
  const first = `${when}${formatList(context.paths)}: ${count(ledger.records, 'record')} in ${count(ledger.files, 'file')}, ${formatNumber(ledger.matched)} matched.`;
  return [first, ...filesSentences(ledger, context)].join(' ');
}

/** Sentences on what the answer does not speak of. */
export function filesSentences(ledger: FileLedger, context: FilesContext): readonly string[] {
  const sentences: string[] = [];
  if (ledger.stoppedAtLimit && !ledger.complete)
    sentences.push('Stopped at the limit: the rest was not read.');
  if (ledger.cutFrom !== undefined)
    sentences.push(`These are the newest of ${count(ledger.cutFrom, 'match', 'matches')}.`);
  if (ledger.repeated > 0)
    sentences.push(`${count(ledger.repeated, 'repeated delivery', 'repeated deliveries')} left out.`);
  const pruned = (['account', 'region', 'day'] as const).flatMap((kind) =>
    prunedText(kind, ledger.pruned.get(kind)),
  );
  if (pruned.length > 0) {
    sentences.push(
      `Not opened, since nothing in them can match: ${formatList(pruned)} (--no-prune opens them).`,
    );
  }
  if (ledger.digestTrees > 0)
    sentences.push(`${count(ledger.digestTrees, 'tree')} of digest files left out.`);
  if (ledger.timeless > 0) {
    sentences.push(
      `${count(ledger.timeless, 'record')} without a time that can be read left out of the window.`,
    );
  }
  if (ledger.derived) sentences.push(...derivedSentence(context.asked));
  sentences.push(...readingSentences(context.asked.readings));
  return sentences;
}

function prunedText(kind: SkipReason, amount: number | undefined): readonly string[] {
  return amount === undefined ? [] : [count(amount, `${kind}'s directory`, `${kind}s' directories`)];
}

function derivedSentence({ query }: SearchQuery): readonly string[] {
  const tests = query.clauses.flatMap(testsOf);
  const used = fields
    .filter(({ fromEnvelope, name }) => fromEnvelope && tests.some((test) => isFieldTest(test, name)))
    .map(({ name }) => name);
  if (used.length === 0) return [];
  const resource = used.includes('resource')
    ? ' (a resource is any equal string in its resources, parameters and response)'
    : '';
  return [
    `These records carry no Username and Resources of LookupEvents: ${formatList(used)} ${used.length === 1 ? 'was' : 'were'} read from the record${resource}.`,
  ];
}

export interface FilesProgress {
  readonly ledger: FileLedger;
  /** On the disk; undefined until they have been counted. */
  readonly totalBytes: number | undefined;
  readonly elapsedS: number;
}

export function filesStatusText({ ledger, totalBytes, elapsedS }: FilesProgress): string {
  const share =
    totalBytes === undefined || totalBytes === 0 ? undefined : Math.min(1, ledger.bytes / totalBytes);
  const leftS = share === undefined || share === 0 ? undefined : (elapsedS / share) * (1 - share);
  return [
    ...(share === undefined ? [] : [`${Math.floor(share * 100)} %`]),
    count(ledger.files, 'file'),
    totalBytes === undefined
      ? megabytes(ledger.bytes)
      : `${megabytes(ledger.bytes)} of ${megabytes(totalBytes)}`,
    `${count(ledger.records, 'record')} read`,
    `${formatNumber(ledger.matched)} matched`,
    ...(leftS === undefined ? [] : [`${formatDuration(leftS)} left`]),
  ].join(' · ');
}

function megabytes(bytes: number): string {
  return bytes < 10e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${formatNumber(Math.round(bytes / 1e6))} MB`;
}
