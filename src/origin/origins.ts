// The table of origins. A new one is a folder and a row here.

import { traits as eventHistory } from './event-history/traits.ts';
import { filesTraits } from './files/traits.ts';
import type { OriginRow } from './origin.ts';

export const origins: readonly OriginRow[] = [
  {
    name: 'event history',
    meaning: 'event history',
    form: undefined,
    claims: () => false,
    traits: eventHistory,
    flags: [
      'profile',
      'assume-role',
      'external-id',
      'assume-session-name',
      'endpoint-url',
      'rate',
      'max-wait',
      'lookup',
      'stats',
    ],
    load: async () => (await import('./event-history/origin.ts')).createEventHistory,
  },
  {
    name: 'files',
    meaning: 'these files and directories (- for standard input)',
    form: 'PATH',
    // The last row: a source that no other origin claims is a path.
    claims: () => true,
    traits: filesTraits,
    flags: ['no-prune', 'late', 'stats'],
    load: async () => (await import('./files/origin.ts')).createFiles,
  },
];
