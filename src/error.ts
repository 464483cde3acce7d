// The two kinds of failure. An AppError ends the run. A Diagnostic is a failure of one page, record or place: the run goes on, stderr
// names it, and the exit code is 3.

/** Named after who must act: the user (usage), an administrator (credentials), AWS or the disk (source), the writer of a record (decode), the
 * reader of the output (output). */
export type ErrorKind = 'usage' | 'credentials' | 'source' | 'decode' | 'output';

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly kind: ErrorKind;
  /** What to type next, printed as `try: HINT`. */
  readonly hint: string | undefined;

  constructor(kind: ErrorKind, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.hint = options.hint;
  }
}

/** Something that could not be read. `where` is a region, a file or an event id. */
export interface Diagnostic {
  readonly kind: Exclude<ErrorKind, 'usage' | 'output'>;
  readonly where: string;
  readonly message: string;
  readonly hint?: string;
}

export function usageError(message: string, hint?: string): AppError {
  return new AppError('usage', message, hint === undefined ? {} : { hint });
}

/** Quoted for a POSIX shell, for hints. */
export function shellWord(value: string): string {
  return /^[\w.,:/@+=-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
