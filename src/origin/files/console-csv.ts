// The console's CSV download: sixteen columns for each event. They are made into a record, so that the same filters work; it has
// what the columns have and nothing else ("User name,AWS access key,Event time,..."; real downloads of 2021 and 2024).

import { parse } from 'csv-parse';
import { Readable } from 'node:stream';
import type { Envelope, Event } from '../../event/event.ts';
import type { Json, JsonObject } from '../../event/json.ts';
import { isObject, textAt } from '../../event/json.ts';
import { recordTimeS } from '../../event/time-text.ts';
import { UnreadableFile } from './unreadable.ts';

const header = 'User name,AWS access key,Event time,Event source,Event name,';

export function isConsoleCsv(head: Buffer): boolean {
  return head.subarray(0, 200).toString('latin1').replaceAll('"', '').startsWith(header);
}

export const csvNote =
  "it is the console's CSV, which holds sixteen columns and lacks the identity (except the user name), the request, the response and the error message: filters on those match nothing";

/** A spreadsheet that saves the file writes long numbers as powers of ten. */
export const resavedNote =
  'a spreadsheet has saved it again and changed its account ids (5.28758E+11): download it from the console again';

/** Throws `UnreadableFile` if the CSV is invalid. */
export async function* csvEvents(chunks: AsyncIterable<Buffer>): AsyncGenerator<Event> {
  // Copied, because the stream keeps more than one chunk.
  const copies = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) yield Buffer.from(chunk);
  };
  const rows = Readable.from(copies()).pipe(
    parse({ columns: true, relax_column_count: true, skip_empty_lines: true }),
  ) as AsyncIterable<Readonly<Record<string, string>>>;
  try {
    for await (const row of rows) yield rowEvent(row);
  } catch (error) {
    throw new UnreadableFile(
      `its CSV cannot be read further: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function rowEvent(row: Readonly<Record<string, string>>): Event {
  const cell = (name: string): string | undefined => (row[name] === '' ? undefined : row[name]);
  const username = cell('User name');
  const accessKeyId = cell('AWS access key');
  const readOnly = cell('Read-only')?.toLowerCase();
  const members: Readonly<Record<string, Json | undefined>> = {
    userIdentity: defined({ userName: username, accessKeyId }),
    eventTime: cell('Event time'),
    eventSource: cell('Event source'),
    eventName: cell('Event name'),
    awsRegion: cell('AWS region'),
    sourceIPAddress: cell('Source IP address'),
    userAgent: cell('User agent'),
    errorCode: cell('Error code'),
    requestID: cell('Request ID'),
    eventID: cell('Event ID'),
    readOnly: readOnly === 'true' || readOnly === 'false' ? readOnly === 'true' : undefined,
    eventType: cell('Event type'),
    recipientAccountId: cell('Recipient Account Id'),
    eventCategory: cell('Event category'),
  };
  const record = defined(members);
  const envelope: Envelope = {
    ...(username === undefined ? {} : { username }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    resources: resourcesOf(cell('Resources')),
  };
  return {
    text: JSON.stringify(record),
    record,
    timeS: Math.floor(recordTimeS(cell('Event time') ?? '')),
    region: undefined,
    envelope,
  };
}

function defined(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function resourcesOf(cell: string | undefined): Envelope['resources'] {
  let listed: unknown;
  try {
    listed = JSON.parse(cell ?? '[]');
  } catch {
    return [];
  }
  return (Array.isArray(listed) ? (listed as unknown[]) : []).filter(isObject).map((resource) => {
    const type = textAt(resource, 'resourceType');
    const name = textAt(resource, 'resourceName');
    return { ...(type === undefined ? {} : { type }), ...(name === undefined ? {} : { name }) };
  });
}
