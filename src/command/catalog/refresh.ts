// `trailsift catalog --refresh`: reads the Service Reference of AWS and keeps the operations that the catalogue lacks.

import { catalogueDate } from '../../catalog/events.ts';
import { catalogCacheText } from '../../catalog/catalog-cache.ts';
import type { Host } from '../../host/host.ts';
import { readCatalogCache, writeCatalogCache } from '../../catalog-cache/cache-file.ts';
import { readReference } from '../../catalog-cache/service-reference.ts';
import { createReporter } from '../../report/reporter.ts';
import { count } from '../../text/number.ts';
import { exitCodeOf, plainEnd } from '../exit-code.ts';
import { startStop } from '../stop.ts';

/** At most this many services that could not be read are named; the others are counted. */
const namedMax = 20;

/** Resolves to the exit code. */
export async function refreshCatalogue(host: Host): Promise<number> {
  const reporter = createReporter(host, { quiet: false });
  const stop = startStop(host);
  try {
    const { operations, missing, refused } = await readReference(host, stop.signal, (services) =>
      reporter.say(() => [`reading the operations of ${count(services, 'service')}`]),
    );
    for (const each of missing.slice(0, namedMax)) reporter.missing(each);
    if (missing.length > namedMax) {
      const more = missing.length - namedMax;
      reporter.missing({
        kind: 'source',
        where: count(more, 'more service'),
        message: 'could not be read',
      });
    }
    const before = await readCatalogCache(host);
    const date = new Date(host.now()).toISOString().slice(0, 10);
    const kept = catalogCacheText({ date, operations, before: before.facts });
    const path = await writeCatalogCache(host, kept.text);
    reporter.note(
      `${count(kept.events, 'new event')} of ${count(kept.sources, 'event source')} saved in ${path}; ${count(operations.size, 'service')} read and compared with the catalogue of ${catalogueDate(undefined)}`,
    );
    if (refused > 0)
      reporter.note(
        `${count(refused, 'entry', 'entries')} in the list of services named no service and ${refused === 1 ? 'was' : 'were'} skipped`,
      );
    return exitCodeOf({ ...plainEnd, partial: missing.length > 0 });
  } catch (error) {
    if (!stop.interrupted()) throw error;
    reporter.note('interrupted: the saved catalogue is unchanged');
    return exitCodeOf({ ...plainEnd, interrupted: true });
  } finally {
    stop.end();
  }
}
