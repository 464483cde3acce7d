// `trailsift catalog [PATTERN...]`: lists events and services, from the catalogue of trailsift and from what a refresh has kept. Only
// `--refresh` sends requests.

import type { Context } from '../../args/command.ts';
import { exitCodes } from '../../args/exit-codes.ts';
import { readCatalogCache } from '../../catalog-cache/cache-file.ts';
import { catalogueDate } from '../../catalog/events.ts';
import { printListing } from '../../export/listing.ts';
import type { Host } from '../../host/host.ts';
import { createReporter } from '../../report/reporter.ts';
import type { CatalogRequest } from '../../request/catalog.ts';
import { textOptions } from '../../request/format.ts';
import { count } from '../../text/number.ts';
import { eventsFound, sourcesFound } from './find.ts';

/** Resolves to the exit code. */
export async function runCatalog(request: CatalogRequest, { host }: Context): Promise<number> {
  if (request.kind === 'list') return list(request, host);
  const { refreshCatalogue } = await import('./refresh.ts');
  return refreshCatalogue(host);
}

async function list(
  { what, patterns, output }: Extract<CatalogRequest, { kind: 'list' }>,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, { quiet: false });
  const { facts: kept, note } = await readCatalogCache(host);
  if (note !== undefined) reporter.note(note);
  const shape = { header: output.header, width: host.stdout.columns() };
  const find = what === 'services' ? sourcesFound : eventsFound;
  const { listing, notes } = find(patterns, kept, shape);
  const { stdout } = host;
  const write = (text: string): Promise<void> => stdout.write(text);
  await printListing(output.format, listing, textOptions(output, host), write, stdout.closed);
  if (stdout.closed.aborted) return exitCodes.done;
  for (const each of notes) reporter.note(each);
  reporter.say(() => [
    `${count(listing.amount, what === 'services' ? 'event source' : 'event')}. The catalogue of ${catalogueDate(kept)} can lack events and services that exist.`,
  ]);
  return exitCodes.done;
}
