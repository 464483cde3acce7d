// Finds event names that are in no catalogue, and the name that may be meant.

import { nearestName } from '../../catalog/did-you-mean.ts';
import type { Host } from '../../host/host.ts';
import type { Traits } from '../../origin/origin.ts';
import type { Note } from '../../text/note.ts';
import { unrecordedAmong, unrecordedNote } from '../unrecorded-events.ts';

interface UnknownContext {
  readonly host: Host;
  readonly categories: Traits['categories'];
  /** The user has been told that the letter case is wrong. */
  readonly caseSaid: boolean;
}

/** A note for each name that is in no catalogue. */
export async function unknownEvents(
  events: readonly string[],
  { host, categories, caseSaid }: UnknownContext,
): Promise<readonly Note[]> {
  if (events.length === 0) return [];
  const { catalogueDate, eventNames, eventsNamed } = await import('../../catalog/events.ts');
  const { unknownNames: lackingNames } = await import('../../catalog/unknown-names.ts');
  const lacking = await lackingNames(
    events,
    (name, facts) => eventsNamed(name, facts).length > 0,
    async () => (await import('../../catalog-cache/cache-file.ts')).readCatalogCache(host),
  );
  const { kept } = lacking;
  const notes = lacking.names.flatMap((name): readonly Note[] => {
    const sameLetters = eventNames(kept).find((each) => each.toLowerCase() === name.toLowerCase());
    if (sameLetters !== undefined) {
      return [
        ...(caseSaid
          ? []
          : [{ text: 'event names are case-sensitive', hint: `--event ${sameLetters}, or -i for any case` }]),
        ...(categories === 'any' ? [] : unrecordedAmong([sameLetters], [], eventsNamed).map(unrecordedNote)),
      ];
    }
    const nearest = nearestName(name, eventNames(kept));
    const meant = nearest === undefined ? '' : `--event ${nearest}, or `;
    return [
      {
        text: `there is no event ${name} in the catalogue of ${catalogueDate(kept)}`,
        hint: `${meant}trailsift catalog '*${name.slice(0, 40)}*' to see similar names`,
      },
    ];
  });
  return [...notes, ...lacking.notes];
}
