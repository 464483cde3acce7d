// One round at a time for each state file: two would print the same twice.

import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { usageError } from '../error.ts';
import type { Host } from '../host/host.ts';

/** Whoever holds the lock touches it this often; one that was not touched for as long as the other is left over from a kill. */
const touchMs = 10_000;
const leftOverMs = 60_000;

/** Undefined where another round is under way; resolves to what gives the lock back. */
export async function lockState(host: Host, path: string): Promise<(() => Promise<void>) | undefined> {
  const lock = `${path}.lock`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = await open(lock, 'wx', 0o600);
      await file.writeFile(String(host.processId));
      await file.close();
      return holdLock(host, lock);
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

function holdLock(host: Host, lock: string): () => Promise<void> {
  const over = new AbortController();
  const touch = async (): Promise<void> => {
    for (;;) {
      await host.sleep(touchMs, over.signal);
      if (over.signal.aborted) return;
      const nowS = host.now() / 1000;
      await utimes(lock, nowS, nowS).catch(() => undefined);
    }
  };
  void touch();
  return () => {
    over.abort();
    return rm(lock, { force: true });
  };
}

/** By a process that runs and that has touched it lately: after a restart its number may be somebody else's. */
async function isHeld(host: Host, lock: string): Promise<boolean> {
  try {
    const holder = Number(await readFile(lock, 'utf8'));
    const { mtimeMs } = await stat(lock);
    const runs =
      Number.isInteger(holder) && holder > 0 && holder !== host.processId && host.isRunning(holder);
    return runs && Math.abs(host.now() - mtimeMs) < leftOverMs;
  } catch {
    return false;
  }
}

/** Of several who find it left over one moves it away; a lock that was made anew meanwhile is put back. */
async function takeAway(host: Host, lock: string): Promise<void> {
  const away = `${lock}.${host.processId}`;
  try {
    await rename(lock, away);
    if (await isHeld(host, away)) await rename(away, lock);
    else await rm(away, { force: true });
  } catch {
    // Somebody else has moved it.
  }
}
