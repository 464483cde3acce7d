// What a splitter hands on, and what it asks.

import type { Needles } from './needles.ts';

/** A stretch of the stream that holds one value. */
export interface Piece {
  /** Good until the call returns. */
  readonly bytes: Buffer;
  /** Where it begins in the stream. */
  readonly offset: number;
  /** Counted from 1 in the stream, whether handed on or not. */
  readonly number: number;
  /** A line that was not looked into: it may hold more than one value, or less. */
  readonly line: boolean;
  /** An item of a list that is named `Records`, so a record whatever is in it. */
  readonly listed: boolean;
}

export interface SplitterOptions {
  /** What a value must hold one of to matter; undefined where every value does. */
  readonly wanted: Needles | undefined;
  readonly onPiece: (piece: Piece) => void;
  /** Bytes that are no part of any value: where they begin, and some of them. */
  readonly onStray: (offset: number, bytes: Buffer) => void;
  /**
   * A value that is cut off by the end of the stream, or longer than a value can be. Of its bytes the number that has been made
   * use of is returned, and the stream goes on after them.
   */
  readonly onBroken: (piece: Piece, why: 'cut off' | 'too long') => number;
  /** Whether lines may be taken whole. */
  readonly lines: boolean;
}
