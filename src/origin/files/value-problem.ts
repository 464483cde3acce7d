// The messages for values that are not records: their position, what is wrong, and how many records inside them could be read.

import type { Piece } from './piece.ts';

export function position(piece: Piece): string {
  return `record ${piece.number} at byte ${piece.offset}`;
}

/** `recovered`: records that could be read inside the value. */
export function notJsonMessage(piece: Piece, error: unknown, recovered: number): string {
  const message = error instanceof Error ? error.message : String(error);
  const inside = /at position (\d+)/.exec(message)?.[1];
  const at = inside === undefined ? '' : ` at byte ${piece.offset + Number(inside)}`;
  const what = message.replace(/ in JSON at position \d+.*$/s, '').replace(/, (?:\.\.\.)?".*$/s, '');
  return `${position(piece)}: not JSON${at}: ${what}${recoveredText(recovered)}`;
}

/** `bytesMax`: the longest value that is read, in bytes. */
export function tooLongMessage(piece: Piece, bytesMax: number, recovered: number): string {
  return `${position(piece)}: it is longer than ${bytesMax / 1024 / 1024} MB and was skipped${recoveredText(recovered)}`;
}

export function cutOffMessage(piece: Piece, recovered: number): string {
  return `${position(piece)}: the file ends inside it, after ${piece.bytes.length} bytes${recoveredText(recovered)}`;
}

function recoveredText(records: number): string {
  if (records === 0) return '';
  return records === 1 ? '; 1 record inside it was read' : `; ${records} records inside it were read`;
}

export function pythonDictProblem(piece: Piece): { readonly message: string; readonly hint: string } {
  return {
    message: `${position(piece)}: it is a Python dict, not JSON`,
    hint: "python3 -c 'import ast,json,sys; print(json.dumps(ast.literal_eval(sys.stdin.read())))' < FILE | trailsift --from -",
  };
}

/** Whether the value is printed by Python: its strings are in single quotes. */
export function isPythonDict({ bytes }: Piece): boolean {
  return /^[[{\s]*u?'/.test(bytes.subarray(0, 100).toString('latin1'));
}
