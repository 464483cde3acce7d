// Set up before each test file if messages are kept: what `main` prints on stderr is kept too, in lines that no terminal breaks.

import { vi } from 'vitest';
import type * as Main from '../../src/main.ts';
import type { Host, OutputStream } from '../../src/host/host.ts';
import { keepMessages } from './keep-messages.ts';

vi.mock('../../src/main.ts', async (load) => {
  const real = await load<typeof Main>();
  const main: typeof real.main = async (argv, host, tables) => {
    let stderr = '';
    const watched = withStderr(host, (text) => (stderr += text));
    try {
      return await real.main(argv, watched, tables);
    } finally {
      keepMessages({ argv, stderr });
    }
  };
  return { ...real, main };
});

function withStderr(host: Host, onText: (text: string) => void): Host {
  const stderr: OutputStream = {
    isTTY: host.stderr.isTTY,
    columns: () => (host.stderr.columns() === undefined ? undefined : Infinity),
    closed: host.stderr.closed,
    write(text) {
      onText(text);
      return host.stderr.write(text);
    },
    beforeWrite: (listener) => host.stderr.beforeWrite(listener),
    flushed: () => host.stderr.flushed(),
    writeNow: (bytes) => host.stderr.writeNow(bytes),
  };
  return { ...host, stderr };
}
