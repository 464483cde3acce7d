// Finds the end of a JSON value by its quotes, escapes and brackets. In WebAssembly, sixteen bytes at a time; in JavaScript if that is
// not available.

import { scanCode } from './scan-code.ts';

/** Why a scan stopped: the bytes ended, the value ended, or a bracket opened at depth two. */
export const bytesEnded = 0;
export const valueEnded = 1;
export const listOpened = 2;

export interface Scanner {
  /** The bytes it scans, with `slackBytes` free at the end. Replaced when it grows. */
  readonly buffer: Buffer;
  /** The state after the last scan. */
  depth: number;
  inString: boolean;
  readonly why: number;
  /** Makes room for so many bytes and keeps the first `kept`. */
  grow(bytes: number, kept: number): void;
  /** Continues at `at` and returns where it stopped, which is one past `end` if an escape is cut in two. */
  scan(at: number, end: number, watch: boolean): number;
}

/** So many bytes after the end may be read. */
export const slackBytes = 16;
const pageBytes = 64 * 1024;

interface Code {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly depth: { value: number };
  readonly inString: { value: number };
  readonly why: { readonly value: number };
  scan(at: number, end: number, watch: number): number;
}

/** The part of the standard interface that is used; Node's own types do not declare it. */
const { WebAssembly: wasm } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (code: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: Code };
  };
};

let compiled: object | undefined;

/** Scanners not in use: making one takes longer than reading a small file. */
const idle: Scanner[] = [];

/** Return it with `releaseScanner` to reuse it. */
export function createScanner(): Scanner {
  const used = idle.pop();
  if (used !== undefined) return used;
  try {
    compiled ??= new wasm.Module(Buffer.from(scanCode, 'base64'));
  } catch {
    // The processor has no vectors, or Node no WebAssembly.
    return plainScanner();
  }
  return fastScanner(compiled);
}

export function releaseScanner(scanner: Scanner): void {
  scanner.depth = 0;
  scanner.inString = false;
  // One that has grown for a very long value is not kept.
  if (scanner.buffer.length < keptBytesMax) idle.push(scanner);
}

const keptBytesMax = 1 << 20;

function fastScanner(module: object): Scanner {
  const code = new wasm.Instance(module).exports;
  let buffer = Buffer.from(code.memory.buffer);
  return {
    get buffer() {
      return buffer;
    },
    get depth() {
      return code.depth.value;
    },
    set depth(depth) {
      code.depth.value = depth;
    },
    get inString() {
      return code.inString.value === 1;
    },
    set inString(inString) {
      code.inString.value = inString ? 1 : 0;
    },
    get why() {
      return code.why.value;
    },
    grow(bytes) {
      // Growing keeps the content.
      code.memory.grow(Math.ceil((bytes - buffer.length) / pageBytes));
      buffer = Buffer.from(code.memory.buffer);
    },
    scan: (at, end, watch) => code.scan(at, end, watch ? 1 : 0),
  };
}

const quote = 0x22;
const backslash = 0x5c;

/** The same, byte by byte. */
export function plainScanner(): Scanner {
  let buffer: Buffer = Buffer.alloc(5 * pageBytes);
  const scanner = {
    get buffer() {
      return buffer;
    },
    depth: 0,
    inString: false,
    why: bytesEnded,
    grow(bytes: number, kept: number) {
      const larger = Buffer.alloc(bytes);
      buffer.copy(larger, 0, 0, kept);
      buffer = larger;
    },
    scan(from: number, end: number, watch: boolean) {
      scanner.why = bytesEnded;
      let at = from;
      while (at < end) {
        const byte = buffer[at] ?? 0;
        at += 1;
        if (scanner.inString) {
          if (byte === backslash) {
            at += 1;
          } else if (byte === quote) {
            scanner.inString = false;
            if (scanner.depth === 0) {
              scanner.why = valueEnded;
              break;
            }
          }
        } else if (byte === quote) {
          scanner.inString = true;
        } else if (byte === 0x7b || byte === 0x5b) {
          scanner.depth += 1;
          if (watch && byte === 0x5b && scanner.depth === 2) {
            scanner.why = listOpened;
            break;
          }
        } else if (byte === 0x7d || byte === 0x5d) {
          scanner.depth -= 1;
          if (scanner.depth <= 0) {
            scanner.why = valueEnded;
            break;
          }
        }
      }
      return at;
    },
  };
  return scanner;
}
