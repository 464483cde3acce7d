// What the reporter prints to stderr beside errors.

/** A message and what to type next, printed as `try: HINT` on a line of its own. */
export interface Hinted {
  readonly text: string;
  readonly hint?: string;
}

/** A plain string has no hint. */
export type Note = string | Hinted;
