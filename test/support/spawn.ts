// Runs the built program as a user does.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { keepMessages } from './keep-messages.ts';

export const program = fileURLToPath(new URL('../../bin/trailsift.js', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called as soon as there is output, with the running program. */
  readonly onStdout?: (child: ChildProcess) => void;
}

/** No configuration of the machine's own gets in: no profile, no region, no proxy. */
export const cleanEnv: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  TZ: 'UTC',
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  AWS_EC2_METADATA_DISABLED: 'true',
};

export const credentialsEnv: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_REGION: 'us-east-1',
};

export function runProgram(args: readonly string[], options: SpawnOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...cleanEnv, ...credentialsEnv, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    out.push(chunk);
    options.onStdout?.(child);
  });
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const stderr = Buffer.concat(err).toString();
      keepMessages({ argv: args, stderr });
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr });
    });
  });
}
