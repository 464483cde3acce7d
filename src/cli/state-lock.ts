// One round at a time for each state file: two would print the same twice.

import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { usageError } from '../error.ts';
import type { Host } from '../host/host.ts';

/** Whoever holds the lock touches it this often; a lock older than `leftOverMs` was left by a kill. */
const touchMs = 10_000;
const leftOverMs = 60_000;

/** Undefined where another round is under way; resolves to what gives the lock back. */
export async function lockState(host: Host, path: string): Promise<(() => Promise<void>) | undefined> {
  const lock = `${path}.lock`;
  const holder = `${host.processId} ${host.machine} ${host.random()}`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = await open(lock, 'wx', 0o600);
      await file.writeFile(holder);
      await file.close();
      return holdLock(host, lock, holder);
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      if (code !== 'EEXIST')
        throw usageError(`--state ${path} cannot be written (${message})`, 'name a file');
      if (await isHeld(host, lock)) return undefined;
      await takeAway(host, lock);
    }
  }
  return undefined;
}

function holdLock(host: Host, lock: string, holder: string): () => Promise<void> {
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
  return async () => {
    over.abort();
    // A machine that slept may have lost it to another round.
    if (await isMine()) await rm(lock, { force: true });
  };
}

/**
 * Held if it was touched lately and its process runs. A running pid alone proves nothing, since pids are reused; one of another machine or
 * container cannot be asked; and a lock without one is just being made.
 */
async function isHeld(host: Host, lock: string): Promise<boolean> {
  try {
    const [pid = '', machine] = (await readFile(lock, 'utf8')).split(' ');
    const { mtimeMs } = await stat(lock);
    if (Math.abs(host.now() - mtimeMs) >= leftOverMs) return false;
    return machine !== host.machine || host.isRunning(Number(pid));
  } catch {
    return false;
  }
}

/** Rename lets only one process remove a stale lock; if the renamed file proves live, it is put back. */
async function takeAway(host: Host, lock: string): Promise<void> {
  const away = `${lock}.${host.machine}.${host.processId}`;
  try {
    await rename(lock, away);
    if (await isHeld(host, away)) await rename(away, lock);
    else await rm(away, { force: true });
  } catch {
    // Somebody else has moved it.
  }
}
