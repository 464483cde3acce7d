// Parses an unfinished command line up to the cursor.

import type { CommandRow } from '../command.ts';
import { commandNamed } from '../find-command.ts';
import { flagNamed } from '../find-flag.ts';
import type { Flag } from '../flags.ts';

export interface Cursor {
  /** Undefined if no command is named and there is no default one. */
  readonly command: CommandRow | undefined;
  /** Whether the word at the cursor is the first one. */
  readonly isFirst: boolean;
  /** The flag whose value is at the cursor. */
  readonly flag: Flag | undefined;
  /** Whether the cursor is after `--`: all words there are terms. */
  readonly isLiteral: boolean;
  /** The values of each flag so far, by its name. Words that are not flags have the empty name. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/** `before` are the words before the cursor, without the name of the program. */
export function cursorAfter(before: readonly string[], commands: readonly CommandRow[]): Cursor {
  const given = new Map<string, string[]>();
  const give = (name: string, value: string): void => {
    given.set(name, [...(given.get(name) ?? []), value]);
  };
  const named = commandNamed(before[0], commands);
  let flag: Flag | undefined;
  let isLiteral = false;
  for (const word of named === undefined ? before : before.slice(1)) {
    const isFlag = word.startsWith('-') && word !== '-';
    if (flag !== undefined && !(flag.name === 'from' && isFlag)) {
      give(flag.name, word);
      // --from takes paths up to the next flag.
      if (flag.name !== 'from') flag = undefined;
    } else if (isLiteral || !isFlag) {
      give('', word);
    } else if (word === '--') {
      flag = undefined;
      isLiteral = true;
    } else {
      const [name = '', ...value] = word.split('=');
      const known = flagNamed(name);
      flag = known?.value !== undefined && value.length === 0 ? known : undefined;
      if (known !== undefined && flag === undefined) give(known.name, value.join('='));
    }
  }
  const command = named ?? commands.find(({ isDefault }) => isDefault);
  return { command, isFirst: before.length === 0, flag, isLiteral, given };
}
