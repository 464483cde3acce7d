// `trailsift catalog [PATTERN...]`: what exists and what is recorded of it, from the facts that trailsift carries and those that a refresh
// has kept. Nothing is asked of AWS, except by `--refresh`.

import { catalogueDate } from '../../catalog/events.ts';
import { usageError } from '../../error.ts';
import { printListing } from '../../export/listing.ts';
import type { Host } from '../../host/host.ts';
import { readCatalogCache } from '../../catalog-cache/cache-file.ts';
import { createReporter } from '../../report/reporter.ts';
import { catalogFlags } from '../../args/commands.ts';
import type { ParsedArgs } from '../../args/parse.ts';
import { requireContent, textOptions } from '../../request/format.ts';
import { outputSpec } from '../../request/output.ts';
import { eventsFound, sourcesFound } from './find.ts';

/** Resolves to the exit code. */
export async function catalogCommand(typed: ParsedArgs, host: Host): Promise<number> {
  if (typed.switches.has('refresh')) {
    const { refreshCatalogue } = await import('./refresh.ts');
    return refreshCatalogue(typed, host);
  }
  refuseOthers(typed);
  const output = outputSpec(typed, host);
  requireContent(output.format, 'catalogue');
  const reporter = createReporter(host, false);
  const { facts: kept, note } = await readCatalogCache(host);
  if (note !== undefined) reporter.note(note);
  const shape = { header: output.header, width: host.stdout.columns() };
  const { listing, notes } = typed.switches.has('services')
    ? sourcesFound(typed.terms, kept, shape)
    : eventsFound(typed.terms, kept, shape);
  const { closed } = host.stdout;
  await printListing(
    output.format,
    listing,
    textOptions(output, host),
    (text) => host.stdout.write(text),
    closed,
  );
  if (closed.aborted) return 0;
  for (const each of notes) reporter.note(each);
  const noun = typed.switches.has('services') ? 'event sources' : 'events';
  reporter.say(
    () =>
      `${listing.amount} ${noun}, catalogue of ${catalogueDate(kept)}. What is not in it may exist all the same.`,
  );
  return 0;
}

function refuseOthers({ values, switches, terms }: ParsedArgs): void {
  const [other] = [...values.keys(), ...switches].filter((name) => !catalogFlags.includes(name));
  if (other !== undefined)
    throw usageError(
      `--${other} is for searches, and the catalogue is a list`,
      'trailsift catalog PATTERN...',
    );
  if (terms.some((pattern) => pattern.trim() === ''))
    throw usageError('an empty pattern was given', 'without a pattern all is listed: trailsift catalog');
}
