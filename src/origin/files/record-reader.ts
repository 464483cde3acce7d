// Cuts the bytes of one file into records and collects events, problems with their position, and notes.

import { isUtf8 } from 'node:buffer';
import type { Diagnostic } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import type { Json } from '../../event/json.ts';
import { createNeedles } from './needles.ts';
import type { Recovered } from './recover.ts';
import { firstMemberOf, recoverRecords, valuesIn } from './recover.ts';
import type { Prefilter } from './shared-batch.ts';
import { SharedBatch } from './shared-batch.ts';
import type { Piece } from './piece.ts';
import { Splitter, valueBytesMax } from './splitter.ts';
import type { Found } from './unwrap.ts';
import { recordOf, unwrap } from './unwrap.ts';
import {
  cutOffMessage,
  isPythonDict,
  notJsonMessage,
  position,
  pythonDictProblem,
  tooLongMessage,
} from './value-problem.ts';

export interface FileBatch {
  /** Not yet tested against the Query. */
  readonly events: readonly Event[];
  /** What was read but could not be decoded. */
  readonly problems: readonly Diagnostic[];
  readonly notes: readonly string[];
  /** Values seen, parsed or not. */
  readonly records: number;
}

export interface ReadOptions {
  /** The file's name in messages. */
  readonly name: string;
  /** Every record that can match contains one of these; undefined if all must be parsed. */
  readonly literals: readonly string[] | undefined;
  /** Called before each chunk. If there is a prefilter, only the values that it keeps are parsed. */
  readonly prefilter: () => Prefilter | undefined;
}

interface Problem {
  readonly kind?: Diagnostic['kind'];
  readonly message: string;
  readonly hint?: string | undefined;
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
  /** Values that are not records. */
  #others = 0;
  /** The first member of this file's records, to find the next record after a broken one. */
  #firstMember: Buffer = Buffer.from('"eventVersion"');
  /** If there is one, values wait in a shared batch until it has said which of them to keep. */
  #prefilter: Prefilter | undefined;
  #sharedBatch: SharedBatch | undefined;
  readonly filtering: Promise<void>[] = [];
  bytes = 0;
  /** The file could not be read to its end. */
  broken = false;

  constructor({ name, literals }: ReadOptions) {
    this.#name = name;
    this.#splitter = new Splitter({
      wanted: literals === undefined ? undefined : createNeedles(literals),
      lines: true,
      onPiece: (piece) => {
        if (this.#prefilter === undefined) this.#piece(piece);
        else if (this.#sharedBatch?.add(piece) !== true) {
          this.#filterBatch();
          this.#sharedBatch = new SharedBatch(piece.bytes.length);
          this.#sharedBatch.add(piece);
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

  /** From now on values are collected into shared batches for the prefilter. */
  collect(prefilter: Prefilter): void {
    this.#prefilter = prefilter;
  }

  /** Shared batches are parsed in the order of the file, whichever the prefilter returns first. */
  #filterBatch(): void {
    const batch = this.#sharedBatch;
    this.#sharedBatch = undefined;
    if (batch === undefined || this.#prefilter === undefined) return;
    const before = this.filtering.at(-1);
    const kept = this.#prefilter.keep(batch);
    const filter = async (): Promise<void> => {
      await before;
      for (const index of await kept) this.#piece(batch.piece(index));
      batch.release();
    };
    this.filtering.push(filter());
  }

  end(): void {
    const { offset } = this.#splitter;
    this.#splitter.end();
    this.#filterBatch();
    if (!this.broken && !this.#splitter.atTop) {
      this.problem({
        message: `at byte ${offset}: it ends inside its list of records: the records after that are missing`,
      });
    }
    if (this.bytes === 0 && !this.broken) this.#notes.push(`${this.#name} is empty`);
    if (this.#digests > 0) this.#notes.push(`${this.#name} is a digest file, which holds no records`);
  }

  /** `source`: about the file, `decode`: about one of its records. */
  problem({ kind = 'decode', message, hint }: Problem): void {
    this.#problems.push({ kind, where: this.#name, message, ...(hint === undefined ? {} : { hint }) });
  }

  /** Call when all is read. Adds what was skipped, or that the file contains no records. */
  finish(): FileBatch {
    if (this.#stray !== undefined) {
      const { offset, sample } = this.#stray;
      const text = JSON.stringify(sample.slice(0, 20));
      if (this.#isProse) {
        this.#problems = [];
        this.#others = -1;
        this.problem({ message: `it holds no record and begins with ${text}` });
      } else {
        this.problem({ message: `at byte ${offset}: ${text} is not part of a record and was skipped` });
      }
    }
    return this.take();
  }

  /** It does not begin as JSON and contains no record: it is probably prose, in which every word would be a problem. */
  get #isProse(): boolean {
    return this.#stray?.first === true && this.#others === this.records;
  }

  take(): FileBatch {
    // Held until a record shows that the file is not prose.
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
      this.problem({
        message: `${position(piece)}: it is not valid UTF-8; its invalid bytes are shown as U+FFFD`,
      });
    }
    for (const found of unwrap(value, text)) {
      const record = found.kind === 'none' && piece.listed ? recordOf(value, text) : undefined;
      this.#keep(record ?? found, piece);
    }
    if (this.#found === 1) this.#firstMember = firstMemberOf(piece.bytes) ?? this.#firstMember;
  }

  #keep(found: Found, piece: Piece): void {
    if (found.kind === 'event') {
      this.#found += 1;
      this.#events.push(found.event);
    } else if (found.kind === 'digest') {
      this.#digests += 1;
    } else {
      this.#others += 1;
      this.problem({ message: `${position(piece)}: ${found.why}` });
    }
  }

  #notJson(piece: Piece, error: unknown): void {
    this.#others += 1;
    if (isPythonDict(piece)) this.problem(pythonDictProblem(piece));
    else this.problem({ message: notJsonMessage(piece, error, this.#recover(piece).events.length) });
  }

  #unfinished(piece: Piece, why: 'cut off' | 'too long'): number {
    this.#others += 1;
    if (isPythonDict(piece)) {
      this.problem(pythonDictProblem(piece));
      return 0;
    }
    const { events, used } = this.#recover(piece);
    const message =
      why === 'too long'
        ? tooLongMessage(piece, valueBytesMax, events.length)
        : cutOffMessage(piece, events.length);
    this.problem({ message });
    return used;
  }

  #recover(piece: Piece): Recovered {
    const recovery = recoverRecords(piece.bytes, this.#firstMember);
    this.#found += recovery.events.length;
    for (const event of recovery.events) this.#events.push(event);
    return recovery;
  }
}
