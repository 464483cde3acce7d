// Which regions of an account are searched: the configured one and the partition's global region, the named ones, or all that the
// account has enabled.

import { nearestName } from '../catalog/did-you-mean.ts';
import { knownRegions, partitionOf } from '../catalog/regions.ts';
import { usageError } from '../error.ts';

export interface RegionsTyped {
  /** The values of `--region`; empty if it was not given. */
  readonly asked: readonly string[];
  readonly not: readonly string[];
  readonly configured: string | undefined;
  /** The Query is about console sign-ins, which are recorded in other regions too. */
  readonly signIns: boolean;
}

export interface RegionChoice {
  /** The regions that are known before the account is asked for its list. */
  readonly regions: readonly string[];
  readonly not: readonly string[];
  /** Also all regions that the account has enabled. */
  readonly all: boolean;
  readonly configured: string | undefined;
  /** A note on the choice. */
  readonly note: string | undefined;
}

/** Throws a usage error if a name is not a region, if no region is configured, or if none is left. */
export function chooseRegions(typed: RegionsTyped): RegionChoice {
  const { asked, not, configured } = typed;
  for (const region of [...asked, ...not]) {
    if (region !== 'all') refuseUnknown(region);
  }
  const all = asked.includes('all');
  const named = asked.filter((region) => region !== 'all');
  const { regions, note } = asked.length > 0 ? { regions: named } : defaults(typed);
  const choice = { regions: [...new Set(regions)], not, all, configured, note };
  if (!all && left(choice, []).length === 0)
    throw usageError('--not-region leaves no region to search', '--region us-east-1');
  return choice;
}

/** `enabled`: the account's regions, for `--region all`. Throws a usage error if none is left. */
export function chosenRegions(choice: RegionChoice, enabled: readonly string[]): readonly string[] {
  const regions = left(choice, enabled);
  if (regions.length === 0) throw usageError('--not-region leaves no region to search', '--region us-east-1');
  return regions;
}

function left({ regions, not }: RegionChoice, enabled: readonly string[]): readonly string[] {
  return [...new Set([...enabled, ...regions])].filter((region) => !not.includes(region));
}

function defaults({ configured, signIns, not }: RegionsTyped): { regions: readonly string[]; note?: string } {
  if (configured === undefined) {
    throw usageError(
      'no region is configured',
      '--region us-east-1, AWS_REGION=us-east-1, or region = us-east-1 in the profile',
    );
  }
  refuseUnknown(configured);
  const partition = partitionOf(configured);
  const usual = [configured, ...(partition === undefined ? [] : [partition.globalRegion])];
  const further = signIns
    ? (partition?.signInRegions ?? []).filter((region) => !usual.includes(region) && !not.includes(region))
    : [];
  return further.length === 0
    ? { regions: usual }
    : {
        regions: [...usual, ...further],
        note: `console sign-ins are also recorded in ${further.join(', ')}, so these are searched too (--region chooses)`,
      };
}

function refuseUnknown(region: string): void {
  if (partitionOf(region) !== undefined) return;
  const nearest = nearestName(region, knownRegions);
  throw usageError(
    `there is no region '${region}'`,
    region.includes('*')
      ? '--region all, or name each region'
      : nearest === undefined
        ? 'a region such as us-east-1'
        : nearest,
  );
}
