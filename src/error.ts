// The two ways something can go wrong. An AppError ends the run; a Diagnostic is trouble with one page,
// record or place: the run goes on, stderr names it, and the exit code becomes 3.

/** Who must act: the person typing, whoever grants access, the service, whoever wrote the record, whoever reads the output. */
export type ErrorKind = 'usage' | 'credentials' | 'source' | 'decode' | 'output';

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly kind: ErrorKind;
  /** What to type next. */
  readonly hint: string | undefined;

  constructor(kind: ErrorKind, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.hint = options.hint;
  }
}

/** Something that could not be read. `where` is a region, a file, an event id: whatever the reader has to look for. */
export interface Diagnostic {
  readonly kind: Exclude<ErrorKind, 'usage' | 'output'>;
  readonly where: string;
  readonly message: string;
  readonly hint?: string;
}

export function usageError(message: string, hint?: string): AppError {
  return new AppError('usage', message, hint === undefined ? {} : { hint });
}

/** As a POSIX shell takes it, whatever is in it: for what is to be typed next. */
export function shellWord(value: string): string {
  return /^[\w.,:/@+=-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
