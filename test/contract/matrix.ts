// Every pair of a command and an origin that can answer it, for `describe.for`.

import type { ContractOrigin } from './origins.ts';
import { contractOrigins } from './origins.ts';
import type { ContractCommand } from './run.ts';
import { contractCommands } from './run.ts';

export interface Pair {
  readonly command: ContractCommand;
  readonly origin: ContractOrigin;
}

export type NamedPair = readonly [name: string, pair: Pair];

export function pairsThat(holds: (pair: Pair) => boolean): readonly NamedPair[] {
  return contractCommands.flatMap((command) =>
    contractOrigins.flatMap((origin): readonly NamedPair[] => {
      const pair = { command, origin };
      return holds(pair) ? [[`${command.name} of ${origin.name}`, pair]] : [];
    }),
  );
}

export const canAnswer = ({ command, origin }: Pair): boolean => command.answeredBy(origin.traits);
