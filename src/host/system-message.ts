// Words the error codes of the operating system.

const systemMessages: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it does not exist any more',
  EISDIR: 'it is a directory',
  EEXIST: 'part of its path is a file, not a directory',
  ENOTDIR: 'part of its path is a file, not a directory',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EMFILE: 'too many files are open',
  ELOOP: 'its symbolic links form a loop',
  EIO: 'the disk failed to read it',
};

export function systemMessage(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  return (typeof code === 'string' ? systemMessages[code] : undefined) ?? message;
}
