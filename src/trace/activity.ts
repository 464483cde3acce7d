// Sums up what a key or session did. Memory depends on the number of distinct names, not on the number of events.

import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { errorCode, outcome } from '../event/outcome.ts';

export interface Activity {
  readonly events: number;
  readonly denied: number;
  readonly failed: number;
  /** Successful calls with `readOnly` false, by event name. */
  readonly writes: ReadonlyMap<string, number>;
  /** All other successful calls, by event name. Records without `readOnly` are among them. */
  readonly reads: ReadonlyMap<string, number>;
  /** Events by service, without `.amazonaws.com`. */
  readonly services: ReadonlyMap<string, number>;
  readonly regions: ReadonlySet<string>;
  readonly ips: ReadonlySet<string>;
  readonly agents: ReadonlySet<string>;
  /** NaN if there are no events. */
  readonly firstS: number;
  readonly lastS: number;
  /** Denied calls, by event name. */
  readonly refused: ReadonlyMap<string, number>;
  /** Calls that failed for another reason, by event name and error code. */
  readonly failures: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** `newest`: only the newest events were read, up to a limit. `partial`: some events could not be read. */
  readonly extent: 'all' | 'newest' | 'partial';
}

/** Set by the caller, so the number of distinct values is capped. */
const namesMax = 100;

export class ActivityCount implements Activity {
  events = 0;
  denied = 0;
  failed = 0;
  readonly writes = new Map<string, number>();
  readonly reads = new Map<string, number>();
  readonly services = new Map<string, number>();
  readonly regions = new Set<string>();
  readonly ips = new Set<string>();
  readonly agents = new Set<string>();
  firstS = Number.NaN;
  lastS = Number.NaN;
  readonly refused = new Map<string, number>();
  readonly failures = new Map<string, Map<string, number>>();
  /** Set to another value when all events have been read. */
  extent: Activity['extent'] = 'partial';

  add(event: Event): void {
    const { record, timeS } = event;
    const name = textAt(record, 'eventName') ?? '-';
    this.events += 1;
    switch (outcome(record)) {
      case 'denied':
        this.denied += 1;
        countUp(this.refused, name);
        break;
      case 'failed':
        this.failed += 1;
        countUp(within(this.failures, name), errorCode(record) ?? '-');
        break;
      case 'ok':
        countUp(textAt(record, 'readOnly') === 'false' ? this.writes : this.reads, name);
    }
    countUp(this.services, (textAt(record, 'eventSource') ?? '-').replace(/\.amazonaws\.com$/, ''));
    this.regions.add(textAt(record, 'awsRegion') ?? '-');
    note(this.ips, textAt(record, 'sourceIPAddress'));
    note(this.agents, textAt(record, 'userAgent'));
    // In files some records have no readable time.
    if (Number.isNaN(timeS)) return;
    this.firstS = Number.isNaN(this.firstS) ? timeS : Math.min(this.firstS, timeS);
    this.lastS = Number.isNaN(this.lastS) ? timeS : Math.max(this.lastS, timeS);
  }
}

function countUp(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function within(counts: Map<string, Map<string, number>>, name: string): Map<string, number> {
  const known = counts.get(name) ?? new Map<string, number>();
  counts.set(name, known);
  return known;
}

function note(names: Set<string>, name: string | undefined): void {
  if (name !== undefined && names.size < namesMax) names.add(name);
}
