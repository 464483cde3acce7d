// Where to search and how to read, as the request says it: the same data for every origin, which uses what applies to it.

import type { StdinKind } from '../host/host.ts';

/** Flags about where and how to read that not every origin accepts. */
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
  /** The values of `--from`, in order; empty if it was not given. */
  readonly sources: readonly string[];
  readonly stdin: StdinKind;
  readonly access: AccessRequest;
  /** The values of `--region` and `--not-region`. */
  readonly regions: { readonly asked: readonly string[]; readonly not: readonly string[] };
  /** The query asks for console sign-ins only, which are recorded in regions of their own. */
  readonly signIns: boolean;
  /** Requests a second for each place; undefined for the service's limit. */
  readonly rate: number | undefined;
  /** How long to wait for one page while other programs use the quota. */
  readonly maxWaitMs: number;
  /** False with `--no-prune`: folders that cannot match are opened too. */
  readonly prune: boolean;
  /** How many seconds late an event may be delivered and still be searched; undefined for the origin's default. */
  readonly lateS: number | undefined;
}

/** Which credentials to use. */
export interface AccessRequest {
  /** Empty for the default profile. */
  readonly profiles: readonly string[];
  readonly roles: readonly { readonly arn: string; readonly account: string }[];
  readonly externalId: string | undefined;
  readonly sessionName: string;
  /** From the flag or from the SDK's variables. */
  readonly endpointUrl: string | undefined;
}
