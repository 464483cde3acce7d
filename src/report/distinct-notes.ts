// Drops repeated notes: several filters can have the same cause.

import type { Note } from '../text/note.ts';

/** Keeps the first of equal notes, in order. */
export function distinctNotes(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
