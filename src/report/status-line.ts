// The status line: one line at the foot of the terminal while the search runs.

import stringWidth from 'fast-string-truncated-width';
import { createLogUpdate } from 'log-update';
import { visible } from '../event/record-text.ts';
import type { Zone } from '../event/zone.ts';
import { wallTime } from '../event/zone.ts';
import type { Host } from '../host/host.ts';
import { figure } from '../export/figure.ts';
import type { Ledger, PlaceLedger } from '../search/ledger.ts';
import { eventsRead, shareDone } from '../search/ledger.ts';
import { count, duration } from './words.ts';

export interface StatusLine {
  /** Takes the line away, for what standard error says next; it comes back by itself. */
  clear(): void;
  stop(): void;
}

const refreshMs = 200;

/** `text` is asked for anew each time and cut to the window. */
export function startStatusLine(host: Host, text: () => string): StatusLine {
  const render = createLogUpdate(streamOf(host), { showCursor: true });
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      render(fit(text(), host.stderr.columns() ?? 80));
      await host.sleep(refreshMs, stopped.signal);
    }
  };
  void run();
  // Rows come when they come: below the line they would be taken for a part of it, and erased with it.
  const stopListening = host.stdout.isTTY ? host.stdout.beforeWrite(() => render.clear()) : () => undefined;
  return {
    clear: () => render.clear(),
    stop() {
      stopped.abort();
      stopListening();
      render.clear();
    },
  };
}

function fit(text: string, width: number): string {
  const { index } = stringWidth(visible(text), { limit: Math.max(10, width - 1) });
  return visible(text).slice(0, index);
}

export interface StatusContext {
  readonly zone: Zone;
  /** Requests a second for each place. */
  readonly rate: number;
}

export function statusText(ledger: Ledger, { zone, rate }: StatusContext): string {
  const open = ledger.places.filter((place) => place.failure === undefined && !place.complete);
  const leftS = secondsLeft(ledger, rate);
  const shown = open.slice(0, 3).map((place) => placeText(place, ledger, { zone, rate }));
  const rest = open.length > shown.length ? [`${open.length - shown.length} more places`] : [];
  return [
    `${Math.floor(shareDone(ledger) * 100)} %`,
    `${count(eventsRead(ledger), 'event')} read`,
    `${figure(ledger.matched)} matched`,
    ...(leftS === undefined ? [] : [`${duration(leftS)} left`]),
    ...shown,
    ...rest,
  ].join(' · ');
}

/** Places are read side by side, so it is as long as the longest; undefined while one that is being read has shown nothing. */
export function secondsLeft(ledger: Ledger, rate: number): number | undefined {
  const open = ledger.places.filter((place) => place.failure === undefined && !place.complete);
  const pages = open.map((place) => place.pagesLeft);
  if (open.length === 0 || pages.some((each) => each === undefined)) return undefined;
  return Math.max(...pages.map((each) => each ?? 0)) / rate;
}

/** The time a place has been read down to, and how long the rest will take. */
function placeText(
  { place, answered, read, pagesLeft }: PlaceLedger,
  ledger: Ledger,
  { zone, rate }: StatusContext,
): string {
  if (!answered()) return `${place.name} has not answered`;
  const left = pagesLeft === undefined ? '' : ` (${duration(pagesLeft / rate)})`;
  return `${place.name} at ${wallTime(read.at(-1)?.fromS ?? ledger.window.untilS, zone)}${left}`;
}

/** What log-update needs of a stream, over the host's stderr. */
function streamOf(host: Host): NodeJS.WritableStream & { readonly columns: number } {
  const stream = {
    isTTY: true,
    rows: 24,
    get columns() {
      return host.stderr.columns() ?? 80;
    },
    write(text: string) {
      void host.stderr.write(text);
      return true;
    },
  };
  return stream as unknown as NodeJS.WritableStream & { readonly columns: number };
}
