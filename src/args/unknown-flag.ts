// The error for an unknown flag, with the flag that is probably meant.

import { nearestName } from '../catalog/did-you-mean.ts';
import { usageError } from '../error.ts';
import { formats } from '../export/formats.ts';
import { flags } from './flags.ts';

/** Flags of other tools, and what to type instead. */
const otherTools: Readonly<Record<string, string>> = {
  ...Object.fromEntries(formats.map((format) => [`--${format}`, `-o ${format}`])),
  '--last': '--since 2h',
  '--from-time': '--since TIME',
  '--to': '--until TIME',
  '--all-regions': '--region all',
  '--regions': '--region R,R',
  '--group-by': 'trailsift count --by FIELD',
  '--source-ip': '--ip ADDRESS',
  '--source-ip-address': '--ip ADDRESS',
  '--user-identity': '--who NAME',
  '--principal': '--who NAME',
  '--head': '-n 10',
  '--tail': '-n 10',
  '--watch': '--follow',
  '-w': '--follow',
  '--days': '--since 3d',
  '--hours': '--since 3h',
  '--since-time': '--since TIME',
  '--format': '-o FORMAT',
  '--all': '--since 90d --region all',
  '--verbose': '--debug',
  '-v': '--debug',
};

/** `word`: as it was typed, with its value if that is joined with `=`. */
export function unknownFlag(word: string): Error {
  const name = word.split('=')[0] ?? word;
  const joined = /^-([a-zA-Z])(.+)$/.exec(name);
  if (joined !== null && flags.some((flag) => flag.short === joined[1] && flag.value !== undefined)) {
    return usageError(`unknown flag ${word}`, `-${joined[1]} ${joined[2]}, with a space before the value`);
  }
  const meant = Object.hasOwn(otherTools, name) ? otherTools[name] : undefined;
  if (meant !== undefined) return usageError(`unknown flag ${name}`, meant);
  const nearest = name.startsWith('--') ? nearestName(name, spellings()) : undefined;
  return usageError(
    `unknown flag ${name}`,
    nearest ??
      `trailsift --help to list the flags, or --text '${word}' to search for a word that begins with a dash`,
  );
}

function spellings(): readonly string[] {
  return flags.flatMap((flag) => [
    ...[flag.name, ...flag.aliases].map((each) => `--${each}`),
    ...(flag.short === undefined ? [] : [`-${flag.short}`]),
  ]);
}
