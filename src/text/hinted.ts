// A message for stderr and what to type next.

export interface Hinted {
  readonly text: string;
  /** Printed on a line of its own, after `try: `. */
  readonly hint?: string;
}

/** A plain string has no hint. */
export type Note = string | Hinted;
