// Words an unexpected error: where to report it, and everything that a report needs.

import { visible } from '../text/escape.ts';

export interface BugReport {
  readonly error: unknown;
  /** Of trailsift. */
  readonly version: string;
  readonly nodeVersion: string;
  readonly platform: string;
  /** Without secrets. */
  readonly commandLine: string;
  /** Where to report it. */
  readonly url: string;
}

export function bugReport({ error, version, nodeVersion, platform, commandLine, url }: BugReport): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = [
    'error: trailsift failed because of a bug in trailsift.',
    `Please report it at ${url} with the lines below. Names that should not be public can be replaced.`,
    '',
    `version: trailsift ${version}, Node ${nodeVersion}, ${platform}`,
    `command: ${commandLine}`,
    ...stack.split('\n'),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}
