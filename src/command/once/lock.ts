// Locks a state file: two rounds at a time would print the same events twice.

import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { AppError, usageError } from '../../error.ts';
import type { Host } from '../../host/host.ts';

/** The holder of the lock touches it this often; an older lock than `leftOverMs` was left by a killed process. */
const touchMs = 10_000;
const leftOverMs = 60_000;

/** The holder's name is written within this time after the file is created; a lock that stays empty was left by a killed process. */
const makingMs = 100;

export interface StateLock {
  /** A machine that slept through `leftOverMs` may have lost it to another round. */
  isMine(): Promise<boolean>;
  release(): Promise<void>;
}

/** Undefined if another round is running. */
export async function lockState(host: Host, path: string): Promise<StateLock | undefined> {
  const lock = `${path}.lock`;
  const holder = `${host.processId} ${host.machine} ${host.random()}`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (create(lock, holder)) return holdLock(host, lock, holder);
    if (await isHeld(host, lock)) return undefined;
    await takeAway(host, lock);
  }
  return undefined;
}

/** False if the lock exists. Synchronous, so that a kill between creating and writing it is unlikely. */
function create(lock: string, holder: string): boolean {
  try {
    const file = openSync(lock, 'wx', 0o600);
    try {
      writeSync(file, holder);
    } catch (cause) {
      rmSync(lock, { force: true });
      throw cause;
    } finally {
      closeSync(file);
    }
    return true;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO')
      throw new AppError('output', `${lock} cannot be written: ${message}`, { cause });
    throw usageError(
      `--state: ${lock} cannot be created (${message})`,
      'a file in a directory that you can write to',
    );
  }
}

function holdLock(host: Host, lock: string, holder: string): StateLock {
  const over = new AbortController();
  const isMine = async (): Promise<boolean> => (await readFile(lock, 'utf8').catch(() => '')) === holder;
  const touch = async (): Promise<void> => {
    for (;;) {
      await host.sleep(touchMs, over.signal);
      if (over.signal.aborted) return;
      const nowS = host.now() / 1000;
      if (await isMine()) await utimes(lock, nowS, nowS).catch(() => undefined);
    }
  };
  void touch();
  return {
    isMine,
    async release() {
      over.abort();
      if (await isMine()) await rm(lock, { force: true });
    },
  };
}

/**
 * Held if it was touched lately and its process is running. A running pid alone proves nothing, because pids are reused; a process of
 * another machine or container cannot be checked.
 */
async function isHeld(host: Host, lock: string): Promise<boolean> {
  try {
    const [pid = '', machine] = (await readFile(lock, 'utf8')).split(' ');
    const { mtimeMs } = await stat(lock);
    const ageMs = Math.abs(host.now() - mtimeMs);
    if (machine === undefined) return ageMs < makingMs;
    return ageMs < leftOverMs && (machine !== host.machine || host.isRunning(Number(pid)));
  } catch {
    return false;
  }
}

/** Rename lets only one process remove a stale lock; if the renamed file proves live, it is put back. */
async function takeAway(host: Host, lock: string): Promise<void> {
  const away = `${lock}.${host.processId}.${String(host.random()).slice(2)}`;
  try {
    await rename(lock, away);
    if (await isHeld(host, away)) await rename(away, lock);
    else await rm(away, { force: true });
  } catch {
    // Another process has moved it.
  }
}
