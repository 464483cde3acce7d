// Cuts a stream of bytes into the JSON values that may be records, without parsing them: it only looks at quotes, escapes and
// brackets. It knows lists of records (`{"Records":[...]}`, `{"Events":[...]}`, plain arrays), values one after another, and lines.
// It returns parts of its own buffer, which are valid until the call returns. One class: its steps share the position in the buffer,
// and passing that between objects for every value would slow the hot path.

import { memberBefore } from './list-members.ts';
import type { Piece, SplitterOptions } from './piece.ts';
import type { Scanner } from './scanner.ts';
import { createScanner, listOpened, releaseScanner, slackBytes, valueEnded } from './scanner.ts';

/** CloudTrail's records are 256 kB at most (1 MB in an event data store). */
export const valueBytesMax = 16 * 1024 * 1024;

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBrace = 0x7d;
const closeBracket = 0x5d;
const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** The position outside of a value: between values, between the items of a list, or in the object around a list. */
type Level = 'top' | 'list' | 'around';

export class Splitter {
  readonly #options: SplitterOptions;
  readonly #scanner: Scanner;
  /** The scanner's. */
  #buffer: Buffer;
  /** The number of filled bytes; those from `#at` on have not been scanned. */
  #length = 0;
  #at = 0;
  /** The position of the buffer's first byte in the stream. */
  #offset = 0;
  #number = 0;

  #level: Level = 'top';
  #listIsIn: 'top' | 'around' = 'top';
  /** Where the current value begins; -1 between values. */
  #start = -1;
  #listed = false;
  /** In the object around a list. */
  #depth = 0;
  #inString = false;
  /** The current value is too long: only its end is searched. */
  #skipping = false;
  #lines = false;
  #straying = false;

  constructor(options: SplitterOptions, scanner = createScanner()) {
    this.#options = options;
    this.#scanner = scanner;
    this.#buffer = scanner.buffer;
  }

  /** How many values there have been. */
  get count(): number {
    return this.#number;
  }

  /** Whether the stream may end here: not inside a list, nor inside the object around one. */
  get atTop(): boolean {
    return this.#level === 'top';
  }

  get offset(): number {
    return this.#offset + Math.min(this.#at, this.#length);
  }

  /** Where the next bytes go; `filled` says how many were written. */
  space(atLeast: number): Buffer {
    const needed = this.#length + atLeast + slackBytes;
    if (this.#buffer.length < needed) {
      this.#scanner.grow(Math.max(this.#buffer.length * 2, needed), this.#length);
      this.#buffer = this.#scanner.buffer;
    }
    return this.#buffer.subarray(this.#length);
  }

  filled(count: number): void {
    this.#length += count;
    this.#options.wanted?.load(this.#buffer.subarray(0, this.#length));
    this.#run();
    this.#compact();
  }

  write(bytes: Uint8Array): void {
    this.space(bytes.length).set(bytes);
    this.filled(bytes.length);
  }

  /** Call at the end of the stream. The splitter cannot be used afterwards. */
  end(): void {
    while (this.#start >= 0) {
      this.#broken(this.#length, 'cut off');
      this.#run();
    }
    this.#at = this.#length;
    releaseScanner(this.#scanner);
  }

  #run(): void {
    while (this.#at < this.#length) {
      if (this.#start >= 0 || this.#skipping) {
        if (!this.#finishValue()) return;
      } else if (this.#level === 'around') {
        if (!this.#leaveAround()) return;
      } else {
        this.#betweenValues();
      }
    }
  }

  #betweenValues(): void {
    const byte = this.#buffer[this.#at] ?? 0;
    if (byte === openBrace) {
      this.#straying = false;
      if (this.#lines && this.#level === 'top' && this.#takeLine()) return;
      this.#start = this.#at;
    } else if (byte === openBracket) {
      this.#straying = false;
      if (this.#level === 'top') this.#enterList('top');
      else this.#start = this.#at;
    } else if (byte <= 0x20 && byte !== 0) {
      this.#straying &&= byte !== lineFeed;
      this.#at += 1;
    } else if (byte === comma) {
      this.#straying &&= this.#level === 'top';
      this.#at += 1;
    } else if (byte === closeBracket && this.#level === 'list') {
      this.#at += 1;
      this.#level = this.#listIsIn;
      this.#depth = this.#level === 'around' ? 1 : 0;
      this.#straying = false;
    } else if (byte === quote && !this.#straying) {
      this.#start = this.#at;
    } else {
      this.#stray();
    }
  }

  /** Skips to the next line or bracket, so that text around JSON (a shell prompt, a log time) does no harm. */
  #stray(): void {
    if (!this.#straying) {
      this.#options.onStray(
        this.#offset + this.#at,
        this.#buffer.subarray(this.#at, Math.min(this.#length, this.#at + 24)),
      );
    }
    this.#straying = true;
    this.#at += 1;
  }

  /** Once a value has filled a whole line, a line that begins and ends like a record is returned without scanning it. */
  #takeLine(): boolean {
    const end = this.#buffer.indexOf(lineFeed, this.#at);
    if (end < 0 || end >= this.#length) return false;
    const last = this.#buffer[end - 1] === carriageReturn ? end - 2 : end - 1;
    if (this.#buffer[last] !== closeBrace) return false;
    this.#handOn(this.#at, last + 1, true);
    this.#at = end + 1;
    return true;
  }

  #handOn(start: number, end: number, line: boolean): void {
    this.#number += 1;
    const { wanted, onPiece } = this.#options;
    if (wanted === undefined || wanted.between(start, end)) onPiece(this.#piece(start, end, line));
  }

  #piece(start: number, end: number, line: boolean): Piece {
    const listed = this.#listed && this.#level === 'list';
    return {
      bytes: this.#buffer.subarray(start, end),
      offset: this.#offset + start,
      number: this.#number,
      line,
      listed,
    };
  }

  /** Searches the end of the current value; false if the bytes end first. */
  #finishValue(): boolean {
    const scanner = this.#scanner;
    const length = this.#length;
    const watch = this.#level === 'top' && !this.#skipping;
    do {
      this.#at = scanner.scan(this.#at, length, watch);
      if (scanner.why === valueEnded) {
        this.#endValue(this.#at);
        return true;
      }
      if (scanner.why === listOpened && this.#opensList(this.#at - 1)) {
        this.#at -= 1;
        this.#leaveValue(this.#at);
        this.#forgetValue();
        this.#enterList('around');
        return true;
      }
    } while (scanner.why === listOpened);
    if (!this.#skipping && length - this.#start > valueBytesMax) {
      const { depth, inString } = scanner;
      const at = this.#at;
      if (this.#broken(length, 'too long')) return true;
      this.#skipping = true;
      this.#at = at;
      scanner.depth = depth;
      scanner.inString = inString;
    }
    return false;
  }

  #endValue(end: number): void {
    const start = this.#start;
    if (!this.#skipping && end - start > valueBytesMax) {
      this.#broken(end, 'too long');
      return;
    }
    const skipped = this.#skipping;
    this.#leaveValue(end);
    if (skipped) return;
    this.#handOn(start, end, false);
    // After a value that fills its line, lines are returned whole.
    const next = this.#buffer[end] === carriageReturn ? end + 1 : end;
    this.#lines =
      this.#options.lines &&
      this.#level === 'top' &&
      this.#buffer[start] === openBrace &&
      (start === 0 ? this.#offset === 0 : this.#buffer[start - 1] === lineFeed) &&
      next < this.#length &&
      this.#buffer[next] === lineFeed &&
      this.#buffer.subarray(start, end).indexOf(lineFeed) < 0;
  }

  /** For a value that is left before its end. */
  #forgetValue(): void {
    this.#scanner.depth = 0;
    this.#scanner.inString = false;
  }

  #leaveValue(at: number): void {
    this.#at = at;
    this.#start = -1;
    this.#skipping = false;
  }

  /** Continues after the bytes that were used, or after the value if none were. */
  #broken(end: number, why: 'cut off' | 'too long'): boolean {
    const start = this.#start;
    this.#number += 1;
    const used = this.#options.onBroken(this.#piece(start, end, false), why);
    this.#leaveValue(used > 0 ? start + used : end);
    this.#forgetValue();
    return used > 0;
  }

  #enterList(isIn: 'top' | 'around'): void {
    this.#at += 1;
    this.#level = 'list';
    this.#listIsIn = isIn;
    this.#listed &&= isIn === 'around';
    this.#depth = 0;
    this.#lines = false;
  }

  /** Whether the bracket follows a member that contains records, in an object that is not an item of a list. */
  #opensList(at: number): boolean {
    if (this.#level === 'list' || this.#skipping) return false;
    const found = memberBefore(this.#buffer, Math.max(0, this.#start), at);
    this.#listed = found === 0;
    return found >= 0;
  }

  /** Skips the rest of the object around a list; another list may follow in it. */
  #leaveAround(): boolean {
    while (this.#at < this.#length) {
      const byte = this.#buffer[this.#at] ?? 0;
      this.#at += 1;
      if (this.#inString) {
        if (byte === backslash) this.#at += 1;
        else if (byte === quote) this.#inString = false;
      } else if (byte === quote) {
        this.#inString = true;
      } else if (byte === openBracket && this.#depth === 1 && this.#opensList(this.#at - 1)) {
        this.#at -= 1;
        this.#enterList('around');
        return true;
      } else if ((byte | 0x20) === openBrace) {
        this.#depth += 1;
      } else if ((byte | 0x20) === closeBrace) {
        this.#depth -= 1;
        if (this.#depth <= 0) {
          this.#level = 'top';
          this.#depth = 0;
          return true;
        }
      }
    }
    return false;
  }

  /** Moves what is still needed to the front. */
  #compact(): void {
    // In the object around a list the last bytes are kept, for the name of a list that may follow.
    const kept = this.#level === 'around' ? 64 : 1;
    const from = this.#start >= 0 ? this.#start : Math.max(0, Math.min(this.#at, this.#length) - kept);
    if (from === 0) return;
    this.#buffer.copyWithin(0, from, this.#length);
    this.#length -= from;
    this.#at -= from;
    this.#offset += from;
    if (this.#start >= 0) this.#start = 0;
  }
}
