// A place: an account, read with a certain profile or role, and a region.

export interface Place {
  readonly region: string;
  /** The profile or the role's account; empty if there is one account only. */
  readonly account: string;
  /** For messages: its region; with several accounts, account and region. */
  readonly name: string;
  /** The same in every run with the same profile or role, whatever the query. */
  readonly key: string;
  /** The flags that select this place alone. */
  readonly flags: string;
  /** What to type if the service refuses its credentials. */
  readonly credentialsHint: string;
  /** How many milliseconds to wait for a page while other programs use the quota; then the place fails. */
  readonly maxWaitMs: number;
}
