// The formats by name; each is loaded when it is asked for.

import type { Exporter, ExportOptions, Sink } from './exporter.ts';

type MakeExporter = (sink: Sink, options: ExportOptions) => Exporter;

const loaders = {
  table: async () => (await import('./table.ts')).table,
  ndjson: async () => (await import('./json.ts')).ndjson,
  json: async () => (await import('./json.ts')).json,
  csv: async () => (await import('./delimited.ts')).csv,
  tsv: async () => (await import('./delimited.ts')).tsv,
  records: async () => (await import('./json.ts')).records,
  aws: async () => (await import('./aws.ts')).aws,
} satisfies Record<string, () => Promise<MakeExporter>>;

export type Format = keyof typeof loaders;

export const formats = Object.keys(loaders) as readonly Format[];

/** Formats made of columns; the others are made of whole records. */
export const columnFormats: readonly Format[] = ['table', 'csv', 'tsv'];

export async function createExporter(format: Format, sink: Sink, options: ExportOptions): Promise<Exporter> {
  const make: MakeExporter = await loaders[format]();
  return make(sink, options);
}
