// What can stand at the cursor. `trailsift completion candidates -- WORD...` prints it for the shells' scripts: the words up to the cursor, the
// last one unfinished; a candidate a line, after a tab its meaning. It never fails: whoever presses Tab wants no messages.

import type { Host } from '../../host/host.ts';
import { readCatalogCache } from '../../catalog-cache/cache-file.ts';
import { isEventSource } from '../../query/terms.ts';
import type { Command } from '../commands.ts';
import { commandOf, commandWords, flagsOf } from '../commands.ts';
import type { Candidate } from './values.ts';
import { begunWith, eventCandidates, serviceCandidates, valuesOf } from './values.ts';
import { lookupPair } from '../attribute-pair.ts';
import type { Flag } from '../flags.ts';
import { flags } from '../flags.ts';

/** In place of candidates: here the shell completes names of files. */
export const filesMark = ':files';

/** A shell may run what it completes: names with anything that means something to one are not offered. */
const plain = /^[\w.,:/@=+-]+$/;

export async function printCandidates(words: readonly string[], host: Host): Promise<number> {
  const found = await candidates(words, host);
  const lines =
    found === 'files'
      ? [filesMark]
      : found
          .filter(({ value }) => plain.test(value))
          .map(({ value, meaning }) => (meaning === undefined ? value : `${value}\t${meaning}`));
  await host.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return 0;
}

interface Cursor {
  readonly command: Command;
  /** Whether the word is the first. */
  readonly first: boolean;
  /** The flag whose value stands at the cursor. */
  readonly flag: Flag | undefined;
  /** Behind `--`, where nothing is a flag any more. */
  readonly literal: boolean;
  /** The values that each flag has been given so far, by the flag's name. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

async function candidates(words: readonly string[], host: Host): Promise<readonly Candidate[] | 'files'> {
  const typed = words.at(-1) ?? '';
  const at = cursor(words.slice(0, -1));
  const starting = (all: readonly Candidate[], text: string): readonly Candidate[] =>
    all.filter(({ value }) => value.startsWith(text));
  const isFlag = typed.startsWith('-') && !at.literal;
  if (at.flag !== undefined && isPath(at.flag) && !isFlag) return 'files';
  if (at.flag !== undefined && !isPath(at.flag)) return listOf(at.flag, typed, '', at, host);
  const joined = /^(--[^=]+=)(.*)$/s.exec(typed);
  if (isFlag && joined?.[1] !== undefined) {
    const flag = flagNamed(joined[1].slice(0, -1));
    if (flag?.value === undefined) return [];
    return isPath(flag) ? 'files' : listOf(flag, joined[2] ?? '', joined[1], at, host);
  }
  if (isFlag) return starting(flagCandidates(at, typed), typed);
  if (at.command === 'completion') {
    return starting(at.given.has('') ? [] : ['bash', 'zsh', 'fish'].map((value) => ({ value })), typed);
  }
  const commands = at.first
    ? Object.entries(commandWords).map(([value, meaning]) => ({ value, meaning }))
    : [];
  return [...starting(commands, typed), ...(await termCandidates(at, typed, host))];
}

function isPath({ name }: Flag): boolean {
  return name === 'from' || name === 'state';
}

function cursor(before: readonly string[]): Cursor {
  const given = new Map<string, string[]>();
  const give = (name: string, value: string): void => {
    given.set(name, [...(given.get(name) ?? []), value]);
  };
  const [firstWord] = before;
  const command = commandOf(firstWord);
  let flag: Flag | undefined;
  let literal = false;
  for (const word of command === 'search' ? before : before.slice(1)) {
    const isFlag = word.startsWith('-') && word !== '-';
    if (flag !== undefined && !(flag.name === 'from' && isFlag)) {
      give(flag.name, word);
      // A path is followed by paths up to the next flag.
      if (flag.name !== 'from') flag = undefined;
    } else if (literal || !isFlag) {
      give('', word);
    } else if (word === '--') {
      flag = undefined;
      literal = true;
    } else {
      const [name = '', ...value] = word.split('=');
      const known = flagNamed(name);
      flag = known?.value !== undefined && value.length === 0 ? known : undefined;
      if (known !== undefined && flag === undefined) give(known.name, value.join('='));
    }
  }
  return { command, first: before.length === 0, flag, literal, given };
}

function flagNamed(word: string): Flag | undefined {
  return flags.find(
    ({ name, short, aliases }) =>
      word === `-${short}` || [name, ...aliases].some((each) => word === `--${each}`),
  );
}

/** `--not-*` flags are offered only once `--not` is typed; flags that cannot repeat are offered once. */
function flagCandidates({ command, given }: Cursor, typed: string): readonly Candidate[] {
  return flagsOf(command)
    .filter(({ name }) => !name.startsWith('not-') || typed.startsWith('--not'))
    .filter(({ name, many }) => many || !given.has(name))
    .map(({ name, meaning }) => ({ value: `--${name}`, meaning }));
}

/** Of a list with commas the last part is completed, and what the list has is not offered again. */
async function listOf(
  flag: Flag,
  typed: string,
  prefix: string,
  { command, given }: Cursor,
  host: Host,
): Promise<readonly Candidate[]> {
  const isList = flag.commas || flag.value === 'LIST';
  const comma = isList ? typed.lastIndexOf(',') + 1 : 0;
  const before = typed.slice(0, comma);
  const begun = typed.slice(comma);
  const all = await valuesOf(flag, { begun, command, sources: sourcesGiven(command, given), host });
  return begunWith(begun, all, ({ value }) => value)
    .filter(({ value }) => !before.split(',').includes(value))
    .map((each) => ({ ...each, value: `${prefix}${before}${each.value}` }));
}

/** A term can be anything; what has a list are event names, which begin with a capital, and in the catalogue services. */
async function termCandidates(
  { command, given }: Cursor,
  typed: string,
  host: Host,
): Promise<readonly Candidate[]> {
  const isEvent = /^[A-Z]/.test(typed) && !given.has('services');
  if (command !== 'catalog' && (!isEvent || command === 'trace')) return [];
  const { facts: kept } = await readCatalogCache(host);
  const events = (): readonly Candidate[] =>
    given.has('services') ? [] : eventCandidates(typed, sourcesGiven(command, given), kept);
  if (command !== 'catalog') return events();
  // In any case of letters it may be the other, where nothing is begun so.
  const services = (): readonly Candidate[] => serviceCandidates(typed, kept);
  const [first, second] = isEvent ? [events, services] : [services, events];
  const found = first();
  return found.length > 0 ? found : second();
}

/** The services that were typed so far, wherever one can be. */
function sourcesGiven(command: Command, given: Cursor['given']): readonly string[] {
  const words = given.get('') ?? [];
  const lookups = [...(given.get('lookup-attributes') ?? []), ...(given.get('lookup') ?? [])];
  return [
    ...(given.get('source') ?? []).flatMap((value) => value.split(',')),
    ...(command === 'catalog' ? words : words.filter(isEventSource)),
    ...lookups.map(lookupPair).flatMap((pair) => (pair?.field === 'source' ? [pair.value] : [])),
  ].filter((value) => value !== '');
}
