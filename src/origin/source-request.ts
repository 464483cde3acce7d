// Where a question looks and how it reads, as a request says it: the same data for every origin, each of which takes what applies to it.

import type { StdinKind } from '../host/host.ts';

/** The flags that say where and how to read, and that not every origin takes. */
export type SourceFlag =
  | 'profile'
  | 'assume-role'
  | 'external-id'
  | 'assume-session-name'
  | 'endpoint-url'
  | 'rate'
  | 'max-wait'
  | 'lookup'
  | 'stats'
  | 'no-prune'
  | 'late';

export interface SourceRequest {
  /** What `--from` named, in its order; empty if it was not given. */
  readonly sources: readonly string[];
  readonly stdin: StdinKind;
  readonly access: AccessRequest;
  /** The values of `--region` and `--not-region`. */
  readonly regions: { readonly asked: readonly string[]; readonly not: readonly string[] };
  /** The query asks for console sign-ins only, which are recorded in regions of their own. */
  readonly signIns: boolean;
  /** Requests a second for each place; undefined for what the service allows. */
  readonly rate: number | undefined;
  /** How long to wait for one page while others use up the quota. */
  readonly maxWaitMs: number;
  /** False with `--no-prune`: folders that lie outside the question are opened too. */
  readonly prune: boolean;
  /** How long after an event its delivery is still looked for, in seconds; undefined for the origin's default. */
  readonly lateS: number | undefined;
}

/** As whom to ask. */
export interface AccessRequest {
  /** Empty for the configured one. */
  readonly profiles: readonly string[];
  readonly roles: readonly { readonly arn: string; readonly account: string }[];
  readonly externalId: string | undefined;
  readonly sessionName: string;
  /** Of the flag or of the SDK's variables. */
  readonly endpointUrl: string | undefined;
}
