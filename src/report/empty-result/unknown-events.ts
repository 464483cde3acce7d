// Event names that no catalogue has: which name may be meant.

import { nearestName } from '../../catalog/did-you-mean.ts';
import type { Host } from '../../host/host.ts';
import { unrecordedAmong, unrecordedLine } from '../unrecorded-events.ts';

interface UnknownContext {
  readonly host: Host;
  readonly fromFiles: boolean;
  /** The user has been told that the letter case is wrong. */
  readonly caseSaid: boolean;
}

/** One line for each name that no catalogue has. */
export async function unknownEvents(
  events: readonly string[],
  { host, fromFiles, caseSaid }: UnknownContext,
): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const { catalogueDate, eventNames, eventsNamed } = await import('../../catalog/events.ts');
  const { unknownNames: lackingNames } = await import('../../catalog/unknown-names.ts');
  const lacking = await lackingNames(
    events,
    (name, facts) => eventsNamed(name, facts).length > 0,
    async () => (await import('../../catalog-cache/cache-file.ts')).readCatalogCache(host),
  );
  const { kept } = lacking;
  const lines = lacking.names.flatMap((name) => {
    const sameLetters = eventNames(kept).find((each) => each.toLowerCase() === name.toLowerCase());
    if (sameLetters !== undefined) {
      return [
        ...(caseSaid ? [] : [`event names are case-sensitive: --event ${sameLetters}, or --ignore-case`]),
        ...(fromFiles ? [] : unrecordedAmong([sameLetters], [], eventsNamed).map(unrecordedLine)),
      ];
    }
    const nearest = nearestName(name, eventNames(kept));
    const meant = nearest === undefined ? '' : `; did you mean --event ${nearest}?`;
    return [
      `the catalogue of ${catalogueDate(kept)} has no event ${name}: trailsift catalog '*${name.slice(0, 40)}*' shows what there is${meant}`,
    ];
  });
  return [...lines, ...lacking.notes];
}
