// Whether one value of a field satisfies a matcher.

import { isIP } from 'node:net';
import type { Glob } from '../query/glob.ts';
import type { Matcher } from '../query/matcher.ts';

export type ValueTest = (value: string) => boolean;

export function valueTest(matcher: Matcher): ValueTest {
  switch (matcher.kind) {
    case 'present':
      return () => true;
    case 'exact':
      return foldCase(matcher, matcher.value, (value, wanted) => value === wanted);
    case 'contains':
      return foldCase(matcher, matcher.value, (value, wanted) => value.includes(wanted));
    case 'glob':
      return globTest(matcher.glob, matcher.ignoreCase);
    case 'range':
      return remembered((value) => {
        const version = isIP(value);
        return version !== 0 && matcher.addresses.check(value, version === 4 ? 'ipv4' : 'ipv6');
      });
    case 'any-address':
      return (value) => isIP(value) !== 0;
  }
}

const rememberedMax = 1000;

/** Remembers results: the same few addresses occur again and again. */
function remembered(test: ValueTest): ValueTest {
  const known = new Map<string, boolean>();
  return (value) => {
    let holds = known.get(value);
    if (holds === undefined) {
      holds = test(value);
      if (known.size >= rememberedMax) known.clear();
      known.set(value, holds);
    }
    return holds;
  };
}

function foldCase(
  matcher: { readonly ignoreCase: boolean },
  wanted: string,
  holds: (value: string, wanted: string) => boolean,
): ValueTest {
  if (!matcher.ignoreCase) return (value) => holds(value, wanted);
  const folded = wanted.toLowerCase();
  return (value) => holds(value.toLowerCase(), folded);
}

/**
 * Matches with one point of return, the last `*`, in time proportional to the product of the lengths. A regular expression would take
 * exponentially long on some values, and callers of the API can choose the values.
 */
export function globTest(glob: Glob, ignoreCase: boolean): ValueTest {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  // By code points, so that `?` is one character and not half of one.
  const pattern: Glob = glob.flatMap((part): Glob =>
    typeof part === 'string' ? [part] : [...fold(part.literal)].map((literal) => ({ literal })),
  );
  return (value) => {
    const characters = [...fold(value)];
    let at = 0;
    let inPattern = 0;
    let afterStar = -1;
    let retryFrom = 0;
    while (at < characters.length) {
      const part = pattern[inPattern];
      if (part === '*') {
        inPattern += 1;
        afterStar = inPattern;
        retryFrom = at;
      } else if (part === '?' || (part !== undefined && part.literal === characters[at])) {
        inPattern += 1;
        at += 1;
      } else if (afterStar >= 0) {
        inPattern = afterStar;
        retryFrom += 1;
        at = retryFrom;
      } else {
        return false;
      }
    }
    while (pattern[inPattern] === '*') inPattern += 1;
    return inPattern === pattern.length;
  };
}
