// A stream of the process as an OutputStream.

import { writeSync } from 'node:fs';
import type { OutputStream } from './host.ts';

export function outputStream(stream: NodeJS.WriteStream & { readonly fd: number }): OutputStream {
  const gone = new AbortController();
  const listeners = new Set<() => void>();
  // EPIPE is a closed pipe; any other error (a full disk) must not be taken for one.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone.abort(error.code === 'EPIPE' ? undefined : error);
  });
  return {
    isTTY: stream.isTTY === true,
    columns: () => (stream.isTTY ? stream.columns : undefined),
    closed: gone.signal,
    writeNow(bytes) {
      try {
        return writeSync(stream.fd, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') stream.emit('error', error);
        return 0;
      }
    },
    flushed: () =>
      new Promise((resolve) => {
        // An error is emitted one tick after the callback of the write.
        if (stream.writableLength === 0) setImmediate(resolve);
        else stream.write('', () => setImmediate(resolve));
      }),
    beforeWrite(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write(text) {
      if (gone.signal.aborted || text === '') return Promise.resolve();
      for (const listener of listeners) listener();
      if (stream.write(text)) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          stream.off('drain', done);
          gone.signal.removeEventListener('abort', done);
          resolve();
        };
        stream.once('drain', done);
        gone.signal.addEventListener('abort', done, { once: true });
      });
    },
  };
}
