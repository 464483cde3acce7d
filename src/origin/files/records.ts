// From the bytes of one file to its events. A broken record is reported with its position, and the records around it are read.

import { textAt } from '../../event/json.ts';
import { csvEvents, csvNote, isConsoleCsv, resavedNote } from './console-csv.ts';
import type { FileBatch, ReadOptions } from './record-reader.ts';
import { RecordReader } from './record-reader.ts';
import { UnreadableFile } from './unreadable.ts';

/** How much is cut into records at a time: more parsed records would survive a garbage collection and cost time. */
const stepBytes = 128 * 1024;

/** The events of a stream of bytes, one batch for each step. Does not throw for bad content nor for an `UnreadableFile`. */
export async function* readRecords(
  chunks: AsyncGenerator<Buffer>,
  options: ReadOptions,
): AsyncGenerator<FileBatch> {
  const reader = new RecordReader(options);
  try {
    for await (const chunk of chunks) {
      if (reader.records === 0 && reader.bytes === 0 && isConsoleCsv(chunk)) {
        yield* readCsv(chunk, chunks, options.name);
        return;
      }
      for (let from = 0; from < chunk.length; from += stepBytes) {
        const prefilter = options.prefilter();
        if (prefilter !== undefined) reader.collect(prefilter);
        reader.write(chunk.subarray(from, from + stepBytes));
        while (prefilter !== undefined && reader.filtering.length > prefilter.width)
          await reader.filtering.shift();
        yield reader.take();
      }
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    reader.problem({ kind: 'source', message: error.message, hint: error.hint });
    reader.broken = true;
  }
  reader.end();
  for (const each of reader.filtering) {
    await each;
    yield reader.take();
  }
  yield reader.finish();
}

async function* readCsv(head: Buffer, rest: AsyncGenerator<Buffer>, name: string): AsyncGenerator<FileBatch> {
  const all = async function* (): AsyncGenerator<Buffer> {
    yield head;
    yield* rest;
  };
  let notes: string[] = [`${name}: ${csvNote}`];
  let resaved = false;
  try {
    for await (const event of csvEvents(all())) {
      if (!resaved && /^\d(?:\.\d+)?E\+\d+$/.test(textAt(event.record, 'recipientAccountId') ?? '')) {
        resaved = true;
        notes.push(`${name}: ${resavedNote}`);
      }
      yield { events: [event], problems: [], notes, records: 1 };
      notes = [];
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    yield {
      events: [],
      problems: [{ kind: 'decode', where: name, message: error.message }],
      notes: [],
      records: 0,
    };
  }
}
