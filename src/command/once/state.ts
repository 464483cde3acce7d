// The state file of `--once`: when each place was read, what was printed and, while a round prints, its text and the position in it. It
// is kept twice, each copy replaced by a rename, so that neither a kill nor a half-written copy loses it.
//
// Before a round prints anything, it saves its text with the new state; after each piece, it saves the position. So the next round after a
// kill prints only what was not printed. If standard output is a file, its length is exact; for a pipe the saved position is, unless a kill
// falls in the microseconds between a piece and its note: then that piece is repeated.

import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { AppError, usageError } from '../../error.ts';
import type { OutputFile } from '../../host/host.ts';
import { isObject } from '../../event/json.ts';
import type { PlaceProgress, Progress } from '../../origin/followable.ts';
import { noProgress } from '../../origin/followable.ts';

export interface OnceState {
  /** Counts up with each save, so that the newer of two copies is known. */
  readonly written: number;
  /** `queryIdentity` of the Query; undefined before the first round, and in files of older versions. */
  readonly identity: string | undefined;
  /** The filters in words, for people; empty before the first round. */
  readonly question: string;
  readonly progress: Progress;
  /** Digests of printed events, each with the second of the event. */
  readonly printed: readonly (readonly [string, number])[];
  readonly pending: Pending | undefined;
}

/** A round's text that may not have been printed to its end. */
export interface Pending {
  /** Latin-1, one character per byte, since the remainder may start inside a UTF-8 sequence. */
  readonly text: string;
  /** Bytes that are known to be printed. */
  readonly printedBytes: number;
  /** The file that is printed to, with its length before. */
  readonly file: OutputFile | undefined;
}

const noState: OnceState = {
  written: 0,
  identity: undefined,
  question: '',
  progress: noProgress,
  printed: [],
  pending: undefined,
};

const title = 'trailsift --once 1';
/** The position has a fixed width, so that it can be overwritten. */
const digits = 12;

/** The newer of the two undamaged copies; `noState` if there is none. Throws a source error if one is damaged and none is whole. */
export async function readState(path: string): Promise<OnceState> {
  const copies = await Promise.all([path, copyOf(path)].map(readCopy));
  const whole = copies.filter((copy) => copy !== undefined && copy !== 'damaged');
  const [newest] = whole.toSorted((one, other) => other.written - one.written);
  if (newest !== undefined) return newest;
  if (copies.includes('damaged')) {
    throw new AppError(
      'source',
      `--state ${path} and its copy are damaged, or were not written by trailsift`,
      {
        hint: 'another file, or delete both and start again with --since TIME',
      },
    );
  }
  return noState;
}

/** `note` saves the position of printing, in the main file only. */
export interface SavedState {
  note(printedBytes: number): void;
  close(): void;
}

export async function saveState(path: string, state: OnceState): Promise<SavedState> {
  const { written, identity, question, progress, printed, pending } = state;
  const body = JSON.stringify({
    written,
    identity,
    question,
    places: [...progress.places],
    ownKeys: progress.ownKeys,
    printed,
    pending: pending === undefined ? null : { text: pending.text, file: pending.file ?? null },
  });
  const head = `${title} ${digest(body)} `;
  const text = `${head}${String(pending?.printedBytes ?? 0).padStart(digits, '0')}\n${body}\n`;
  await replace(path, text);
  await replace(copyOf(path), text);
  const file = openSync(path, 'r+');
  return {
    // Synchronous: a kill between printing and note would repeat the piece.
    note: (printedBytes) => void writeSync(file, String(printedBytes).padStart(digits, '0'), head.length),
    close: () => closeSync(file),
  };
}

function copyOf(path: string): string {
  return `${path}.copy`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Writes a new file and renames it. The state holds records, so only its owner may read it. */
async function replace(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  try {
    const file = await open(beside, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new AppError('output', `--state ${path} cannot be written: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function readCopy(path: string): Promise<OnceState | 'damaged' | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown };
    if (code === 'ENOENT') return undefined;
    throw usageError(`--state ${path} cannot be read (${String(code)})`, 'another file');
  }
  // As mktemp creates it.
  if (text === '') return undefined;
  const [, sum = '', printedBytes = '', body = ''] =
    new RegExp(`^${title} ([0-9a-f]{64}) (\\d{${digits}})\\n(.*)\\n$`, 's').exec(text) ?? [];
  if (digest(body) !== sum) return 'damaged';
  const value: unknown = JSON.parse(body);
  if (!isObject(value)) return 'damaged';
  const kept = value as unknown as {
    readonly written: number;
    readonly identity?: string;
    readonly question: string;
    readonly places: readonly (readonly [string, PlaceProgress])[];
    readonly ownKeys: readonly string[];
    readonly printed: OnceState['printed'];
    readonly pending: { readonly text: string; readonly file: OutputFile | null } | null;
  };
  const { pending, places, ownKeys } = kept;
  return {
    written: kept.written,
    identity: kept.identity,
    question: kept.question,
    progress: { places: new Map(places), ownKeys },
    printed: kept.printed,
    pending:
      pending === null
        ? undefined
        : { text: pending.text, file: pending.file ?? undefined, printedBytes: Number(printedBytes) },
  };
}
