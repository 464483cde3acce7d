// Parses the output format and checks that it can print the content. The table of formats says what each can print.

import { usageError } from '../error.ts';
import type { TextOptions } from '../export/exporter.ts';
import type { Content, Format, FormatTraits } from '../export/formats.ts';
import { formats, formatsThat, formatTraits } from '../export/formats.ts';
import type { Host } from '../host/host.ts';
import { formatChoices, formatList } from '../text/number.ts';

/** Throws a usage error if there is no such format. */
export function parseFormat(typed: string): Format {
  const named = formats.find((format) => format === typed);
  if (named === undefined) throw usageError(`--output cannot be '${typed}'`, `one of ${formats.join(', ')}`);
  return named;
}

const refusals: Readonly<Record<Content, readonly [reason: (format: Format) => string, more: string]>> = {
  events: [(format) => `-o ${format} does not print events`, ''],
  results: [
    (format) => `--query prints JSON, and -o ${format} does not`,
    '; or --columns NAME=EXPR for columns',
  ],
  counts: [(format) => `-o ${format} prints records, and count prints counts`, ''],
  traces: [
    (format) => `-o ${format} prints events, and a trace is a tree`,
    '; or --events for the list of events',
  ],
  catalogue: [(format) => `-o ${format} prints records, and the catalogue has none`, ''],
};

/** Throws a usage error that names the formats that can print it. */
export function requireContent(format: Format, content: Content): void {
  if (formatTraits[format].prints[content] !== undefined) return;
  const [reason, more] = refusals[content];
  const able = formatsThat(({ prints }) => prints[content] !== undefined);
  throw usageError(reason(format), `-o ${formatChoices(able)}${more}`);
}

/** A format that is one document cannot be followed. Throws a usage error. */
export function requireEndless(format: Format): void {
  if (formatTraits[format].endless) return;
  throw usageError(
    `-o ${format} is one document, and --follow has no end`,
    `-o ${exactFormat()}, which prints a record a line`,
  );
}

/** `table, csv and tsv`: the formats with a trait. */
export function namesOfFormats(have: (traits: FormatTraits) => boolean): string {
  return formatList(formatsThat(have));
}

/** The format that prints each record as it is, one a line. */
export function exactFormat(): Format {
  return formatsThat(({ verbatim, endless }) => verbatim && endless)[0] ?? 'ndjson';
}

export function textOptions(output: Pick<TextOptions, 'header' | 'rawCsv'>, host: Host): TextOptions {
  return { header: output.header, rawCsv: output.rawCsv, terminal: host.stdout.isTTY };
}
