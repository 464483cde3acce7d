// What can still be read of bytes that are not the one value they should be.

import type { Event } from '../../event/event.ts';
import type { Json } from '../../event/json.ts';
import type { Piece } from './piece.ts';
import { Splitter } from './splitter.ts';
import { unwrap } from './unwrap.ts';

export interface Recovered {
  readonly events: readonly Event[];
  /** How many of the bytes have been made use of: up to the end of the last record found. */
  readonly used: number;
}

/**
 * A quote or a bracket too few makes one value of many records: they are looked for by the name of the member that this file's
 * records begin with, in quotes.
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

/** The values of a line that holds more than one. */
export function valuesIn(line: Piece): readonly Piece[] {
  const values: Piece[] = [];
  const splitter = new Splitter({
    wanted: undefined,
    lines: false,
    // Copied: the splitter's bytes are good until the call returns.
    onPiece: ({ bytes, offset }) =>
      values.push({ ...line, bytes: Buffer.from(bytes), offset: line.offset + offset, line: false }),
    onStray: () => undefined,
    onBroken: () => 0,
  });
  splitter.write(line.bytes);
  splitter.end();
  return values;
}

/** Records are 1 MB at most wherever they come from. */
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
