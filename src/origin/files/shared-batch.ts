// A batch of values cut out of a file, copied together so that another thread or this one can parse them later.

import type { Piece } from './piece.ts';

const batchBytes = 512 * 1024;

/** Buffers not in use: a new one for each batch would fill memory faster than it is collected. */
const free: SharedArrayBuffer[] = [];

export class SharedBatch {
  readonly bytes: SharedArrayBuffer;
  readonly #spans: number[] = [];
  readonly #pieces: Omit<Piece, 'bytes'>[] = [];
  #used = 0;

  constructor(atLeast: number) {
    this.bytes =
      (atLeast <= batchBytes ? free.pop() : undefined) ??
      new SharedArrayBuffer(Math.max(batchBytes, atLeast));
  }

  /** False if there is no room left. */
  add({ bytes, ...place }: Piece): boolean {
    if (this.#used + bytes.length > this.bytes.byteLength) return false;
    Buffer.from(this.bytes).set(bytes, this.#used);
    this.#spans.push(this.#used, this.#used + bytes.length);
    this.#pieces.push(place);
    this.#used += bytes.length;
    return true;
  }

  /** The pieces are not needed any more. */
  release(): void {
    if (this.bytes.byteLength === batchBytes) free.push(this.bytes);
  }

  /** Where each value begins and ends. */
  get spans(): Uint32Array {
    return new Uint32Array(this.#spans);
  }

  piece(index: number): Piece {
    const [start = 0, end = 0] = this.#spans.slice(index * 2, index * 2 + 2);
    const place = this.#pieces[index] ?? { offset: 0, number: 0, line: false, listed: false };
    return { ...place, bytes: Buffer.from(this.bytes, start, end - start) };
  }
}

/** Says which values of a batch to parse: at least all that match and all that have a problem. */
export interface Prefilter {
  keep(batch: SharedBatch): Promise<readonly number[]>;
  /** How many batches it works on at a time. */
  readonly width: number;
}
