// A place: an account, as whoever reads it, and a region.

export interface Place {
  readonly region: string;
  /** The profile or the role's account; empty where there is one account only. */
  readonly account: string;
  /** What stderr calls it: its region, with several accounts the account and the region. */
  readonly name: string;
  /** The same in every run that asks it as the same profile or role, whatever else is asked. */
  readonly key: string;
  /** The flags that lead to this place and no other. */
  readonly flags: string;
  /** What to type where its credentials are refused. */
  readonly credentialsHint: string;
}
