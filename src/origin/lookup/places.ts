// From accounts and regions to places that can be read: a client and a pacer each.

import { serviceUrl } from '../../catalog/regions.ts';
import type { Diagnostic } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { Account, AccountRequest } from './accounts.ts';
import { openAccounts } from './accounts.ts';
import { createClient } from './client.ts';
import { credentialsHint } from './config.ts';
import { createRequestHandler } from './http.ts';
import { createPacer } from './pacer.ts';
import { chosenRegions } from './regions.ts';
import type { PlaceLink } from './retry.ts';

export interface PlacesRequest extends AccountRequest {
  readonly endpointUrl: string | undefined;
  /** Requests a second for each account and region. */
  readonly rate: number;
  readonly maxWaitMs: number;
}

export interface OpenedPlaces {
  readonly links: readonly PlaceLink[];
  /** Accounts that cannot be read at all. */
  readonly missing: readonly Diagnostic[];
  readonly notes: readonly string[];
  /** Regions that could not be found out about, and so are not searched. */
  readonly unlisted: readonly Diagnostic[];
}

/** Throws a credentials error where there is one account only, and a usage error where no region is left. */
export async function openPlaces(host: Host, request: PlacesRequest): Promise<OpenedPlaces> {
  const { accounts, missing, notes } = await openAccounts(host, request);
  const enabled = await Promise.all(accounts.map((account) => enabledOf(host, account)));
  const { endpointUrl } = request;
  const [region = 'us-east-1'] = enabled[0]?.regions ?? [];
  const requestHandler = await createRequestHandler(host, endpointUrl ?? serviceUrl('cloudtrail', region));
  const links = accounts.flatMap(({ name, flags, config, credentials, regions }, index) =>
    chosenRegions(regions, enabled[index]?.regions ?? []).map((each) => ({
      region: each,
      account: name,
      name: name === '' ? each : `${name} ${each}`,
      flags: `${flags}--region ${each}`,
      credentialsHint: credentialsHint(config),
      client: createClient(host, { region: each, endpointUrl, credentials, requestHandler }),
      credentials,
      pacer: createPacer(host, request.rate),
      maxWaitMs: request.maxWaitMs,
      answered: false,
      requests: 0,
      throttled: 0,
      latencyMs: 0,
    })),
  );
  return {
    links,
    missing,
    notes,
    unlisted: enabled.flatMap(({ note }, index) => unlistedOf(note, accounts[index])),
  };
}

function unlistedOf(note: string | undefined, account: Account | undefined): readonly Diagnostic[] {
  if (note === undefined) return [];
  const name = account?.name ?? '';
  return [{ kind: 'source', where: name === '' ? '--region all' : `${name} --region all`, message: note }];
}

async function enabledOf(
  host: Host,
  { regions, credentials }: Account,
): Promise<{ readonly regions: readonly string[]; readonly note: string | undefined }> {
  if (!regions.all) return { regions: [], note: undefined };
  const { enabledRegions } = await import('./enabled-regions.ts');
  return enabledRegions(host, credentials, regions.configured ?? 'us-east-1');
}
