// The text of a round, made in full before any of it is printed: the state file must hold it first.

import { AppError } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import { redact } from '../../event/redact.ts';
import type { Exporter, Sink } from '../../export/exporter.ts';
import type { Several } from '../../origin/origin.ts';
import type { Question } from '../../request/question.ts';
import { count } from '../../text/number.ts';

/** Below V8's string limit, even escaped in the state file. */
const textMax = 200 * 1024 * 1024;

export interface Rendered {
  readonly text: string;
  /** Undefined if there is nothing to print. */
  readonly exporter?: Exporter;
}

/** Throws an output error if there is more than one round can print. */
export async function rendered(
  { output, makeExporter }: Question,
  several: Several,
  events: readonly Event[],
  header: boolean,
): Promise<Rendered> {
  if (events.length === 0 || output.quiet) return { text: '' };
  let text = '';
  const sink: Sink = (part) => {
    text += part;
    if (text.length > textMax) throw tooMuch(events.length);
    return Promise.resolve();
  };
  const exporter = await makeExporter(several, sink, header);
  await exporter.write(output.redact ? events.map(redact) : events);
  await exporter.end();
  return { text, exporter };
}

function tooMuch(events: number): Error {
  return new AppError('output', `${count(events, 'new event')} are too many for one round to print`, {
    hint: 'a later --since with another --state file, or a filter',
  });
}
