// Which cover to read the next page of a place by: a pure step from what has been seen to the next read.
//
// Every cover is complete, so whatever cover a page belongs to, it settles its span of time, and the reading goes on from there with any
// cover. So trying a cover costs one page at most, less what that page settles, and nothing is read in vain. A cover is worth
// trying when the pages it may save are more than the lookups it starts. Traffic comes in bursts: what a cover was measured at says
// less and less about it as the reading moves on, and one that turns out dense is left again.
//
// The constants were chosen on simulated bursty traffic (`npm run bench:engine`); none of them is delicate.

import type { Cover, Plan } from './cover.ts';

/** The most the service gives at once (API reference, "LookupEvents", MaxResults). */
export const pageSizeMax = 50;

/** What a cover's pages have shown. */
interface CoverView {
  /** Of each of its lookups, events a second on its last page; 0 once it has ended; undefined before its first page. */
  readonly perS: readonly (number | undefined)[];
  /** All that was read by it: events, and the seconds it settled. */
  readonly events: number;
  readonly settledS: number;
  /** Where it stood after its last page, and the seconds that page spanned. */
  readonly atS: number;
  readonly spanS: number;
  /** Of its last page's events, the share that each cover's lookups would have given too. */
  readonly shares: readonly number[];
  /** How often it was turned to. */
  readonly tries: number;
}

/** Of one stretch of time in one place. */
export interface PlanState {
  readonly current: number;
  /** Where the reading stood when the current cover was turned to. */
  readonly turnedAtS: number;
  readonly views: readonly CoverView[];
}

/** One page, as the planner sees it. Times are whole seconds since 1970. */
export interface SeenPage {
  /** Which lookup of the current cover it was of. */
  readonly lookup: number;
  /** Entries in it. */
  readonly events: number;
  /** The lookup stood here before, and stands here now. */
  readonly fromS: number;
  readonly toS: number;
  /** The lookup has nothing older. */
  readonly ended: boolean;
  /** Every lookup of the cover stood here before, and stands here now. */
  readonly settledFromS: number;
  readonly settledToS: number;
  /** Of each cover, how many of the page's events its lookups would have given too; undefined where none was new. */
  readonly holding: readonly number[] | undefined;
}

/** A cover of more lookups than this is not begun before a page of everything has shown what there is. */
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

/** What is known, for an older stretch of the same place: a lookup that has ended in this one may have something in that one. */
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

/** How much the last page weighs against all the cover has read before, for what is to come. */
const lastPageWeight = 0.67;

/** Events a second that reading on by the current cover will probably meet; 0 before its first page. */
function currentPerS({ views, current }: PlanState): number {
  const view = views[current];
  if (view === undefined) return 0;
  const last = sum(view.perS);
  if (last === 0 || view.settledS === 0) return last;
  return last ** lastPageWeight * (view.events / view.settledS) ** (1 - lastPageWeight);
}

/** Every lookup of the current cover has been seen. */
export function isMeasured({ views, current }: PlanState): boolean {
  return views[current]?.perS.every((perS) => perS !== undefined) ?? false;
}

/** Pages a second of the window that reading on by the current cover will probably take. */
export function pageDensity(state: PlanState): number {
  return currentPerS(state) / pageSizeMax;
}

/** What was measured holds for about as many spans of the measuring page as this. */
const memorySpans = 2.5;
/** A cover not measured for long is taken to be this much sparser than the current one: that is what makes it worth a try. */
const unmeasuredDiscount = Math.exp(-0.4);
/** Events that two covers share are the least of what the other may have; this many times as much is expected. */
const shareFactor = 2;
/** How much of what a measured cover promises is believed. */
const confidence = 0.6;
/** A cover that was turned to before, and left, must promise this many lookups' worth more each time. */
const retryPrice = 2;

/** The state with the cover to go on by; `sinceS` is where the reading will end. */
export function turn(plan: Plan, state: PlanState, atS: number, sinceS: number): PlanState {
  // A cover is given one page of each of its lookups, and as many as it takes to get beyond the second it began in.
  if (!isMeasured(state) || atS >= state.turnedAtS) return state;
  const perS = currentPerS(state);
  const pagesLeft = ((atS - sinceS + 1) * perS) / pageSizeMax;
  // Every lookup had ended, at a floor that has been lowered since.
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

/** Pages that turning to a cover will probably save; negative where it will cost some. */
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
