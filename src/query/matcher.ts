// What a typed value matches: the value of a field satisfies a matcher or does not (match/value.ts).

import type { BlockList } from 'node:net';
import type { Glob } from './glob.ts';

export type Matcher =
  | { readonly kind: 'present' }
  /** `typed`: the name of the service, if the value is an event source made from one. */
  | {
      readonly kind: 'exact';
      readonly value: string;
      readonly ignoreCase: boolean;
      readonly typed?: string;
    }
  | { readonly kind: 'glob'; readonly glob: Glob; readonly ignoreCase: boolean }
  | { readonly kind: 'contains'; readonly value: string; readonly ignoreCase: boolean }
  /** Addresses in a range; never the name of a service. An IPv6 address is a range of one, because it can be written in several ways. */
  | { readonly kind: 'range'; readonly typed: string; readonly addresses: BlockList }
  | { readonly kind: 'any-address' };
