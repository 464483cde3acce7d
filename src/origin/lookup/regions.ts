// Which regions a search asks: the configured one and the partition's global region, or the ones that were named.

import { nearestName } from '../../catalog/nearest.ts';
import { knownRegions, partitionOf } from '../../catalog/regions.ts';
import { usageError } from '../../error.ts';

export interface RegionChoice {
  /** What `--region` lists; empty where it was not given. */
  readonly asked: readonly string[];
  readonly not: readonly string[];
  readonly configured: string | undefined;
}

export interface ChosenRegions {
  readonly regions: readonly [string, ...string[]];
  /** Something the user should know about the choice. */
  readonly note: string | undefined;
}

/** Throws a usage error where a name is no region, where none is configured, or where none is left. */
export function chooseRegions(choice: RegionChoice): ChosenRegions {
  for (const region of [...choice.asked, ...choice.not]) {
    if (region !== 'all') refuseUnknown(region);
  }
  const { chosen, note } = beforeExclusion(choice);
  const [first, ...rest] = [...new Set(chosen)].filter((region) => !choice.not.includes(region));
  if (first === undefined)
    throw usageError('--not-region leaves no region to search', 'name one: --region us-east-1');
  return { regions: [first, ...rest], note };
}

function beforeExclusion(choice: RegionChoice): { chosen: readonly string[]; note?: string } {
  const { asked, configured } = choice;
  if (asked.includes('all')) {
    const regions =
      (partitionOf(configured ?? 'us-east-1') ?? partitionOf('us-east-1'))?.defaultRegions ?? [];
    return {
      chosen: [...regions, ...asked.filter((region) => region !== 'all')],
      note: `--region all: the ${regions.length} regions that every account has; regions that were opted into must be named (--region all,ap-east-1)`,
    };
  }
  if (asked.length > 0) return { chosen: asked };
  if (configured === undefined) {
    throw usageError(
      'no region is configured',
      '--region us-east-1, or set AWS_REGION, or region in the profile',
    );
  }
  refuseUnknown(configured);
  const global = partitionOf(configured)?.globalRegion;
  return { chosen: [configured, ...(global === undefined ? [] : [global])] };
}

function refuseUnknown(region: string): void {
  if (partitionOf(region) !== undefined) return;
  const nearest = nearestName(region, knownRegions);
  throw usageError(
    `there is no region '${region}'`,
    nearest === undefined ? 'regions have names such as us-east-1' : `did you mean ${nearest}?`,
  );
}
