// The lanes of one question: files with a delivery stamp, newest first, and all others as they are stored.

import { basename } from 'node:path';
import type { Diagnostic } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { literalsOf } from '../../plan/files/literals.ts';
import type { Skip } from '../../plan/files/trail-tree.ts';
import { deliveryOf, skipsOf } from '../../plan/files/trail-tree.ts';
import type { Lane, OpenContext, Reading } from '../origin.ts';
import type { SkippedPart } from './coverage.ts';
import { FilesCoverage } from './coverage.ts';
import type { FoundFiles } from './find-files.ts';
import { findFiles } from './find-files.ts';
import type { Shared } from './lane.ts';
import { laneOf } from './lane.ts';
import type { Sizes } from './sizes.ts';
import { sizesOnDemand } from './sizes.ts';
import { Threads } from './threads.ts';
import { isTrailFolder, openUnless } from './walk.ts';

export interface FilesToRead {
  readonly host: Host;
  /** Paths, and `-` for standard input. */
  readonly paths: readonly string[];
  /** Those of the paths that are directories. */
  readonly directories: ReadonlySet<string>;
  /** Folders and files that cannot match are skipped. */
  readonly prune: boolean;
  readonly lateS: number;
}

/** Two lanes if the paths may contain both kinds; that is only known after they have been walked. */
export function fileLanes(files: FilesToRead, reading: Reading, context: OpenContext): readonly Lane[] {
  const { sinceS: fromS, untilS: toS } = reading.query.window;
  const over = new AbortController();
  const sizes = sizesOnDemand(
    () => find(files, reading, { onSkipped: ignore, onProblem: ignore, onNote: ignore }),
    AbortSignal.any([over.signal, context.signal]),
  );
  const coverageOf = (name: string, lane: keyof Sizes): FilesCoverage =>
    new FilesCoverage({
      name,
      isByStamp: lane === 'byStamp',
      window: { fromS, toS },
      lateS: files.lateS,
      now: () => files.host.now(),
      totalBytes: () => (files.paths.includes('-') ? undefined : sizes()?.[lane]),
    });
  const kinds = laneKinds(files);
  const byStamp = kinds.byStamp ? coverageOf('trail files', 'byStamp') : undefined;
  const asStored = kinds.asStored ? coverageOf('files', 'asStored') : undefined;
  const coverages = [byStamp, asStored].filter((coverage) => coverage !== undefined);
  const found: Shared['found'] = { problems: [], notes: [] };
  const shared: Shared = {
    files: find(files, reading, {
      onSkipped: (why, part) => byStamp?.skip(why, part),
      onProblem: (problem) => found.problems.push(problem),
      onNote: (note) => found.notes.push(note),
    }),
    threads: new Threads(files.host, reading, coverages, () => over.abort()),
    literals: literalsOf(reading.query),
    openMax: reading.ahead ? 2 : 1,
    debug: context.debug,
    found,
  };
  return coverages.map((coverage) => laneOf(coverage, coverage === byStamp, shared));
}

function ignore(): void {
  // The lane that reads the files reports these.
}

function laneKinds({ paths, directories }: FilesToRead): { byStamp: boolean; asStored: boolean } {
  const isTrail = (path: string): boolean => directories.has(path) && isTrailFolder(path);
  const bearsStamp = (path: string): boolean => deliveryOf(basename(path)) !== undefined;
  return {
    byStamp: paths.some((path) => directories.has(path) || bearsStamp(path)),
    asStored: paths.some((path) => (directories.has(path) ? !isTrail(path) : !bearsStamp(path))),
  };
}

interface FindReports {
  readonly onSkipped: (why: Skip | 'digest', part: SkippedPart) => void;
  readonly onProblem: (problem: Diagnostic) => void;
  readonly onNote: (note: string) => void;
}

function find(files: FilesToRead, { query }: Reading, reports: FindReports): FoundFiles {
  const skip = files.prune ? skipsOf(query, files.lateS) : () => undefined;
  return findFiles({
    ...reports,
    paths: files.paths,
    stdin: () => files.host.stdinBytes(),
    mayOpen: openUnless(
      skip,
      (why) => reports.onSkipped(why, 'folder'),
      () => reports.onSkipped('digest', 'folder'),
    ),
    mayRead: (delivered) => {
      const why = skip({ delivered });
      if (why !== undefined) reports.onSkipped(why, 'file');
      return why === undefined;
    },
  });
}
