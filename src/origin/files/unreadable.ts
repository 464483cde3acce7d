// A file that cannot be read, or not further.

/** The bytes could not be read, or not further; what came before stands. */
export class UnreadableFile extends Error {}
