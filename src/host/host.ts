// Everything that the program uses of the machine, as one object that tests can replace: streams, terminal, clock, sleep, environment,
// signals. Only process-host.ts touches `process`.

export interface OutputStream {
  readonly isTTY: boolean;
  /** Width of the terminal; undefined if it is not a terminal. Read it at each use, because windows are resized. */
  columns(): number | undefined;
  /** Resolves when the stream takes more. After the reader closed the stream it resolves at once and writes nothing. */
  write(text: string): Promise<void>;
  /** Calls the listener before each write, until the returned function is called. */
  beforeWrite(listener: () => void): () => void;
  /** Resolves when everything was handed to the system, or failed: then `closed` is aborted. */
  flushed(): Promise<void>;
  /**
   * Hands bytes to the system and returns how many it took, 0 if it takes none now. Do not mix it with `write`, which may still hold text
   * back.
   */
  writeNow(bytes: Uint8Array): number;
  /** Aborted when the reader closes the pipe, without a reason, or when a write fails, with the error. */
  readonly closed: AbortSignal;
}

/** `piped`: a file or a pipe that is meant to be read. `none`: anything else that is not a terminal. */
export type StdinKind = 'terminal' | 'piped' | 'none';

/** The file of that name under `src/origin/files/`. */
export type ThreadScript = 'prefilter-worker';

export interface Thread {
  post(message: unknown): void;
  /** `message` is undefined if the thread has died. */
  onMessage(listener: (message: unknown) => void): void;
  stop(): void;
}

/** The file that standard output goes to. */
export interface OutputFile {
  /** Device and inode. */
  readonly id: string;
  readonly size: number;
}

export interface Host {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Undefined if standard output is not a regular file. */
  stdoutFile(): Promise<OutputFile | undefined>;
  /** Reads that file from a byte on; undefined if the system does not allow it. */
  readStdoutFile(from: number, length: number): Promise<Uint8Array | undefined>;
  stdin(): Promise<StdinKind>;
  /** Standard input; can be read once. */
  stdinBytes(): AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The operating system as Node names it: linux, darwin, win32. */
  readonly platform: string;
  /** `v20.20.2`. */
  readonly nodeVersion: string;
  /** The system's time zone, an IANA name. */
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Threads that the machine can run in parallel. */
  readonly threads: number;
  /** Runs one of the program's own scripts; undefined if the program is not built. */
  startThread(script: ThreadScript, data: unknown): Promise<Thread | undefined>;
  /** In [0, 1). */
  random(): number;
  /** Calls the listener at each Ctrl-C, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  readonly processId: number;
  /** Names the machine or container that process ids belong to; without spaces. */
  readonly machine: string;
  /** Whether there is a process with this id. */
  isRunning(processId: number): boolean;
  /** Ends the process at once, for the second Ctrl-C. */
  exitNow(code: number): void;
  /** Asks for a code on the terminal, without echo. Call it only if stdin and stderr are terminals. */
  askSecret(question: string): Promise<string>;
}
