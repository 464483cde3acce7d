// A block: values cut out of a file, copied together to be looked at later, on another thread or on this one.

import type { Piece } from './piece.ts';

const blockBytes = 512 * 1024;

/** Buffers that are not in use: one for each block would be garbage faster than it is collected. */
const free: SharedArrayBuffer[] = [];

export class SharedBatch {
  readonly bytes: SharedArrayBuffer;
  readonly #spans: number[] = [];
  readonly #pieces: Omit<Piece, 'bytes'>[] = [];
  #used = 0;

  constructor(atLeast: number) {
    this.bytes =
      (atLeast <= blockBytes ? free.pop() : undefined) ??
      new SharedArrayBuffer(Math.max(blockBytes, atLeast));
  }

  /** False where there is no room left. */
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
    if (this.bytes.byteLength === blockBytes) free.push(this.bytes);
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

/** Tells which values of a block are worth looking at: at least all that match, and all that have something wrong with them. */
export interface Prefilter {
  keep(block: SharedBatch): Promise<readonly number[]>;
  /** How many blocks it works on at a time. */
  readonly width: number;
}
