// What must be disclosed, a row each: what provokes it, and what is then said, by every command over every origin that can come by it.

import {
  contradictingEvent,
  events,
  failingRegion,
  ids,
  lateEvent,
  oldEvent,
  repeatedEvent,
  secret,
  sessionKey,
  since,
  timelessEvent,
} from './events.ts';
import type { Pair } from './matrix.ts';
import type { Held } from './origins.ts';
import type { Ran } from './run.ts';

export interface Disclosure {
  readonly what: string;
  readonly applies: (pair: Pair) => boolean;
  readonly held: Held;
  readonly args?: readonly string[];
  readonly window?: readonly string[];
  /** What must be said of it, on stderr. */
  readonly says: RegExp;
  /** The run with nothing to disclose, which proves that the message is not always printed. */
  readonly control: { readonly held: Held; readonly args?: readonly string[] };
  readonly code?: number;
  /** What is wrong with the answer; undefined if nothing is. */
  readonly check?: (ran: Ran, pair: Pair) => string | undefined;
}

const plain: Held = { events };
const everyPair = (): boolean => true;
const withFilters = ({ command }: Pair): boolean => command.filters;
const printing = ({ command }: Pair): boolean => command.printsEvents;
const windowed = ({ command }: Pair): boolean => command.hasWindow;

const fault = (isRight: boolean, what: string): string | undefined => (isRight ? undefined : what);
const timesIn = (out: string, id: string): number => out.split(`"eventID":"${id}"`).length - 1;
const [seventh = ''] = ids(7);

export const disclosures: readonly Disclosure[] = [
  {
    what: 'that an event is recorded under another name',
    applies: withFilters,
    held: plain,
    args: ['--event', 'CreateFunction'],
    says: /note: .*CreateFunction20150331/,
    control: { held: plain, args: ['--event', 'RunInstances'] },
    check: ({ out }) => fault(out.includes('CreateFunction20150331'), 'does not find it'),
  },
  {
    what: 'that --query rounded a number of 17 digits',
    applies: printing,
    held: plain,
    args: ['--query', 'requestParameters.size'],
    says: /note: --query .*round/,
    control: { held: plain, args: ['--query', 'eventName'] },
  },
  {
    what: 'that an id came with two texts, and both are kept',
    applies: everyPair,
    held: { events: [...events, contradictingEvent] },
    says: new RegExp(`note: .*two.*${seventh}`),
    control: { held: plain },
    check: ({ out }, { command }) =>
      command.printsEvents ? fault(timesIn(out, seventh) === 2, 'does not print both') : undefined,
  },
  {
    what: 'that the clock is off',
    applies: ({ origin }) => origin.hasClock,
    held: { events, clockOffsetMs: -3_600_000 },
    says: /note: .*clock.*ahead/,
    control: { held: plain },
  },
  {
    what: 'that folders were not opened',
    applies: (pair) => pair.origin.hasFolders && windowed(pair),
    held: { events: [...events, oldEvent] },
    says: /not opened/i,
    control: { held: plain, args: ['--no-prune'] },
  },
  {
    what: 'that late deliveries were not looked for',
    applies: (pair) => pair.origin.knowsDeliveries && windowed(pair),
    held: { events, late: [lateEvent] },
    says: /late.*--late/,
    control: { held: { events, late: [lateEvent] }, args: ['--late', '6h'] },
  },
  {
    what: 'that a part could not be read, and the rest is kept',
    applies: everyPair,
    held: { events, failing: failingRegion },
    says: /^missing: /m,
    control: { held: plain },
    code: 3,
  },
  {
    what: 'that an event was delivered twice, and is given once',
    // A tree counts what a session did, each call once, however often it was read.
    applies: ({ origin, command }) =>
      origin.traits.repeats === 'anywhere' && (!command.ofSession || command.filters),
    held: { events: [...events, repeatedEvent] },
    says: /^1 duplicate of an event was left out\.$/m,
    control: { held: plain },
    check: ({ out }, { command }) =>
      command.printsEvents ? fault(timesIn(out, seventh) === 1, 'does not print it once') : undefined,
  },
  {
    what: 'that records without a time were left out of the window',
    applies: (pair) => pair.origin.traits.envelope === 'some' && windowed(pair),
    held: { events: [...events, timelessEvent] },
    says: /1 record .*time/,
    control: { held: plain },
  },
  {
    what: 'that the newest minutes may still be missing',
    applies: (pair) => pair.origin.traits.deliveryDelayS > 0 && windowed(pair) && !pair.command.ofSession,
    held: plain,
    window: since,
    says: /newest .* may be incomplete/,
    control: { held: plain },
  },
  {
    what: 'why nothing was found',
    applies: withFilters,
    held: plain,
    args: ['--event', 'NoSuchCall'],
    says: /note: .*NoSuchCall/,
    control: { held: plain, args: ['--event', 'RunInstances'] },
    check: ({ out }, { command }) =>
      command.printsEvents ? fault(out === '', 'prints something') : undefined,
  },
];

/** Said of the output alone. */
export const masked = { held: plain, args: ['--redact'], secret, applies: printing };

/** The name of a session that no event has. */
export const unknownKey = sessionKey.replace('ALICE', 'NOONE');
