// Files as an origin: trees of trail files, single files in any wrapper, standard input.

import { formatDuration } from '../../text/number.ts';
import type { Query, SearchQuery } from '../../query/query.ts';
import { escapedAscii, literalsOf } from '../../plan/files/literals.ts';
import { lateDefaultS } from '../../plan/files/trail-tree.ts';
import type { CreateOrigin, ExplainedLine, OpenOrigin } from '../origin.ts';
import { checkPaths } from './check-paths.ts';
import type { FilesToRead } from './lanes.ts';
import { fileLanes } from './lanes.ts';
import { filesTraits } from './traits.ts';

export const createFiles: CreateOrigin = async (host, request) => {
  const { sources: paths, stdin, prune, lateS = lateDefaultS } = request;
  const directories = await checkPaths(paths, stdin);
  const files: FilesToRead = { host, paths, directories, prune, lateS };
  const isStdin = paths.includes('-');
  return {
    traits: isStdin ? { ...filesTraits, rereading: 'once' } : filesTraits,
    names: paths,
    several: { regions: request.regions.asked.length !== 1, accounts: false },
    notes: stdin === 'piped' && !isStdin ? ['standard input is not read: --from - reads it'] : [],
    explain: (asked) => explainFiles(files, asked),
    open: async (context): Promise<OpenOrigin> => ({
      missing: [],
      unlisted: [],
      notes: [],
      names: paths.map((path) => (path === '-' ? 'standard input' : path)),
      regions: [],
      elsewhere: false,
      lanes: (reading) => fileLanes(files, reading, context),
      hasAnswered: () => true,
      clockOffsetMs: () => 0,
      close: () => undefined,
    }),
  };
};

function explainFiles(files: FilesToRead, { query }: SearchQuery): readonly ExplainedLine[] {
  const literals = literalsOf(query)?.filter((literal) => literal !== escapedAscii);
  return [
    { heading: 'files', text: files.paths.join(', ') },
    ...unopened(files, query).map((text) => ({ heading: '', text })),
    {
      heading: 'bytes',
      text:
        literals === undefined
          ? 'every record is parsed: no filter demands a text'
          : `only records that hold ${literals.map((literal) => `'${literal}'`).join(' or ')} (or an escaped character) are parsed`,
    },
  ];
}

function unopened({ prune, lateS }: FilesToRead, { window }: Query): readonly string[] {
  if (!prune) return ['every folder and every file is opened'];
  const times = [
    ...(window.sinceS === -Infinity ? [] : ['before the time range']),
    ...(window.untilS + lateS === Infinity
      ? []
      : [`more than ${formatDuration(lateS)} after its end (--late)`]),
  ];
  return [
    'folders of a trail are not opened if their account or region cannot match',
    ...(times.length === 0 ? [] : [`files of a trail are not opened if delivered ${times.join(' or ')}`]),
  ];
}
