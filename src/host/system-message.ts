// The operating system's error codes in words.

const systemMessages: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it is not there any more',
  EISDIR: 'it is a directory',
  EMFILE: 'too many files are open',
  ELOOP: 'its links lead in a circle',
  EIO: 'the disk cannot read it',
};

export function systemMessage(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  return (typeof code === 'string' ? systemMessages[code] : undefined) ?? message;
}
