// What every search does with its answer: print it as it comes, stop when nobody reads any more, stop at Ctrl-C.

import type { Event } from '../event/event.ts';
import { redact } from '../event/redact.ts';
import type { Exporter } from '../export/exporter.ts';
import type { Host } from '../host/host.ts';
import type { OutputSpec } from '../request/output.ts';

export interface Stop {
  /** Aborted by the first Ctrl-C, by a reader that has gone, and at the end. */
  readonly signal: AbortSignal;
  readonly interrupted: () => boolean;
  /** Nothing more is to be read. */
  end(): void;
}

/** The second Ctrl-C ends the process at once. */
export function startStop(host: Host): Stop {
  const stop = new AbortController();
  let interrupts = 0;
  const stopListening = host.onInterrupt(() => {
    interrupts += 1;
    if (interrupts > 1) host.exitNow(130);
    stop.abort();
  });
  host.stdout.closed.addEventListener('abort', () => stop.abort(), { once: true });
  if (host.stdout.closed.aborted) stop.abort();
  return {
    signal: stop.signal,
    interrupted: () => interrupts > 0,
    end() {
      stop.abort();
      stopListening();
    },
  };
}

export interface Delivery {
  readonly host: Host;
  readonly output: OutputSpec;
  readonly exporter: Exporter;
  readonly events: AsyncGenerator<readonly Event[]>;
  /** The answer comes newest first and is wanted oldest first. */
  readonly reversed: boolean;
}

/** The same events, shown on their way to whoever keeps count of something. */
export async function* watched(
  events: AsyncGenerator<readonly Event[]>,
  watcher: { see(events: readonly Event[]): void } | undefined,
): AsyncGenerator<readonly Event[]> {
  for await (const each of events) {
    watcher?.see(each);
    yield each;
  }
}

export function joined(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

/** Resolves to whether anything matched. With `--quiet` the first match is the end of it. */
export async function deliver(delivery: Delivery): Promise<boolean> {
  const { host, output, exporter } = delivery;
  let found = false;
  const kept: Event[] = [];
  for await (const events of delivery.events) {
    found = true;
    if (output.quiet) break;
    const shown = output.redact ? events.map(redact) : events;
    if (delivery.reversed) {
      for (const event of shown) kept.push(event);
      continue;
    }
    await exporter.write(shown);
    if (host.stdout.closed.aborted) break;
  }
  if (!output.quiet) {
    if (kept.length > 0) await exporter.write(kept.toReversed());
    await exporter.end();
  }
  return found;
}

/** What the search knows only when it is over: tests that could not be made, ids that came with two texts. */
export function matchNotes(
  counts: readonly { readonly label: string; readonly failed: number }[],
  conflicts: ReadonlySet<string>,
): readonly string[] {
  const failed = counts.filter((count) => count.failed > 0);
  return [
    ...failed.map(
      ({ label, failed: times }) =>
        `${label}: could not be evaluated on ${times} events, whose types a function does not take; they do not match (guard it: errorCode && contains(errorCode, 'x'))`,
    ),
    ...(conflicts.size > 0
      ? [
          `${conflicts.size} event ids came with two different texts, and both are printed: ${[...conflicts].slice(0, 3).join(', ')}`,
        ]
      : []),
  ];
}
