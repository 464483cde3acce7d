// Cuts the bytes of one file into records and collects what comes of them: events, problems with their place, notes.

import { isUtf8 } from 'node:buffer';
import type { Diagnostic } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import type { Json } from '../../event/json.ts';
import { createNeedles } from './needles.ts';
import type { Recovered } from './recover.ts';
import { recoverRecords, valuesIn } from './recover.ts';
import type { Prefilter } from './shared-batch.ts';
import { SharedBatch } from './shared-batch.ts';
import type { Piece } from './piece.ts';
import { Splitter, valueBytesMax } from './splitter.ts';
import type { Found } from './unwrap.ts';
import { recordOf, unwrap } from './unwrap.ts';

export interface FileBatch {
  /** Not yet tested against the Query. */
  readonly events: readonly Event[];
  /** What was read and could not be decoded. */
  readonly problems: readonly Diagnostic[];
  readonly notes: readonly string[];
  /** Values seen, looked into or not. */
  readonly records: number;
}

export interface ReadOptions {
  /** What names the file in messages. */
  readonly name: string;
  /** Any one of these stands in every record that can match; undefined where all must be parsed. */
  readonly literals: readonly string[] | undefined;
  /** Asked before each chunk: where there is one, the values are not looked at before it has told which of them are worth it. */
  readonly sieve: () => Prefilter | undefined;
}

export class RecordReader {
  readonly #name: string;
  readonly #splitter: Splitter;
  #events: Event[] = [];
  #problems: Diagnostic[] = [];
  #notes: string[] = [];
  #taken = 0;
  #found = 0;
  #digests = 0;
  #stray: { readonly offset: number; readonly sample: string; readonly first: boolean } | undefined;
  /** Values that turned out to be no records. */
  #others = 0;
  /** How this file's records begin, to find the next one behind a broken one. */
  #firstMember: Buffer = Buffer.from('"eventVersion"');
  /** Where there is one, values wait in a block until it has told which of them are worth looking at. */
  #sieve: Prefilter | undefined;
  #block: SharedBatch | undefined;
  readonly sifting: Promise<void>[] = [];
  bytes = 0;
  /** The end of the bytes is not the end of the file. */
  broken = false;

  constructor({ name, literals }: ReadOptions) {
    this.#name = name;
    this.#splitter = new Splitter({
      wanted: literals === undefined ? undefined : createNeedles(literals),
      lines: true,
      onPiece: (piece) => {
        if (this.#sieve === undefined) this.#piece(piece);
        else if (this.#block?.add(piece) !== true) {
          this.#sift();
          this.#block = new SharedBatch(piece.bytes.length);
          this.#block.add(piece);
        }
      },
      onStray: (offset, bytes) => {
        this.#stray ??= { offset, sample: bytes.toString('utf8'), first: this.#splitter.count === 0 };
      },
      onBroken: (piece, why) => this.#unfinished(piece, why),
    });
  }

  get records(): number {
    return this.#splitter.count;
  }

  write(chunk: Buffer): void {
    this.bytes += chunk.length;
    this.#splitter.write(chunk);
  }

  /** From here on values are put together, for the sieve. */
  collect(sieve: Prefilter): void {
    this.#sieve = sieve;
  }

  /** Blocks are looked at in the order in which they were put together, whichever comes back first. */
  #sift(): void {
    const block = this.#block;
    this.#block = undefined;
    if (block === undefined || this.#sieve === undefined) return;
    const before = this.sifting.at(-1);
    const kept = this.#sieve.keep(block);
    const sift = async (): Promise<void> => {
      await before;
      for (const index of await kept) this.#piece(block.piece(index));
      block.release();
    };
    this.sifting.push(sift());
  }

  end(): void {
    const { offset } = this.#splitter;
    this.#splitter.end();
    this.#sift();
    if (!this.broken && !this.#splitter.atTop) {
      this.problem(`at byte ${offset}: it ends inside its list of records: what came after is missing`);
    }
    if (this.bytes === 0 && !this.broken) this.#notes.push(`${this.#name} is empty`);
    if (this.#digests > 0) this.#notes.push(`${this.#name} is a digest file, which holds no records`);
  }

  /** `source`: about the file, `decode`: about one of its records. */
  problem(message: string, kind: Diagnostic['kind'] = 'decode'): void {
    this.#problems.push({ kind, where: this.#name, message });
  }

  /** Once all is read: what was passed over, or that the whole file is something else. */
  finish(): FileBatch {
    if (this.#stray !== undefined) {
      const { offset, sample } = this.#stray;
      const text = JSON.stringify(sample.slice(0, 20));
      if (this.#isProse) {
        this.#problems = [];
        this.#others = -1;
        this.problem(`it holds no record; it begins with ${text}`);
      } else {
        this.problem(`at byte ${offset}: ${text} is no part of a record and was passed over`);
      }
    }
    return this.take();
  }

  /** It does not begin as JSON does, and nothing in it is a record: prose, most likely, whose every word would be a problem. */
  get #isProse(): boolean {
    return this.#stray?.first === true && this.#others === this.records;
  }

  take(): FileBatch {
    // Held back until a record shows that the file is not prose.
    const held = this.#isProse;
    const batch = {
      events: this.#events,
      problems: held ? [] : this.#problems,
      notes: this.#notes,
      records: this.records - this.#taken,
    };
    this.#taken = this.records;
    this.#events = [];
    if (!held) this.#problems = [];
    this.#notes = [];
    return batch;
  }

  #piece(piece: Piece): void {
    const text = piece.bytes.toString('utf8');
    let value: Json;
    try {
      value = JSON.parse(text) as Json;
    } catch (error) {
      const values = piece.line ? valuesIn(piece) : [];
      if (values.length > 1) for (const each of values) this.#piece(each);
      else this.#notJson(piece, error);
      return;
    }
    if (text.includes('\uFFFD') && !isUtf8(piece.bytes)) {
      this.problem(`${place(piece)}: it is not valid UTF-8; the bytes that are none show as U+FFFD`);
    }
    for (const found of unwrap(value, text)) {
      const record = found.kind === 'none' && piece.listed ? recordOf(value, text) : undefined;
      this.#keep(record ?? found, piece);
    }
    if (this.#found === 1) this.#firstMember = firstMember(piece.bytes) ?? this.#firstMember;
  }

  #keep(found: Found, piece: Piece): void {
    if (found.kind === 'event') {
      this.#found += 1;
      this.#events.push(found.event);
    } else if (found.kind === 'digest') {
      this.#digests += 1;
    } else {
      this.#others += 1;
      this.problem(`${place(piece)}: ${found.why}`);
    }
  }

  #notJson(piece: Piece, error: unknown): void {
    this.#others += 1;
    if (isPythonDict(piece.bytes)) {
      this.problem(
        `${place(piece)}: it is a Python dict, not JSON; python3 -c 'import ast,json,sys; print(json.dumps(ast.literal_eval(sys.stdin.read())))' < FILE | trailsift --from -`,
      );
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    const inside = /at position (\d+)/.exec(message)?.[1];
    const at = inside === undefined ? '' : ` at byte ${piece.offset + Number(inside)}`;
    const what = message.replace(/ in JSON at position \d+.*$/s, '').replace(/, (?:\.\.\.)?".*$/s, '');
    const { events } = this.#recover(piece);
    this.problem(`${place(piece)}: not JSON${at}: ${what}${recovered(events.length)}`);
  }

  #unfinished(piece: Piece, why: 'cut off' | 'too long'): number {
    if (isPythonDict(piece.bytes)) {
      this.#notJson(piece, undefined);
      return 0;
    }
    this.#others += 1;
    const { events, used } = this.#recover(piece);
    this.problem(
      why === 'too long'
        ? `${place(piece)}: it is longer than ${valueBytesMax / 1024 / 1024} MB and was passed over${recovered(events.length)}`
        : `${place(piece)}: it is cut off after ${piece.bytes.length} bytes, by the end of the file${recovered(events.length)}`,
    );
    return used;
  }

  #recover(piece: Piece): Recovered {
    const recovery = recoverRecords(piece.bytes, this.#firstMember);
    this.#found += recovery.events.length;
    for (const event of recovery.events) this.#events.push(event);
    return recovery;
  }
}

function place(piece: Piece): string {
  return `record ${piece.number} at byte ${piece.offset}`;
}

function recovered(events: number): string {
  if (events === 0) return '';
  return events === 1 ? '; 1 record inside it was read' : `; ${events} records inside it were read`;
}

function firstMember(bytes: Buffer): Buffer | undefined {
  const found = /^\{\s*("[A-Za-z]{2,40}")\s*:/.exec(bytes.subarray(0, 100).toString('latin1'));
  return found?.[1] === undefined ? undefined : Buffer.from(found[1]);
}

function isPythonDict(bytes: Buffer): boolean {
  return /^[[{\s]*u?'/.test(bytes.subarray(0, 100).toString('latin1'));
}
