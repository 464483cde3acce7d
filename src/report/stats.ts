// `--stats`: what a run measured, a line a place.

import { formatNumber } from '../text/number.ts';
import type { LookupLedger, Ledger, PlaceLedger } from '../search/coverage.ts';
import { count } from '../text/number.ts';

export function statsLines(ledger: Ledger, elapsedS: number): readonly string[] {
  return [
    ...ledger.places.map(placeLine),
    `stats: ${elapsedS.toFixed(1)} s in all, ${count(sum(ledger.places.map(({ requests }) => requests())), 'request')}`,
  ];
}

function placeLine(place: PlaceLedger): string {
  const { pages, firstEstimate } = place;
  const parts = [
    `${count(pages, 'page')} (${place.lookups.map(lookupText).join(', ') || 'none'})`,
    ...(firstEstimate === undefined || pages < 2
      ? []
      : [`after the first page ${formatNumber(Math.round(firstEstimate))} more were expected`]),
    `${count(place.requests(), 'request')}, ${place.throttled()} throttled`,
    `${Math.round(place.latencyMs())} ms a page`,
    `${(place.waitedMs() / 1000).toFixed(1)} s waited for the request limit`,
  ];
  return `stats: ${place.place.name}: ${parts.join('; ')}`;
}

function lookupText({ filter, pages, entries }: LookupLedger): string {
  return `${filter === undefined ? 'everything' : `${filter.key}=${filter.value}`}: ${formatNumber(pages)}, ${count(entries, 'event')}`;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
