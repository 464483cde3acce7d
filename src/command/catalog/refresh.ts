// `trailsift catalog --refresh`: what the Service Reference has and the catalogue has not, kept for the commands that ask the catalogue.

import { catalogueDate } from '../../catalog/events.ts';
import { catalogCacheText } from '../../catalog/catalog-cache.ts';
import { usageError } from '../../error.ts';
import { formatNumber } from '../../text/number.ts';
import type { Host } from '../../host/host.ts';
import { readCatalogCache, writeCatalogCache } from '../../catalog-cache/cache-file.ts';
import { readReference } from '../../catalog-cache/service-reference.ts';
import { createReporter } from '../../report/reporter.ts';
import { count } from '../../text/number.ts';
import { startStop } from '../stop.ts';
import type { ParsedArgs } from '../../args/parse.ts';

/** Services that could not be read are named one by one up to here, and counted after. */
const namedMax = 20;

/** Resolves to the exit code. */
export async function refreshCatalogue(typed: ParsedArgs, host: Host): Promise<number> {
  const [other] = [
    ...typed.terms,
    ...[...typed.values.keys(), ...typed.switches].map((name) => `--${name}`),
  ].filter((word) => word !== '--refresh');
  if (other !== undefined)
    throw usageError(
      `--refresh fetches and lists nothing, so ${other} has no place beside it`,
      'trailsift catalog --refresh, then trailsift catalog PATTERN',
    );
  const reporter = createReporter(host, { quiet: false });
  const stop = startStop(host);
  try {
    const { operations, missing, refused } = await readReference(host, stop.signal, (services) =>
      reporter.say(() => [`reading the operations of ${formatNumber(services)} services`]),
    );
    for (const each of missing.slice(0, namedMax)) reporter.missing(each);
    if (missing.length > namedMax) {
      const more = missing.length - namedMax;
      reporter.missing({ kind: 'source', where: 'services', message: `${more} more could not be read` });
    }
    const before = await readCatalogCache(host);
    const date = new Date(host.now()).toISOString().slice(0, 10);
    const kept = catalogCacheText({ date, operations, before: before.facts });
    const path = await writeCatalogCache(host, kept.text);
    reporter.note(
      `${count(operations.size, 'service')} read: ${count(kept.events, 'event')} of ${count(kept.sources, 'event source')} that the catalogue of ${catalogueDate(undefined)} lacks, kept in ${path}`,
    );
    if (refused > 0)
      reporter.note(`${count(refused, 'entry', 'entries')} of the index named no service, and were left out`);
    return missing.length === 0 ? 0 : 3;
  } catch (error) {
    if (!stop.interrupted()) throw error;
    reporter.note('interrupted: what was kept before stays');
    return 130;
  } finally {
    stop.end();
  }
}
