// Why a file could not be read to its end.

/** The bytes, or the rest of them, could not be read; what came before is valid. */
export class UnreadableFile extends Error {
  /** What to type to read it. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
