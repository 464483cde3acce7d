// Finds records in bytes that are not valid JSON.

import type { Event } from '../../event/event.ts';
import type { Json } from '../../event/json.ts';
import type { Piece } from './piece.ts';
import { Splitter } from './splitter.ts';
import { unwrap } from './unwrap.ts';

export interface Recovered {
  readonly events: readonly Event[];
  /** The position after the last record found. */
  readonly used: number;
}

/**
 * A missing quote or bracket makes one value of many records. This searches for them by the first member of this file's records, in
 * quotes.
 */
export function recoverRecords(bytes: Buffer, firstMember: Buffer): Recovered {
  const events: Event[] = [];
  let used = 0;
  let at = 1;
  for (let failed = 0; failed < failuresMax;) {
    const member = bytes.indexOf(firstMember, at);
    if (member < 0) break;
    at = member + 1;
    const start = bytes.lastIndexOf('{', member);
    const between = bytes.subarray(start + 1, member).toString('latin1');
    if (start < used || between.trim() !== '') continue;
    const found = firstRecord(bytes.subarray(start, start + recordBytesMax));
    if (found === undefined) {
      failed += 1;
      continue;
    }
    events.push(found.event);
    used = start + found.length;
    at = used;
  }
  return { events, used };
}

/** The name of the first member of a record, in quotes; undefined if it does not begin with one. */
export function firstMemberOf(record: Buffer): Buffer | undefined {
  const found = /^\{\s*("[A-Za-z]{2,40}")\s*:/.exec(record.subarray(0, 100).toString('latin1'));
  return found?.[1] === undefined ? undefined : Buffer.from(found[1]);
}

/** The values of a line that contains more than one. */
export function valuesIn(line: Piece): readonly Piece[] {
  const values: Piece[] = [];
  const splitter = new Splitter({
    wanted: undefined,
    lines: false,
    // Copied, because the splitter's bytes are valid only until the call returns.
    onPiece: ({ bytes, offset }) =>
      values.push({ ...line, bytes: Buffer.from(bytes), offset: line.offset + offset, line: false }),
    onStray: () => undefined,
    onBroken: () => 0,
  });
  splitter.write(line.bytes);
  splitter.end();
  return values;
}

/** A record has at most 1 MB, in every source. */
const recordBytesMax = 1024 * 1024;
const failuresMax = 100;

function firstRecord(bytes: Buffer): { readonly event: Event; readonly length: number } | undefined {
  let result: { event: Event; length: number } | undefined;
  let over = false;
  const splitter = new Splitter({
    wanted: undefined,
    lines: false,
    onPiece(piece) {
      if (over) return;
      over = true;
      try {
        const text = piece.bytes.toString('utf8');
        const [found] = unwrap(JSON.parse(text) as Json, text);
        if (found?.kind === 'event') result = { event: found.event, length: piece.bytes.length };
      } catch {
        // Not this one.
      }
    },
    onStray: () => undefined,
    onBroken: () => 0,
  });
  splitter.write(bytes);
  splitter.end();
  return result;
}
