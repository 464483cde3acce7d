// Chooses the cover for the next page of a place: a pure step from what has been seen to the next read.
//
// Every cover is complete, so a page of any cover settles its span of time, and the reading can continue from there with any cover.
// Trying a cover therefore costs at most one page, less the time that this page settles. A cover is worth trying if it may save more
// pages than it starts lookups. Traffic comes in bursts: a measurement becomes less reliable as the reading moves on, and a cover
// that turns out dense is left again.
//
// The constants were chosen on simulated bursty traffic (`npm run bench:engine`); small changes to them make little difference.

import type { Cover, Plan } from './cover.ts';

/** The most the service gives at once (API reference, "LookupEvents", MaxResults). */
export const pageSizeMax = 50;

/** What is known from a cover's pages. */
interface CoverView {
  /** For each of its lookups, events a second on the last page; 0 after its end; undefined before its first page. */
  readonly perS: readonly (number | undefined)[];
  /** The events read with it, and the seconds that it settled. */
  readonly events: number;
  readonly settledS: number;
  /** The second it had reached after its last page, and the seconds that page spanned. */
  readonly atS: number;
  readonly spanS: number;
  /** For each cover, the share of the last page's events that its lookups would have returned too. */
  readonly shares: readonly number[];
  /** How often the planner changed to it. */
  readonly tries: number;
}

/** For one range of time in one place. */
export interface PlanState {
  readonly current: number;
  /** The second that the reading had reached when the planner changed to the current cover. */
  readonly turnedAtS: number;
  readonly views: readonly CoverView[];
}

/** One page, as the planner sees it. Times are whole seconds since 1970. */
export interface SeenPage {
  /** The index of its lookup in the current cover. */
  readonly lookup: number;
  /** Entries in it. */
  readonly events: number;
  /** The second that the lookup had reached before the page, and after it. */
  readonly fromS: number;
  readonly toS: number;
  /** The lookup has nothing older. */
  readonly ended: boolean;
  /** The second that every lookup of the cover had reached before the page, and after it. */
  readonly settledFromS: number;
  readonly settledToS: number;
  /** For each cover, how many of the page's events its lookups would have returned too; undefined if none was new. */
  readonly holding: readonly number[] | undefined;
}

/** A cover of more lookups than this is not used before one page without a filter has been read. */
const lookupsUnseenMax = 3;

export function startState(plan: Plan, untilS: number): PlanState {
  const [first] = plan.covers;
  return {
    current: first.filters.length > lookupsUnseenMax ? plan.covers.length - 1 : 0,
    turnedAtS: untilS,
    views: plan.covers.map((cover) => ({
      perS: cover.filters.map(() => undefined),
      events: 0,
      settledS: 0,
      atS: untilS,
      spanS: 1,
      shares: plan.covers.map(() => 0),
      tries: 0,
    })),
  };
}

/** The state for an older range of the same place: a lookup that has ended in this range may have events in that one. */
export function stateForOlder(state: PlanState, untilS: number): PlanState {
  const views = state.views.map((view) => ({
    ...view,
    perS: view.perS.map((perS) => (perS === 0 ? undefined : perS)),
  }));
  return { ...state, turnedAtS: untilS, views };
}

export function afterPage(state: PlanState, page: SeenPage): PlanState {
  const views = state.views.map((view, index): CoverView => {
    if (index !== state.current) return view;
    const spanS = Math.max(1, page.fromS - page.toS);
    const perS = page.ended ? 0 : Math.max(1, page.events) / spanS;
    const { holding } = page;
    const total = holding?.[index] ?? 0;
    return {
      perS: view.perS.map((known, lookup) => (lookup === page.lookup ? perS : known)),
      events: view.events + page.events,
      settledS: view.settledS + (page.settledFromS - page.settledToS),
      atS: page.settledToS,
      spanS,
      shares:
        holding === undefined || total === 0
          ? view.shares
          : holding.map((amount) => Math.min(1, amount / total)),
      tries: view.tries,
    };
  });
  return { ...state, views };
}

/** The weight of the last page against all earlier pages of the cover, for the estimate. */
const lastPageWeight = 0.67;

/** An estimate of the current cover's events a second; 0 before its first page. */
function currentPerS({ views, current }: PlanState): number {
  const view = views[current];
  if (view === undefined) return 0;
  const last = sum(view.perS);
  if (last === 0 || view.settledS === 0) return last;
  return last ** lastPageWeight * (view.events / view.settledS) ** (1 - lastPageWeight);
}

/** Whether every lookup of the current cover has returned a page. */
export function isMeasured({ views, current }: PlanState): boolean {
  return views[current]?.perS.every((perS) => perS !== undefined) ?? false;
}

/** An estimate of the pages for each second of the window with the current cover. */
export function pageDensity(state: PlanState): number {
  return currentPerS(state) / pageSizeMax;
}

/** A measurement is reliable for about this many times the span of its page. */
const memorySpans = 2.5;
/** A cover that was not measured for long is assumed to be this much sparser than the current one, so that it is tried. */
const unmeasuredDiscount = Math.exp(-0.4);
/** The events that two covers share are a minimum for the other cover; this many times as much is expected. */
const shareFactor = 2;
/** The share of a measured cover's expected gain that is trusted. */
const confidence = 0.6;
/** A cover that was used and left must gain this many more pages for each of its lookups, each time. */
const retryPrice = 2;

/** The state with the cover to use next; `sinceS` is the second at which the reading ends. */
export function turn(plan: Plan, state: PlanState, atS: number, sinceS: number): PlanState {
  // A cover first reads one page of each of its lookups, and continues until it is past the second in which it began.
  if (!isMeasured(state) || atS >= state.turnedAtS) return state;
  const perS = currentPerS(state);
  const pagesLeft = ((atS - sinceS + 1) * perS) / pageSizeMax;
  // Every lookup had ended, at a `sinceS` that has been lowered since.
  if (perS === 0) return state;
  const gains = plan.covers.map((cover, index) =>
    index === state.current ? 0 : gainOf(state, index, cover, { atS, perS, pagesLeft }),
  );
  const best = Math.max(0, ...gains);
  if (best === 0) return state;
  const current = gains.indexOf(best);
  const views = state.views.map((view, index) =>
    index === current ? { ...view, tries: view.tries + 1 } : view,
  );
  return { current, turnedAtS: atS, views };
}

interface Outlook {
  readonly atS: number;
  readonly perS: number;
  readonly pagesLeft: number;
}

/** An estimate of the pages that changing to a cover saves; negative if it costs pages. */
function gainOf(state: PlanState, index: number, cover: Cover, outlook: Outlook): number {
  const view = state.views[index];
  const share = state.views[state.current]?.shares[index] ?? 0;
  if (view === undefined) return 0;
  const lookups = cover.filters.length;
  if (view.perS.some((perS) => perS === undefined))
    return outlook.pagesLeft * Math.max(0, 1 - shareFactor * share) - lookups;
  const memory = Math.exp(-(view.atS - outlook.atS) / (memorySpans * view.spanS));
  const expected = sum(view.perS) ** memory * (outlook.perS * unmeasuredDiscount) ** (1 - memory);
  const perS = Math.max(share * outlook.perS, expected);
  const price = lookups * (1 + retryPrice * Math.max(0, view.tries - 1));
  return outlook.pagesLeft * confidence * (1 - perS / outlook.perS) - price;
}

function sum(amounts: readonly (number | undefined)[]): number {
  return amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);
}
