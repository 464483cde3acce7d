// `--explain`: words what the origin would be asked and what would be tested here.

import type { Zone } from '../event/zone.ts';
import { offsetLabel, wallTime } from '../event/zone.ts';
import type { ExplainedLine } from '../origin/origin.ts';
import type { SearchQuery, Window } from '../query/query.ts';
import { visible } from '../text/escape.ts';
import { wrapNames } from '../text/wrap.ts';

export interface ExplainInput {
  readonly asked: SearchQuery;
  /** From the origin. */
  readonly origin: readonly ExplainedLine[];
  /** From the command. */
  readonly command?: readonly ExplainedLine[];
  readonly zone: Zone;
  /** Of the terminal, in columns; undefined for no line breaks. */
  readonly width: number | undefined;
}

export function explainText({ asked, origin, command = [], zone, width }: ExplainInput): string {
  return layOut(
    [
      { heading: 'window', text: windowText(asked.query.window, zone) },
      ...origin,
      ...readingLines(asked),
      ...clauseLines(asked),
      ...command,
      { heading: '', text: '(nothing was sent or read)' },
    ],
    width,
  );
}

const headingWidth = 12;

/** Names of files and values are untrusted, so control characters are escaped. */
function layOut(lines: readonly ExplainedLine[], width: number | undefined): string {
  const room = Math.max(20, (width ?? Infinity) - headingWidth);
  return lines
    .flatMap(({ heading, text }) => {
      const [first = '', ...more] = wrapNames(visible(text), room);
      return [
        `${heading.padEnd(headingWidth)}${first}`,
        ...more.map((part) => ' '.repeat(headingWidth) + part),
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
}

function windowText({ sinceS, untilS }: Window, zone: Zone): string {
  const time = (timeS: number): string =>
    Number.isFinite(timeS)
      ? `${wallTime(timeS, zone)} ${offsetLabel(timeS, zone)}`
      : timeS < 0
        ? 'the beginning'
        : 'the end';
  return `${time(sinceS)} to ${time(untilS)}`;
}

function readingLines({ readings }: SearchQuery): readonly ExplainedLine[] {
  return readings.flatMap(({ term, reading, note }) => [
    { heading: 'term', text: `'${term}' is read as ${reading ?? 'text'}` },
    ...(note === undefined ? [] : [{ heading: '', text: note.text }]),
    ...(note?.hint === undefined ? [] : [{ heading: '', text: `try: ${note.hint}` }]),
  ]);
}

function clauseLines({ query }: SearchQuery): readonly ExplainedLine[] {
  return [
    { heading: 'here', text: query.clauses.length === 0 ? 'nothing: every event matches' : 'all of:' },
    ...query.clauses.map(({ label }) => ({ heading: '', text: label })),
  ];
}
