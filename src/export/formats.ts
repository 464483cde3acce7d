// The table of formats. A new format is a file with its exporters and a row here: names, checks, messages, help and completion are made from
// the rows.

import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';
import type { Exporter, ExportOptions, Row, RowOptions, Sink, TextOptions } from './exporter.ts';

/** A format is loaded when it is used. */
type Load<Item, Options> = () => Promise<(sink: Sink, options: Options) => Exporter<Item>>;

type LoadRows = Load<Row, RowOptions> | 'own layout';

/** What commands print instead of events. */
export type RowContent = 'counts' | 'traces' | 'catalogue';
export type Content = 'events' | 'results' | RowContent;

/** What a format can do. */
export interface FormatTraits {
  /** One line, for help and completion. */
  readonly meaning: string;
  /** Has columns and a header. The other formats have whole records and keep the types of values. */
  readonly columns: boolean;
  /** Opened in spreadsheets, which run some cells as formulas: these are escaped. */
  readonly spreadsheets: boolean;
  /** For people: short cells, local time. Formats for programs have whole values and UTC. */
  readonly forPeople: boolean;
  /** Well-formed without an end, which `--follow` needs. */
  readonly endless: boolean;
  /** Keeps what LookupEvents returns beside the record. */
  readonly envelope: boolean;
  /** Keeps every digit of the numbers in a record. */
  readonly verbatim: boolean;
  readonly prints: {
    readonly events: Load<Event, ExportOptions>;
    /** The results of `--query`: any JSON value. */
    readonly results?: Load<Json, TextOptions>;
    readonly counts?: LoadRows;
    /** Rows that contain objects. */
    readonly traces?: LoadRows;
    readonly catalogue?: LoadRows;
  };
}

const ndjsonValues = async () => (await import('./json.ts')).ndjsonValues;
const jsonValues = async () => (await import('./json.ts')).jsonValues;
const csvRows = async () => (await import('./delimited.ts')).csvRows;
const tsvRows = async () => (await import('./delimited.ts')).tsvRows;

const document = {
  columns: false,
  spreadsheets: false,
  forPeople: false,
  endless: false,
  envelope: false,
  verbatim: true,
};
const rowsForPrograms = {
  columns: true,
  spreadsheets: false,
  forPeople: false,
  endless: true,
  envelope: false,
  verbatim: false,
};

const table = {
  table: {
    meaning: 'for people: columns cut to the width of the terminal',
    ...rowsForPrograms,
    forPeople: true,
    prints: {
      events: async () => (await import('./table.ts')).table,
      counts: 'own layout',
      traces: 'own layout',
      catalogue: 'own layout',
    },
  },
  ndjson: {
    meaning: 'one record per line, as CloudTrail wrote it',
    ...document,
    endless: true,
    prints: {
      events: async () => (await import('./json.ts')).ndjson,
      results: ndjsonValues,
      counts: ndjsonValues,
      traces: ndjsonValues,
      catalogue: ndjsonValues,
    },
  },
  json: {
    meaning: 'an array of records',
    ...document,
    prints: {
      events: async () => (await import('./json.ts')).json,
      results: jsonValues,
      counts: jsonValues,
      traces: jsonValues,
      catalogue: jsonValues,
    },
  },
  csv: {
    meaning: 'for spreadsheets',
    ...rowsForPrograms,
    spreadsheets: true,
    prints: {
      events: async () => (await import('./delimited.ts')).csv,
      counts: csvRows,
      catalogue: csvRows,
    },
  },
  tsv: {
    meaning: 'for cut and awk: one row per line, tabs between cells',
    ...rowsForPrograms,
    prints: {
      events: async () => (await import('./delimited.ts')).tsv,
      counts: tsvRows,
      catalogue: tsvRows,
    },
  },
  records: {
    meaning: '{"Records":[...]}, as in the files of a trail',
    ...document,
    prints: { events: async () => (await import('./json.ts')).records },
  },
  aws: {
    meaning: '{"Events":[...]}, as aws cloudtrail lookup-events prints it',
    ...document,
    envelope: true,
    prints: { events: async () => (await import('./aws.ts')).aws },
  },
} as const satisfies Readonly<Record<string, FormatTraits>>;

export type Format = keyof typeof table;

export const formatTraits: Readonly<Record<Format, FormatTraits>> = table;

export const formats = Object.keys(table) as readonly Format[];

/** The formats that have a trait, in the order of the table. */
export function formatsThat(have: (traits: FormatTraits) => boolean): readonly Format[] {
  return formats.filter((format) => have(formatTraits[format]));
}

export async function createExporter(format: Format, sink: Sink, options: ExportOptions): Promise<Exporter> {
  const make = await formatTraits[format].prints.events();
  return make(sink, options);
}
