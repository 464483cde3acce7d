// `trailsift catalog [PATTERN...]`: lists events and services from the facts that come with trailsift and those that a refresh has
// kept. Only `--refresh` sends anything.

import { catalogueDate } from '../../catalog/events.ts';
import { exitCodes } from '../../args/exit-codes.ts';
import type { Context } from '../../args/command.ts';
import { readCatalogCache } from '../../catalog-cache/cache-file.ts';
import type { Host } from '../../host/host.ts';
import { createReporter } from '../../report/reporter.ts';
import type { CatalogRequest } from '../../request/catalog.ts';
import { count } from '../../text/number.ts';
import { eventsFound, mapped, servicesFound } from './find.ts';
import { printed } from './output.ts';

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
  const { rows, notes } = what === 'services' ? servicesFound(patterns, kept) : eventsFound(patterns, kept);
  let amount = 0;
  const counted = mapped(rows, (row) => {
    amount += 1;
    return row;
  });
  for (const text of inParts(printed(counted, output, host))) {
    await host.stdout.write(text);
    if (host.stdout.closed.aborted) return exitCodes.done;
  }
  for (const each of notes) reporter.note(each);
  reporter.say(() => [
    `${count(amount, what === 'services' ? 'event source' : 'event')}. Catalogue of ${catalogueDate(kept)}: it may lack events and services that exist.`,
  ]);
  return exitCodes.done;
}

/** The whole list is eighteen thousand lines. Writing each by itself would take longer than making them. */
function* inParts(texts: Iterable<string>): Generator<string> {
  let part = '';
  for (const text of texts) {
    part += text;
    if (part.length < 65_536) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}
