// Candidates for the word at the cursor. The scripts of the shells run `trailsift completion candidates -- WORD...` with the words up to the
// cursor, the last one unfinished. They get one candidate per line, followed by a tab and its meaning. There are no errors: they would appear
// in the middle of the command line.

import { readCatalogCache } from '../../catalog-cache/cache-file.ts';
import { isEventSource } from '../../query/term-shapes.ts';
import { lookupPair } from '../attribute-pair.ts';
import type { Context } from '../command.ts';
import { takes } from '../command.ts';
import { flagNamed } from '../find-flag.ts';
import type { Flag } from '../flags.ts';
import { flags } from '../flags.ts';
import type { Cursor } from './cursor.ts';
import { cursorAfter } from './cursor.ts';
import type { Candidate } from './values.ts';
import { begunWith, eventCandidates, serviceCandidates, valuesOf } from './values.ts';

/** Printed instead of candidates if the shell should complete file names. */
export const filesMark = ':files';

/** A shell can evaluate a completed word, so names with characters that are special in a shell are not offered. */
const plain = /^[\w.,:/@=+-]+$/;

/** Resolves to the exit code. */
export async function printCandidates(words: readonly string[], context: Context): Promise<number> {
  const found = await candidates(words, context);
  const lines =
    found === 'files'
      ? [filesMark]
      : found
          .filter(({ value }) => plain.test(value))
          .map(({ value, meaning }) => (meaning === undefined ? value : `${value}\t${meaning}`));
  await context.host.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return 0;
}

async function candidates(
  words: readonly string[],
  context: Context,
): Promise<readonly Candidate[] | 'files'> {
  const typed = words.at(-1) ?? '';
  const cursor = cursorAfter(words.slice(0, -1), context.commands);
  const isFlag = typed.startsWith('-') && !cursor.isLiteral;
  const { flag } = cursor;
  if (flag !== undefined && flag.path && !isFlag) return 'files';
  if (flag !== undefined && !flag.path) return listOf(flag, typed, '', cursor, context);
  const joined = /^(--[^=]+=)(.*)$/s.exec(typed);
  if (isFlag && joined?.[1] !== undefined) {
    const named = flagNamed(joined[1].slice(0, -1));
    if (named?.value === undefined) return [];
    return named.path ? 'files' : listOf(named, joined[2] ?? '', joined[1], cursor, context);
  }
  if (isFlag) return starting(flagCandidates(cursor, typed), typed);
  const commands = cursor.isFirst ? context.commands.filter(({ isDefault }) => !isDefault) : [];
  return [
    ...starting(
      commands.map(({ name, meaning }) => ({ value: name, meaning })),
      typed,
    ),
    ...(await wordCandidates(cursor, typed, context)),
  ];
}

function starting(all: readonly Candidate[], text: string): readonly Candidate[] {
  return all.filter(({ value }) => value.startsWith(text));
}

/** Flags of the AWS CLI are not offered, `--not-NAME` only after `--not` is typed, and flags that take one value only once. */
function flagCandidates({ command, given }: Cursor, typed: string): readonly Candidate[] {
  if (command === undefined) return [];
  return (
    flags
      .filter((flag) => flag.group !== 'aws-cli' && takes(command, flag) !== 'never')
      // By name: `negated` is false for --not-region.
      .filter(({ name }) => !name.startsWith('not-') || typed.startsWith('--not'))
      .filter(({ name, many }) => many || !given.has(name))
      .map(({ name, meaning }) => ({ value: `--${name}`, meaning }))
  );
}

/** In a list with commas, completes the last part; parts that are already in the list are not offered again. */
async function listOf(
  flag: Flag,
  typed: string,
  prefix: string,
  cursor: Cursor,
  { host }: Context,
): Promise<readonly Candidate[]> {
  const isList = flag.commas || flag.value === 'LIST';
  const comma = isList ? typed.lastIndexOf(',') + 1 : 0;
  const before = typed.slice(0, comma);
  const begun = typed.slice(comma);
  const { command } = cursor;
  const all = await valuesOf(flag, { begun, command, sources: sourcesGiven(cursor), host });
  return begunWith(begun, all, ({ value }) => value)
    .filter(({ value }) => !before.split(',').includes(value))
    .map((each) => ({ ...each, value: `${prefix}${before}${each.value}` }));
}

/** A TERM can be anything, so event names are offered only after a capital letter, with which they begin. */
async function wordCandidates(
  cursor: Cursor,
  typed: string,
  { host }: Context,
): Promise<readonly Candidate[]> {
  const { command, given } = cursor;
  const words = command?.words ?? 'nothing';
  if (words === 'nothing') return [];
  if (typeof words !== 'string') {
    return given.has('')
      ? []
      : starting(
          words.map((value) => ({ value })),
          typed,
        );
  }
  const isEvent = /^[A-Z]/.test(typed) && !given.has('services');
  if (words === 'events' && !isEvent) return [];
  const { facts: kept } = await readCatalogCache(host);
  const events = (): readonly Candidate[] =>
    given.has('services') ? [] : eventCandidates(typed, sourcesGiven(cursor), kept);
  if (words === 'events') return events();
  const services = (): readonly Candidate[] => serviceCandidates(typed, kept);
  // Letter case does not matter in a pattern, so the other kind is offered if no name of the first kind fits.
  const [first, second] = isEvent ? [events, services] : [services, events];
  const found = first();
  return found.length > 0 ? found : second();
}

/** The services typed so far: in --source, as words, or in an attribute to look up. */
function sourcesGiven({ command, given }: Cursor): readonly string[] {
  const words = given.get('') ?? [];
  const lookups = [...(given.get('lookup-attributes') ?? []), ...(given.get('lookup') ?? [])];
  return [
    ...(given.get('source') ?? []).flatMap((value) => value.split(',')),
    ...(command?.words === 'services and events' ? words : words.filter(isEventSource)),
    ...lookups.map(lookupPair).flatMap((pair) => (pair?.field === 'source' ? [pair.value] : [])),
  ].filter((value) => value !== '');
}
