// From accounts and regions to places that can be read: a client and a pacer each.

import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { serviceUrl } from '../../catalog/regions.ts';
import type { Diagnostic } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { Account, AccountRequest } from '../../aws/accounts.ts';
import type { EnabledRegions } from '../../aws/enabled-regions.ts';
import type { Hinted } from '../../text/note.ts';
import { openAccounts } from '../../aws/accounts.ts';
import { createClient } from './client.ts';
import { credentialsHint } from '../../aws/config.ts';
import { createRequestHandler } from '../../aws/http.ts';
import { createPacer } from '../../aws/pacer.ts';
import { chosenRegions } from '../../aws/regions.ts';
import type { OpenContext } from '../origin.ts';
import type { PlaceLink } from './place-link.ts';

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
  /** Regions that could not be listed and so are not searched. */
  readonly unlisted: readonly Diagnostic[];
}

/** Sockets to a region: for each account searched there, and at least. Its slices use them in parallel. */
const socketsEach = 4;
const socketsMin = 16;

/** Throws a credentials error if the only account has none, and a usage error if no region is left. */
export async function openPlaces(
  host: Host,
  request: PlacesRequest,
  debug: OpenContext['debug'],
): Promise<OpenedPlaces> {
  const { accounts, missing } = await openAccounts(host, request, debug);
  const enabled = await Promise.all(accounts.map((account) => enabledOf(host, account, debug)));
  const { endpointUrl } = request;
  const { places, notes } = distinct(
    accounts.flatMap((account, index) =>
      chosenRegions(account.regions, enabled[index]?.regions ?? []).map((region) => ({ account, region })),
    ),
  );
  const inRegion = (region: string): number => places.filter((each) => each.region === region).length;
  // One for each region: whether to use a proxy depends on the host name.
  const handlers = new Map<string, NodeHttpHandler>();
  for (const region of new Set(places.map((each) => each.region))) {
    const url = endpointUrl ?? serviceUrl('cloudtrail', region);
    const maxSockets = Math.max(socketsMin, socketsEach * inRegion(region));
    handlers.set(region, await createRequestHandler(host, url, { maxSockets }));
  }
  const links = places.flatMap(({ account: { name, identity, flags, config, credentials }, region }) => {
    const requestHandler = handlers.get(region);
    if (requestHandler === undefined) return [];
    return [
      {
        region,
        account: name,
        name: name === '' ? region : `${name} ${region}`,
        key: `${identity} ${region}`,
        flags: `${flags}--region ${region}`,
        credentialsHint: credentialsHint(config),
        client: createClient(host, { region, endpointUrl, credentials, requestHandler }),
        credentials,
        pacer: createPacer(host, request.rate),
        maxWaitMs: request.maxWaitMs,
        requestsMax: Math.max(socketsEach, Math.floor(socketsMin / inRegion(region))),
        debug,
        answered: false,
        pagesRead: 0,
        requests: 0,
        throttled: 0,
        latencyMs: 0,
      },
    ];
  });
  return {
    links,
    missing,
    notes,
    unlisted: enabled.flatMap(({ note }, index) => unlistedOf(note, accounts[index])),
  };
}

interface Candidate {
  readonly account: Account;
  readonly region: string;
}

/** The request limit applies to the account, not to the profile: a region of an account is read once, even if two profiles lead to it. */
function distinct(candidates: readonly Candidate[]): {
  readonly places: readonly Candidate[];
  readonly notes: readonly string[];
} {
  const notes: string[] = [];
  const places = candidates.filter(({ account, region }, index) => {
    const first = candidates
      .slice(0, index)
      .find(
        (other) => account.id !== undefined && other.account.id === account.id && other.region === region,
      );
    if (first === undefined) return true;
    notes.push(
      `${account.flags.trim()} leads to account ${account.id}, as ${first.account.flags.trim()} does: ${region} is searched once`,
    );
    return false;
  });
  return { places, notes };
}

function unlistedOf(note: Hinted | undefined, account: Account | undefined): readonly Diagnostic[] {
  if (note === undefined) return [];
  const name = account?.name ?? '';
  const { text: message, ...hint } = note;
  return [{ kind: 'source', where: name === '' ? '--region all' : `${name} --region all`, message, ...hint }];
}

async function enabledOf(
  host: Host,
  { regions, credentials }: Account,
  debug: OpenContext['debug'],
): Promise<EnabledRegions> {
  if (!regions.all) return { regions: [], note: undefined };
  const { enabledRegions } = await import('../../aws/enabled-regions.ts');
  return enabledRegions(host, credentials, regions.configured ?? 'us-east-1', debug);
}
