// The question that every command that reads events gets: query, source, output and zone.

import type { Context } from '../args/command.ts';
import type { ParsedArgs } from '../args/parse.ts';
import type { Zone } from '../event/zone.ts';
import type { Host } from '../host/host.ts';
import type { SearchQuery } from '../query/query.ts';
import type { MakeExporter } from './exporter.ts';
import type { OutputSpec } from './output.ts';
import { outputSpec } from './output.ts';
import { searchQuery, zoneOf } from './query.ts';
import type { Source } from './source.ts';
import { sourceOf } from './source.ts';

export interface Question {
  /** Event names are not yet looked up in the catalogue. */
  readonly asked: SearchQuery;
  readonly source: Source;
  readonly zone: Zone;
  readonly output: OutputSpec;
  readonly makeExporter: MakeExporter;
  /** The output is a summary at the end, which is not printed if nothing could be read. */
  readonly summary: boolean;
  readonly explain: boolean;
  readonly stats: boolean;
  readonly debug: boolean;
}

/** `whole`: without `--since`, search everything that the source has. Throws a usage error. */
export async function questionOf(
  args: ParsedArgs,
  { host, origins }: Context,
  whole = false,
): Promise<Omit<Question, 'makeExporter' | 'summary'>> {
  const zone = zoneOf(args, host);
  const source = await sourceOf(args, host, origins);
  const nowS = Math.floor(host.now() / 1000);
  return {
    source,
    zone,
    asked: searchQuery(args, nowS, zone, source.row.traits, whole),
    output: outputSpec(args, host),
    explain: args.switches.has('explain'),
    stats: args.switches.has('stats'),
    debug: wantsDebug(args, host),
  };
}

export function wantsDebug(args: ParsedArgs, host: Host): boolean {
  return args.switches.has('debug') || Boolean(host.env['TRAILSIFT_DEBUG']);
}
