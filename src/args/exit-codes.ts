// The exit codes, for the function that chooses one (command/exit-code.ts), the help, the reference and the man page.

export const exitCodes = {
  done: 0,
  notFound: 1,
  usage: 2,
  partial: 3,
  access: 4,
  failed: 5,
  interrupted: 130,
} as const;

export const exitCodeMeanings: readonly (readonly [code: number, meaning: string])[] = [
  [exitCodes.done, 'done; with --quiet: something matched'],
  [exitCodes.notFound, 'with --quiet: nothing matched, and everything was searched'],
  [exitCodes.usage, 'wrong usage; nothing was read'],
  [exitCodes.partial, 'something could not be read; stderr names it'],
  [exitCodes.access, 'no credentials or no permission; nothing was read'],
  [exitCodes.failed, 'any other failure'],
  [exitCodes.interrupted, 'interrupted (Ctrl-C)'],
];
