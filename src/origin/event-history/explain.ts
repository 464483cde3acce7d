// `--explain` for event history: the places, and the lookups that would be sent. Nothing has been measured, so the covers are in their
// static order.

import type { Cover, LookupFilter, Plan } from '../../plan/lookup/cover.ts';
import type { ExplainedLine } from '../origin.ts';
import type { PlacesRequest } from './places.ts';

/** One line for each account. Sends nothing to the accounts. */
export function placeNames({ profiles, roles }: PlacesRequest): readonly string[] {
  const regions = (index: number): readonly string[] => {
    const choice = profiles[index]?.regions;
    if (choice === undefined) return [];
    const except = choice.not.length === 0 ? '' : ` but ${choice.not.join(', ')}`;
    const all = choice.all ? [`every region the account has enabled${except}`] : [];
    return [...all, ...choice.regions.filter((region) => !choice.not.includes(region))];
  };
  const within = (name: string, index: number): string => `${name}: ${regions(index).join(', ')}`;
  if (roles.length > 1) return roles.map(({ account }) => within(account, 0));
  if (profiles.length > 1) return profiles.map(({ config }, index) => within(config.profile ?? '', index));
  return [regions(0).join(', ')];
}

export function coverLines({ covers: [first, ...others] }: Plan): readonly ExplainedLine[] {
  return [
    { heading: 'at AWS', text: coverText(first) },
    ...others.map((cover, index) => ({ heading: index === 0 ? 'or' : '', text: coverText(cover) })),
    ...(others.length === 0
      ? []
      : [
          {
            heading: '',
            text: '(by kind of attribute, nothing measured: a search measures them and takes the cheapest)',
          },
        ]),
  ];
}

function coverText(cover: Cover): string {
  if (cover.clause === undefined) return 'every event of the window (full scan)';
  return cover.filters.map(filterText).join(' and ');
}

function filterText(filter: LookupFilter): string {
  return filter === undefined ? 'every event' : `${filter.key}=${filter.value}`;
}
