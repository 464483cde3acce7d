// What a splitter returns, and its options.

import type { Needles } from './needles.ts';

/** A part of the stream that contains one value. */
export interface Piece {
  /** Valid until the call returns. */
  readonly bytes: Buffer;
  /** Its position in the stream. */
  readonly offset: number;
  /** Counted from 1 in the stream, including values that were skipped. */
  readonly number: number;
  /** A line that was not scanned: it may contain more than one value, or a part of one. */
  readonly line: boolean;
  /** An item of a list named `Records`, so it is a record whatever its members. */
  readonly listed: boolean;
}

export interface SplitterOptions {
  /** Texts of which a value must contain one, or it is skipped; undefined if every value is returned. */
  readonly wanted: Needles | undefined;
  readonly onPiece: (piece: Piece) => void;
  /** Bytes outside of every value: their position, and the first of them. */
  readonly onStray: (offset: number, bytes: Buffer) => void;
  /**
   * A value that is cut off by the end of the stream, or too long. Returns how many of its bytes were used; the stream continues after
   * them.
   */
  readonly onBroken: (piece: Piece, why: 'cut off' | 'too long') => number;
  /** Whether a line may be returned without scanning it. */
  readonly lines: boolean;
}
