// `trailsift catalog`: from parsed arguments to a request.

import type { ParsedArgs } from '../args/parse.ts';
import type { Context } from '../args/command.ts';
import { usageError } from '../error.ts';
import { requireContent } from './format.ts';
import type { OutputSpec } from './output.ts';
import { outputSpec } from './output.ts';

export type CatalogRequest =
  | {
      readonly kind: 'list';
      readonly what: 'events' | 'services';
      /** Empty for everything. */
      readonly patterns: readonly string[];
      readonly output: OutputSpec;
    }
  | { readonly kind: 'refresh' };

/** Throws a usage error. */
export function catalogRequest(args: ParsedArgs, { host }: Context): CatalogRequest {
  if (args.switches.has('refresh')) {
    refuseBesideRefresh(args);
    return { kind: 'refresh' };
  }
  if (args.terms.some((pattern) => pattern.trim() === ''))
    throw usageError('the pattern is empty', 'trailsift catalog, which lists everything');
  const output = outputSpec(args, host);
  requireContent(output.format, 'catalogue');
  return {
    kind: 'list',
    what: args.switches.has('services') ? 'services' : 'events',
    patterns: args.terms,
    output,
  };
}

function refuseBesideRefresh({ terms, values, switches }: ParsedArgs): void {
  const given = [...terms, ...[...values.keys(), ...switches].map((name) => `--${name}`)];
  const other = given.find((word) => word !== '--refresh');
  if (other !== undefined)
    throw usageError(
      `catalog --refresh does not take ${other}`,
      'trailsift catalog --refresh, then trailsift catalog PATTERN',
    );
}
