import type { Note } from '../text/hinted.ts';
// Drops repeated notes: several filters can have the same cause.

/** Keeps the first of equal notes, in order. */
export function distinctNotes(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
