// Which regions of an account a search asks: the configured one and the partition's global region, the ones that were named, or all
// that the account has enabled.

import { nearestName } from '../catalog/did-you-mean.ts';
import { knownRegions, partitionOf } from '../catalog/regions.ts';
import { usageError } from '../error.ts';

export interface RegionsTyped {
  /** What `--region` lists; empty where it was not given. */
  readonly asked: readonly string[];
  readonly not: readonly string[];
  readonly configured: string | undefined;
  /** The Query asks for console sign-ins, which have regions of their own. */
  readonly signIns: boolean;
}

export interface RegionChoice {
  /** Those that are known before the account is asked. */
  readonly regions: readonly string[];
  readonly not: readonly string[];
  /** All that the account has enabled, too. */
  readonly all: boolean;
  readonly configured: string | undefined;
  /** Something the user should know about the choice. */
  readonly note: string | undefined;
}

/** Throws a usage error where a name is no region, where none is configured, or where none is left. */
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
    throw usageError('--not-region leaves no region to search', 'name one: --region us-east-1');
  return choice;
}

/** `enabled`: what the account has, where all were asked for. Throws a usage error where none is left. */
export function chosenRegions(choice: RegionChoice, enabled: readonly string[]): readonly string[] {
  const regions = left(choice, enabled);
  if (regions.length === 0)
    throw usageError('--not-region leaves no region to search', 'name one: --region us-east-1');
  return regions;
}

function left({ regions, not }: RegionChoice, enabled: readonly string[]): readonly string[] {
  return [...new Set([...enabled, ...regions])].filter((region) => !not.includes(region));
}

function defaults({ configured, signIns, not }: RegionsTyped): { regions: readonly string[]; note?: string } {
  if (configured === undefined) {
    throw usageError(
      'no region is configured',
      '--region us-east-1, or set AWS_REGION, or region in the profile',
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
        note: `console sign-ins are also recorded in ${further.join(', ')}: searched too (--region chooses)`,
      };
}

function refuseUnknown(region: string): void {
  if (partitionOf(region) !== undefined) return;
  const nearest = nearestName(region, knownRegions);
  throw usageError(
    `there is no region '${region}'`,
    region.includes('*')
      ? 'regions are named one by one, or all of them: --region all'
      : nearest === undefined
        ? 'regions have names such as us-east-1'
        : `did you mean ${nearest}?`,
  );
}
