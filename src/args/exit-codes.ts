// The exit codes, for the help, the reference and the man page.

export const exitCodes: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'done; with --quiet: something matched'],
  [1, 'with --quiet: nothing matched, and everything was searched'],
  [2, 'wrong usage; nothing was read'],
  [3, 'something could not be read; stderr names it'],
  [4, 'no credentials or no permission; nothing was read'],
  [5, 'any other failure'],
  [130, 'interrupted (Ctrl-C)'],
];
