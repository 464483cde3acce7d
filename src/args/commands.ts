// The commands, and which flags each of them takes: what one command refuses, the completion does not offer.

import type { Flag } from './flags.ts';
import { flags } from './flags.ts';

export type Command = 'search' | 'count' | 'trace' | 'catalog' | 'completion';

/** The words that stand first; without one it is a search. */
export const commandWords: Readonly<Record<Exclude<Command, 'search'>, string>> = {
  count: 'totals and timelines instead of events',
  trace: 'who stood behind a session, and what it did',
  catalog: 'what exists, and what is recorded; offline',
  completion: 'completion for bash, zsh or fish',
};

export function commandOf(word: string | undefined): Command {
  return word !== undefined && Object.hasOwn(commandWords, word) ? (word as Command) : 'search';
}

export const catalogFlags: readonly string[] = [
  'services',
  'refresh',
  'output',
  'no-header',
  'raw-csv',
  'color',
  'no-color',
];

/** What count is asked for in another way, and how. */
export const notForCount: Readonly<Record<string, string>> = {
  columns: 'group by them: --by actor,event',
  query: 'group by an expression: --by bucket=requestParameters.bucketName',
  sort: 'groups come largest first, a timeline by time',
  quiet: 'trailsift -q asks whether there is any',
  redact: 'records are not printed',
};

const treeFlags = ['output', 'limit', 'color', 'explain', 'events', 'help'];
const notForTrace = ['lookup', 'quiet', 'insights'];

/** A tree is of everything; what filters or shapes events is for their list (`--events`). */
export function traceTakes({ group, name }: Pick<Flag, 'group' | 'name'>, events: boolean): boolean {
  if (treeFlags.includes(name) || name === 'no-color') return true;
  if (notForTrace.includes(name)) return false;
  return (
    ['time', 'places', 'files'].includes(group) ||
    (events && ['filters', 'shorthands', 'output'].includes(group))
  );
}

/** Those of the AWS CLI are understood and not offered. */
export function flagsOf(command: Command): readonly Flag[] {
  return flags.filter(({ name, group }) => {
    if (group === 'aws-cli') return false;
    if (name === 'help') return true;
    switch (command) {
      case 'catalog':
        return catalogFlags.includes(name);
      case 'completion':
        return false;
      case 'count':
        return !['catalog', 'trace', 'follow'].includes(group) && !Object.hasOwn(notForCount, name);
      case 'search':
        return !['catalog', 'trace', 'count'].includes(group);
      case 'trace':
        return traceTakes({ group, name }, true);
    }
  });
}
