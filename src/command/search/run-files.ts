// A search of files that is known to be well asked: run, printed, accounted for. Resolves to the exit code.

import { stat } from 'node:fs/promises';
import { usageError } from '../../error.ts';
import type { Zone } from '../../event/zone.ts';
import type { Exporter } from '../../export/exporter.ts';
import type { Host, StdinKind } from '../../host/host.ts';
import type { Predicate } from '../../match/predicate.ts';
import { walk } from '../../origin/files/walk.ts';
import { skipReasonFor } from '../../plan/files/trail-tree.ts';
import type { SearchQuery } from '../../query/query.ts';
import { filesClosingLine, filesSentences, filesStatusText } from '../../report/files.ts';
import { Diagnostics } from '../../report/diagnostics.ts';
import { createReporter } from '../../report/reporter.ts';
import { startProgress } from '../../report/progress/start.ts';
import { startFileSearch } from '../../search/file-search.ts';
import { keyAskedFor, keySessions } from '../../trace/key-sessions.ts';
import { deliver, joined, matchNotes, startStop, watched } from '../deliver.ts';
import { exitCode } from '../exit-code.ts';
import type { OutputSpec } from '../../request/output.ts';

export interface FilesRun {
  readonly host: Host;
  readonly asked: SearchQuery;
  readonly predicate: Predicate;
  readonly zone: Zone;
  readonly output: OutputSpec;
  readonly paths: readonly string[];
  readonly openAll: boolean;
  /** To be said before the search. */
  readonly notes: readonly string[];
  readonly exporter: Exporter;
}

/** Every path must be there before the first is read. Throws a usage error. */
export async function checkPaths(paths: readonly string[], stdin: StdinKind): Promise<void> {
  for (const path of paths) {
    if (path === '-') {
      if (stdin === 'terminal')
        throw usageError('--from -: standard input is the terminal', 'pipe something into it');
      continue;
    }
    if (path.startsWith('s3://')) {
      throw usageError(
        `--from ${path}: trailsift reads files, not buckets`,
        `aws s3 sync ${path} ./logs && trailsift --from ./logs`,
      );
    }
    try {
      await stat(path);
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      const glob = /[*?[]/.test(path) ? '; a glob in quotes is not expanded by the shell' : '';
      throw usageError(
        `--from ${path}: ${code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such file or directory' : `it cannot be opened (${String(code)})`}${glob}`,
        'search terms stand before --from, which takes every word up to the next flag for a path',
      );
    }
  }
  if (paths.filter((path) => path === '-').length > 1)
    throw usageError('--from - was given twice', 'standard input can be read once');
}

export async function runFiles(run: FilesRun): Promise<number> {
  const { host, output, exporter, asked, zone, paths } = run;
  const stop = startStop(host);
  const reporter = createReporter(host, output.quiet);
  for (const note of run.notes) reporter.note(note);

  const problems = new Diagnostics(reporter);
  const search = startFileSearch({
    host,
    query: asked.query,
    predicate: run.predicate,
    paths,
    order: output.order,
    limit: output.quiet ? 1 : output.limit,
    signal: stop.signal,
    openAll: run.openAll,
    onProblem: problems.say,
    onNote: (note) => reporter.note(note),
  });
  const { ledger } = search;

  const over = new AbortController();
  const startedMs = host.now();
  const stopStatus = startProgress(host, output.quiet, () => {
    let totalBytes: number | undefined;
    void sizeOf(run, over.signal).then((bytes) => (totalBytes = bytes));
    return () => filesStatusText({ ledger, totalBytes, elapsedS: (host.now() - startedMs) / 1000 });
  });

  const key = keyAskedFor(asked.query);
  const sessions = key === undefined ? undefined : keySessions(key);
  let found = false;
  try {
    found = await deliver({
      host,
      output,
      exporter,
      events: watched(search.events(), sessions),
      reversed: false,
    });
  } finally {
    over.abort();
    stopStatus();
    stop.end();
  }

  if (host.stdout.closed.aborted) return 0;
  problems.sayRest();
  if (stop.interrupted()) {
    const read = `${ledger.files} files were read to their end`;
    reporter.missing({
      kind: 'source',
      where: 'files',
      message: `interrupted: ${read}, the rest is missing`,
    });
  }
  const notes = [...matchNotes(run.predicate.counts, ledger.conflicts), ...(exporter.notes?.() ?? [])];
  for (const note of notes) reporter.note(note);
  const context = { asked, zone, paths };
  if (!found && !host.stderr.isTTY)
    reporter.note(['nothing matched.', ...filesSentences(ledger, context)].join(' '));
  reporter.say(() =>
    joined(
      filesClosingLine(ledger, context),
      sessions?.sentence(!ledger.complete || asked.query.clauses.length > 1),
    ),
  );
  if (!found) {
    const { emptyResultLines: silenceLines } = await import('../../report/empty-result/why.ts');
    const tested = ledger.sieved ? undefined : { amount: ledger.tested, noun: 'record' };
    const counts = run.predicate.counts;
    for (const line of await silenceLines({ host, asked, counts, tested, askedBy: [], regions: [] }))
      reporter.note(line);
  }

  return exitCode({
    quiet: output.quiet,
    found,
    interrupted: stop.interrupted(),
    nothingRead: [],
    partial: problems.amount > 0,
    uncertain: false,
  });
}

/** How much there is to read, for the time left: walked beside the search; undefined where standard input is among it. */
async function sizeOf(run: FilesRun, signal: AbortSignal): Promise<number | undefined> {
  if (run.paths.includes('-')) return undefined;
  let bytes = 0;
  const files = walk(run.paths, {
    useless: run.openAll ? () => undefined : skipReasonFor(run.asked.query),
    onPruned: () => undefined,
    onDigests: () => undefined,
    onProblem: () => undefined,
    onNote: () => undefined,
  });
  for await (const path of files) {
    if (signal.aborted) return undefined;
    // One that is gone by now is nothing to read.
    bytes += await stat(path).then(
      (file) => file.size,
      () => 0,
    );
  }
  return bytes;
}
