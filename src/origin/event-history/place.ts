// A place: an account, read as a certain profile or role, and a region.

export interface Place {
  readonly region: string;
  /** The profile or the role's account; empty if there is one account only. */
  readonly account: string;
  /** What stderr calls it: its region, with several accounts the account and the region. */
  readonly name: string;
  /** The same in every run that asks it as the same profile or role, whatever else is asked. */
  readonly key: string;
  /** The flags that lead to this place and no other. */
  readonly flags: string;
  /** What to type if its credentials are refused. */
  readonly credentialsHint: string;
  /** Other users of the quota may take it up for a long time; after this many milliseconds without a page that is reported. */
  readonly maxWaitMs: number;
}
