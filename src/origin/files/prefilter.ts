// A prefilter on other threads, for queries that need every record parsed.

import type { Host, Thread } from '../../host/host.ts';
import type { Predicate } from '../../match/predicate.ts';
import type { Prefilter } from './shared-batch.ts';
import { packQuery } from '../../query/packed.ts';
import type { Query } from '../../query/query.ts';
import type { PrefilterAnswer, PrefilterRequest } from './prefilter-worker.ts';

/** Each thread takes about 20 MB and some time to start. */
const threadsMax = 4;

interface Waiting {
  readonly thread: Thread;
  readonly all: readonly number[];
  readonly resolve: (kept: readonly number[]) => void;
}

/** Undefined if no thread can be started. */
export async function startPrefilter(
  host: Host,
  query: Query,
  predicate: Predicate,
): Promise<(Prefilter & { close(): void }) | undefined> {
  if (host.threads < 2) return undefined;
  const amount = Math.min(host.threads, threadsMax);
  const started = await Promise.all(
    Array.from({ length: amount }, () => host.startThread('prefilter-worker', packQuery(query))),
  );
  const threads = started.filter((thread) => thread !== undefined);
  if (threads.length === 0) return undefined;
  const waiting = new Map<number, Waiting>();
  const busy = new Map(threads.map((thread) => [thread, 0]));
  let sent = 0;

  const settle = (id: number, kept: readonly number[]): void => {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    waiting.delete(id);
    busy.set(entry.thread, (busy.get(entry.thread) ?? 1) - 1);
    entry.resolve(kept);
  };
  for (const thread of threads) {
    thread.onMessage((message) => {
      if (message === undefined) {
        // The thread has died, probably of lack of memory: the main thread reads its values, and all later ones if none is left.
        threads.splice(threads.indexOf(thread), 1);
        for (const [id, entry] of waiting) if (entry.thread === thread) settle(id, entry.all);
        return;
      }
      const answer = message as PrefilterAnswer;
      for (const [clause, failed] of answer.failed.entries()) {
        const count = predicate.counts[clause];
        if (count !== undefined) count.failed += failed;
      }
      settle(answer.id, answer.kept);
    });
  }
  return {
    width: threads.length * 2,
    keep(batch) {
      const [thread] = threads.toSorted((one, other) => (busy.get(one) ?? 0) - (busy.get(other) ?? 0));
      const { spans } = batch;
      const all = Array.from({ length: spans.length / 2 }, (_each, index) => index);
      if (thread === undefined) return Promise.resolve(all);
      sent += 1;
      const request: PrefilterRequest = { id: sent, bytes: batch.bytes, spans };
      busy.set(thread, (busy.get(thread) ?? 0) + 1);
      return new Promise((resolve) => {
        waiting.set(request.id, { thread, all, resolve });
        thread.post(request);
      });
    },
    close() {
      for (const thread of threads) thread.stop();
    },
  };
}
