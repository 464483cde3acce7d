// Decides whether other threads test records first. They take time to start, and what they keep is parsed twice, so they are only used
// if a question parses many records and matches few.

import type { Host } from '../../host/host.ts';
import type { Reading } from '../origin.ts';
import type { FilesCoverage } from './coverage.ts';
import { startPrefilter } from './prefilter.ts';
import type { Prefilter } from './shared-batch.ts';

const parsedBeforeThreads = 10_000;
const matchedShareMax = 0.25;

/** The threads of one question, which its lanes share. */
export class Threads {
  readonly #host: Host;
  readonly #reading: Reading;
  readonly #lanes: readonly FilesCoverage[];
  readonly #onOver: () => void;
  #tested = 0;
  #isAsked = false;
  #using = 0;
  #prefilter: (Prefilter & { close(): void }) | undefined;

  /** `onOver`: all lanes have ended. */
  constructor(host: Host, reading: Reading, lanes: readonly FilesCoverage[], onOver: () => void) {
    this.#host = host;
    this.#reading = reading;
    this.#lanes = lanes;
    this.#onOver = onOver;
  }

  get prefilter(): Prefilter | undefined {
    return this.#prefilter;
  }

  /** Counts events that the search has tested; it has counted its matches in the coverages. True if the threads are now worth it. */
  areDue(tested: number): boolean {
    this.#tested += tested;
    if (this.#isAsked || this.#tested <= parsedBeforeThreads) return false;
    const matched = this.#lanes.reduce((sum, lane) => sum + lane.matched, 0);
    return matched < this.#tested * matchedShareMax;
  }

  async start(): Promise<void> {
    this.#isAsked = true;
    const started = await startPrefilter(this.#host, this.#reading.query, this.#reading.predicate);
    if (this.#using === 0) started?.close();
    else this.#prefilter = started;
    if (started !== undefined) for (const lane of this.#lanes) lane.prefiltered = true;
  }

  begin(): void {
    this.#using += 1;
  }

  /** The last lane to end stops the threads; one that begins after that may start them again. */
  end(): void {
    this.#using -= 1;
    if (this.#using > 0) return;
    this.#isAsked = false;
    this.#prefilter?.close();
    this.#prefilter = undefined;
    this.#onOver();
  }
}
