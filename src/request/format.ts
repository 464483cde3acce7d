// Which format is meant, and whether it can print what is asked for. What a format can do stands in its row of the table of formats.

import { usageError } from '../error.ts';
import type { TextOptions } from '../export/exporter.ts';
import type { Content, Format, FormatTraits } from '../export/formats.ts';
import { formats, formatsThat, formatTraits } from '../export/formats.ts';
import type { Host } from '../host/host.ts';
import { formatChoices, formatList } from '../text/number.ts';

/** Throws a usage error for a name that is no format. */
export function parseFormat(typed: string): Format {
  const named = formats.find((format) => format === typed);
  if (named === undefined)
    throw usageError(`--output cannot be '${typed}'`, `it is one of: ${formats.join(', ')}`);
  return named;
}

const refusals: Readonly<Record<Content, readonly [reason: (format: Format) => string, more: string]>> = {
  events: [(format) => `-o ${format} does not print events`, ''],
  results: [
    (format) => `--query prints JSON, and -o ${format} does not`,
    '; for columns: --columns NAME=EXPR',
  ],
  counts: [(format) => `-o ${format} prints records, and count prints counts`, ''],
  traces: [(format) => `-o ${format} prints events, and a trace is a tree`, '; --events lists the events'],
  catalogue: [(format) => `-o ${format} prints records, and the catalogue has none`, ''],
};

/** Throws a usage error that names the formats that can print it. */
export function requireContent(format: Format, content: Content): void {
  if (formatTraits[format].prints[content] !== undefined) return;
  const [reason, more] = refusals[content];
  const able = formatsThat(({ prints }) => prints[content] !== undefined);
  throw usageError(reason(format), `use ${formatChoices(able)}${more}`);
}

/** One document has an end, and following has none. Throws a usage error. */
export function requireEndless(format: Format): void {
  if (formatTraits[format].endless) return;
  throw usageError(
    `-o ${format} is one document, and --follow has no end`,
    `-o ${exactFormat()} prints a record a line`,
  );
}

/** `table, csv and tsv`: the formats that have a trait. */
export function namesOfFormats(have: (traits: FormatTraits) => boolean): string {
  return formatList(formatsThat(have));
}

/** The format for streams of whole records: one a line, and its numbers as they are. */
export function exactFormat(): Format {
  return formatsThat(({ verbatim, endless }) => verbatim && endless)[0] ?? 'ndjson';
}

export function textOptions(output: Pick<TextOptions, 'header' | 'rawCsv'>, host: Host): TextOptions {
  return { header: output.header, rawCsv: output.rawCsv, terminal: host.stdout.isTTY };
}
