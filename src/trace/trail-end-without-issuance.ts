// Where a trail ends, if no event that issued the credentials was found: why it was not found, and where it may be recorded.

import { shellWord } from '../error.ts';
import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { isoTime } from '../event/time-text.ts';
import { instanceId } from '../query/shapes.ts';
import { count } from '../text/number.ts';
import type { Caller } from './caller.ts';
import type { TraceNode, TrailEnd } from './trace.ts';
import type { Bounds } from './trail-end.ts';
import { notFurther, otherAccount, outsideEnd, start } from './trail-end.ts';

/** `allRead`: false if only the newest CreateAccessKey events were read. */
export function trailEndWithoutIssuance(
  { key, caller, askedEvent }: TraceNode,
  bounds: Bounds,
  allRead: boolean,
): TrailEnd {
  const insight = askedEvent === undefined ? undefined : insightEnd(askedEvent, bounds);
  if (insight !== undefined) return insight;
  if (caller === undefined)
    return notFurther(unknownCaller, 'no event signed with this key was found, and no event that issued it');
  const outside = key === undefined || caller.kind === 'service' ? outsideEnd(caller) : undefined;
  if (outside !== undefined) return outside;
  if (caller.kind === 'account') return otherAccount(caller);
  if (caller.createdS !== undefined) return sessionEnd(caller, caller.createdS, bounds);
  const isLongTerm = (caller.kind === 'user' || caller.kind === 'root') && key?.startsWith('ASIA') !== true;
  if (!isLongTerm) return notFurther(caller, 'the event that issued it was not found');
  if (key === undefined) return notFurther(caller, 'these calls are recorded without a key');
  return allRead
    ? start(caller, `a long-term key, ${createdWhen(bounds)}`)
    : start(
        caller,
        'a long-term key, not created by any of the newest CreateAccessKey events',
        'trailsift --event CreateAccessKey --since 90d',
      );
}

const unknownCaller = { kind: 'unknown', name: undefined } as const;

/** An Insights event is about calls of several callers. Its time is when the unusual activity began or, with state `End`, ended. */
function insightEnd({ record, timeS }: Event, { fromFlags }: Bounds): TrailEnd | undefined {
  const name = textAt(record, 'insightDetails', 'eventName');
  if (textAt(record, 'eventCategory') !== 'Insight' || name === undefined) return undefined;
  const sinceS = textAt(record, 'insightDetails', 'state') === 'End' ? timeS - 3600 : timeS;
  const when = Number.isNaN(timeS) ? '' : ` --since ${isoTime(sinceS)} --until ${isoTime(sinceS + 3600)}`;
  return notFurther(
    unknownCaller,
    'an Insights event does not name the callers',
    `trailsift count --event ${shellWord(name)} --by actor${when}${fromFlags}`,
  );
}

const daySlackS = 120;

function createdWhen({ window: { sinceS }, nowS, elsewhere }: Bounds): string {
  if (!Number.isFinite(sinceS)) return 'whose creation is not in these records';
  const days = Math.round((nowS - sinceS) / 86_400);
  const isWholeDays = days > 0 && Math.abs(nowS - sinceS - days * 86_400) < daySlackS;
  const before = isWholeDays ? `more than ${count(days, 'day')} ago` : `before ${isoTime(sinceS)}`;
  return `created ${before} or ${elsewhere ? 'in a region not searched' : 'recorded elsewhere'}`;
}

function sessionEnd(caller: Caller, createdS: number, { window, elsewhere }: Bounds): TrailEnd {
  const { kind, name, fromConsole, invokedBy, session = '' } = caller;
  // A role's session names the role and not the person or program that opened it.
  const opener = kind === 'role' ? { kind, name: undefined } : caller;
  const allRegions = elsewhere ? '--region all' : undefined;
  const opened = `opened ${isoTime(createdS)}`;
  if (kind !== 'role' && invokedBy !== undefined)
    return notFurther(caller, `${invokedBy} acted for ${name} with a session that no event issues`);
  if (createdS < window.sinceS)
    return notFurther(
      opener,
      `the session was ${opened}, before the start of the search, ${isoTime(window.sinceS)}`,
    );
  if (fromConsole) {
    const where = 'sign-ins are recorded in several regions';
    return notFurther(
      opener,
      `a console session, ${opened}; its sign-in was not found (${where})`,
      allRegions,
    );
  }
  if (instanceId.test(session))
    return notFurther(
      { kind, name: session },
      'an EC2 instance with a session of its role; the event that issued it was not found',
    );
  if (invokedBy !== undefined)
    return notFurther(
      { kind, name: invokedBy },
      'an AWS service with a session of the role; the event that issued it was not found',
    );
  return notFurther(
    opener,
    `the session was ${opened}; the event that issued it was not found (STS records it in the region of the endpoint that was called and in the account of the caller)`,
    allRegions,
  );
}
