// One chain of pages: time bounds, attribute and page size frozen, followed by NextToken until there is none.

import type { Diagnostic } from '../../error.ts';
import type { Entry } from '../../event/decode.ts';
import { decodeEntry } from '../../event/decode.ts';
import type { Event } from '../../event/event.ts';
import type { Host } from '../../host/host.ts';
import type { LookupBatch } from '../origin.ts';
import type { Lookup, Page } from './client.ts';
import { classifyFault } from './faults.ts';
import { PlaceFailure } from './place-failure.ts';
import type { PlaceLink } from './retry.ts';
import { readPage } from './retry.ts';

/** How far back a chain has to read. It may be raised while the chain is under way: what is older is then somebody else's. */
export interface Floor {
  sinceS: number;
}

/** Throws a `PlaceFailure`; what came before it stands. */
export async function* readChain(
  host: Host,
  link: PlaceLink,
  lookup: Lookup,
  floor: Floor,
  signal: AbortSignal,
): AsyncGenerator<LookupBatch> {
  const boundary = new Boundary(lookup.window.untilS);
  let frozen = lookup;
  let token: string | undefined;
  let restartedAtS: number | undefined;
  for (;;) {
    let page: Page;
    try {
      page = await readPage(host, link, frozen, token, signal);
    } catch (error) {
      signal.throwIfAborted();
      // A token that died: the chain goes on from the oldest second seen, once for each second.
      const restart =
        token !== undefined && classifyFault(error).kind === 'token' && restartedAtS !== boundary.oldestS;
      if (!restart) throw new PlaceFailure(link.region, error);
      restartedAtS = boundary.oldestS;
      frozen = { ...lookup, window: { ...lookup.window, untilS: boundary.oldestS } };
      token = undefined;
      boundary.expectAgain();
      continue;
    }
    const { sinceS } = floor;
    const entries = boundary.take(page.entries).filter((entry) => !isOlder(entry, sinceS));
    const complete = page.nextToken === undefined || boundary.oldestS < sinceS;
    yield {
      ...decodeAll(entries, link.region),
      untilS: lookup.window.untilS,
      reachedS: complete ? sinceS - 1 : boundary.oldestS,
      complete,
    };
    if (complete || page.nextToken === undefined) return;
    if (page.nextToken === token) {
      throw new PlaceFailure(
        link.region,
        new Error('the service gave the same NextToken twice, so the rest is out of reach'),
      );
    }
    token = page.nextToken;
  }
}

/** An entry without a time of its own belongs to the page that it came in. */
function isOlder(entry: Entry, sinceS: number): boolean {
  return entry.timeMs !== undefined && Math.floor(entry.timeMs / 1000) < sinceS;
}

function decodeAll(
  entries: readonly Entry[],
  region: string,
): { events: readonly Event[]; problems: readonly Diagnostic[] } {
  const events: Event[] = [];
  const problems: Diagnostic[] = [];
  for (const entry of entries) {
    const decoded = decodeEntry(entry, region);
    if (decoded.kind === 'event') events.push(decoded.event);
    else {
      problems.push({
        kind: 'decode',
        where: `${region}: event ${decoded.eventId ?? 'without id'}`,
        message: decoded.why,
        hint:
          decoded.eventId === undefined
            ? 'the AWS CLI shows it: aws cloudtrail lookup-events'
            : `trailsift cannot test it; the AWS CLI shows it: aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=EventId,AttributeValue=${decoded.eventId}`,
      });
    }
  }
  return { events, problems };
}

/** What has been seen of the oldest second, so that a chain begun again from it gives nothing twice. */
class Boundary {
  oldestS: number;
  #seen = new Map<string, number>();
  #again = new Map<string, number>();

  constructor(untilS: number) {
    this.oldestS = untilS;
  }

  expectAgain(): void {
    this.#again = new Map(this.#seen);
  }

  /** The entries that are new. Counted, not just listed: entries without an id may be alike and still be two. */
  take(entries: readonly Entry[]): readonly Entry[] {
    return entries.filter((entry) => {
      const timeS = entry.timeMs === undefined ? this.oldestS : Math.floor(entry.timeMs / 1000);
      const key = `${entry.envelope.eventId ?? ''}\n${entry.text ?? ''}`;
      const repeats = this.#again.get(key) ?? 0;
      if (repeats > 0) {
        this.#again.set(key, repeats - 1);
        return false;
      }
      if (timeS < this.oldestS) {
        this.oldestS = timeS;
        this.#seen.clear();
      }
      if (timeS === this.oldestS) this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
      return true;
    });
  }
}
