// Event history as an origin: each account and region is a lane, read by LookupEvents.

import type { Config } from '../../aws/config.ts';
import { loadConfig } from '../../aws/config.ts';
import { serviceRate } from '../../aws/pacer.ts';
import { chooseRegions } from '../../aws/regions.ts';
import { usageError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { planCovers } from '../../plan/lookup/cover.ts';
import type { SearchQuery } from '../../query/query.ts';
import type { ExplainedLine, OpenContext, OpenOrigin, Origin, Reading, Several } from '../origin.ts';
import type { SourceRequest } from '../source-request.ts';
import { coverLines, placeNames } from './explain.ts';
import { eventHistoryFollowable } from './followable.ts';
import { placeLane } from './lane.ts';
import type { OpenedPlaces, PlacesRequest } from './places.ts';
import { openPlaces } from './places.ts';
import { traits } from './traits.ts';

/** Throws a usage error for an unknown profile or region, and for a combination that cannot be searched. */
export async function createEventHistory(
  host: Host,
  request: SourceRequest,
  { query, forced }: SearchQuery,
): Promise<Origin> {
  // Throws for a query that cannot be sent, before anything is sent.
  planCovers(query, forced);
  const places = await placesRequest(host, request);
  return {
    traits,
    names: placeNames(places),
    several: severalOf(places),
    notes: [
      ...new Set(places.profiles.flatMap(({ regions }) => regions.note ?? [])),
      ...(request.stdin === 'piped'
        ? ['standard input is not read: trailsift asks the API; --from - reads it']
        : []),
    ],
    explain: (asked) => explain(places, asked),
    open: (context) => open(host, places, context),
  };
}

async function placesRequest(host: Host, request: SourceRequest): Promise<PlacesRequest> {
  const { access, regions, signIns } = request;
  if (access.profiles.length > 1 && access.roles.length > 0) {
    throw usageError(
      '--assume-role needs one profile to assume the roles with, and --profile lists several',
      `--profile ${access.profiles[0]} alone`,
    );
  }
  const named = access.profiles.length === 0 ? [undefined] : access.profiles;
  const configs = await Promise.all(named.map((profile) => loadConfig(host, profile)));
  const chosen = (config: Config): PlacesRequest['profiles'][number] => ({
    config,
    regions: chooseRegions({ ...regions, configured: config.region, signIns }),
  });
  return {
    ...access,
    profiles: configs.map(chosen),
    rate: request.rate ?? serviceRate,
    maxWaitMs: request.maxWaitMs,
  };
}

function severalOf({ profiles, roles }: PlacesRequest): Several {
  const regions = new Set(profiles.flatMap(({ regions: each }) => (each.all ? ['', 'all'] : each.regions)));
  return { regions: regions.size > 1, accounts: Math.max(profiles.length, roles.length) > 1 };
}

function explain(places: PlacesRequest, { query, forced }: SearchQuery): readonly ExplainedLine[] {
  return [
    ...placeNames(places).map((text, index) => ({ heading: index === 0 ? 'places' : '', text })),
    ...(query.category === 'insight' ? [{ heading: 'events', text: 'Insights' }] : []),
    ...coverLines(planCovers(query, forced)),
  ];
}

async function open(host: Host, request: PlacesRequest, context: OpenContext): Promise<OpenOrigin> {
  const opened = await openPlaces(host, request, context.debug);
  const everywhere = request.profiles.some(({ regions }) => regions.all && regions.not.length === 0);
  return placesAsOrigin(host, opened, { rate: request.rate, elsewhere: !everywhere });
}

/** `elsewhere`: there are regions that are not searched. */
export function placesAsOrigin(
  host: Host,
  opened: OpenedPlaces,
  { rate, elsewhere }: { readonly rate: number; readonly elsewhere: boolean },
): OpenOrigin {
  const { links } = opened;
  return {
    missing: opened.missing,
    unlisted: opened.unlisted,
    notes: opened.notes,
    names: links.map(({ name }) => name),
    regions: [...new Set(links.map(({ region }) => region))],
    elsewhere,
    lanes(reading: Reading) {
      const plan = planCovers(reading.query, reading.forced);
      // One budget over all places, so that a quiet place never waits for a busy one.
      const waiting = { characters: 0 };
      return links.map((link) => placeLane(host, link, { plan, reading, rate, waiting }));
    },
    hasAnswered: () => links.some(({ pagesRead }) => pagesRead > 0),
    clockOffsetMs: () =>
      links.map(({ client }) => client.clockOffsetMs()).find((offsetMs) => offsetMs !== 0) ?? 0,
    followable: eventHistoryFollowable(host, links),
    close() {
      for (const link of links) link.client.close();
    },
  };
}
