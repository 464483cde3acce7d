// Everything the program has from the machine it runs on, as one object, so that a test can own it all:
// streams, terminal, clock, sleep, environment, signals. Only process-host.ts touches `process`.

export interface OutputStream {
  readonly isTTY: boolean;
  /** Width of the terminal in columns; undefined where there is none. Read at each use: windows are resized. */
  columns(): number | undefined;
  /** Resolves once the stream wants more. After the reader has gone it resolves at once and writes nothing. */
  write(text: string): Promise<void>;
  /** Calls back before anything is written, until the returned function is called. */
  beforeWrite(listener: () => void): () => void;
  /** Resolves once everything written has been handed to the system, or could not be: `closed` then knows. */
  flushed(): Promise<void>;
  /**
   * Hands bytes to the system before it returns: how many it took, 0 where it takes none just now. Not to be mixed with `write`, which may
   * still hold text back.
   */
  writeNow(bytes: Uint8Array): number;
  /** Aborted when the reader has closed its end of the pipe. */
  readonly closed: AbortSignal;
}

/** What standard input is: a terminal, a file or a pipe that somebody means to be read, or nothing of interest. */
export type StdinKind = 'terminal' | 'piped' | 'none';

/** Built from the file of that name under `src/origin/files/`. */
export type ThreadScript = 'prefilter-worker';

export interface Thread {
  post(message: unknown): void;
  /** `message` is undefined when the thread has died. */
  onMessage(listener: (message: unknown) => void): void;
  stop(): void;
}

/** A file that standard output goes to. */
export interface OutputFile {
  /** Device and inode. */
  readonly id: string;
  readonly size: number;
}

export interface Host {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Undefined where standard output is no regular file. */
  stdoutFile(): Promise<OutputFile | undefined>;
  /** What that file has from a byte on; undefined where the system does not let it be read. */
  readStdoutFile(from: number, length: number): Promise<Uint8Array | undefined>;
  stdin(): Promise<StdinKind>;
  /** Standard input, to be read once. */
  stdinBytes(): AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As Node names operating systems: linux, darwin, win32. */
  readonly platform: string;
  /** `v20.20.2`. */
  readonly nodeVersion: string;
  /** The system's time zone, an IANA name. */
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** How many threads the machine runs at a time. */
  readonly threads: number;
  /** A thread that runs one of the program's own scripts; undefined where there is none (the program is not built). */
  startThread(script: ThreadScript, data: unknown): Promise<Thread | undefined>;
  /** In [0, 1): for jitter. */
  random(): number;
  /** Calls back at each Ctrl-C until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  readonly processId: number;
  /** Whose process ids these are, the machine's or container's: a word. */
  readonly machine: string;
  /** Whether a process of this id is there. */
  isRunning(processId: number): boolean;
  /** Ends the process at once, for the second Ctrl-C. */
  exitNow(code: number): void;
  /** Asks on the terminal for a code that is not echoed. Only called where stdin and stderr are terminals. */
  askSecret(question: string): Promise<string>;
}
