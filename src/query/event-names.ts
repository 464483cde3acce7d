// Terms that may be the name of an event. The catalogue decides, since a shape alone would take every role that is called DeployRole for
// one: what it does not know stays text, which finds a new name as well.

import type { CatalogCache } from '../catalog/unknown-names.ts';
import { recordedAs } from '../catalog/recorded-as.ts';
import type { Glob } from './matcher.ts';
import { parseGlob } from './matcher.ts';
import type { SearchQuery, TermReading } from './query.ts';
import type { Meaning, ShapeReading } from './term-shape.ts';
import { clauseOf } from './terms.ts';

const form = /^[A-Za-z*?][\w*?]{2,}$/;
/** As Lambda's: the date of an interface, and its version. */
const dated = /^[A-Z]\w*[a-z]20\d{6}(?:v\d+)?$/;
/** Two words or more, as nearly all event names have; a single word is more often just that. */
const words = /[a-z0-9][A-Z]/;

/** The same question, with the terms that are names of events read as such. `readKept`: what was learnt since the catalogue was made. */
export async function readEventNames(
  asked: SearchQuery,
  readKept: () => Promise<CatalogCache>,
): Promise<SearchQuery> {
  const { query, readings } = asked;
  const candidates = readings.filter(mayBeName);
  if (candidates.length === 0) return asked;
  const { catalogueDate, eventNames, eventsNamed } = await import('../catalog/events.ts');
  const { unknownNames: lackingNames } = await import('../catalog/unknown-names.ts');
  const { kept } = await lackingNames(
    candidates.map(({ term }) => term),
    (name, facts) => eventsNamed(name, facts).length > 0,
    readKept,
  );
  const names = eventNames(kept);
  const known: Known = {
    names,
    date: catalogueDate(kept),
    has: (name) => names.includes(name) || recordedAs(name).length > 0,
  };
  const clauses = [...query.clauses];
  const read = readings.map((reading, index): TermReading => {
    const [test] = clauses[index]?.kind === 'any' ? clauses[index].tests : [];
    if (!mayBeName(reading) || test?.kind !== 'text') return reading;
    const { term } = reading;
    const found = /[*?]/.test(term) ? readPattern(term, known) : readName(term, known);
    if (typeof found !== 'object') return { ...reading, note: found };
    clauses[index] = clauseOf(term, found.meanings, test.ignoreCase);
    return { term, kind: found.kind, reading: found.reading, note: test.ignoreCase ? undefined : found.note };
  });
  return { ...asked, query: { ...query, clauses }, readings: read };
}

function mayBeName({ term, kind }: TermReading): boolean {
  return kind === 'text' && form.test(term);
}

interface Known {
  readonly names: readonly string[];
  readonly date: string;
  /** Also for the operations that are recorded under another name. */
  readonly has: (name: string) => boolean;
}

/** How the term reads; a note where it stays text that could be taken for a name; undefined where it is simply text. */
function readName(term: string, known: Known): ShapeReading | string | undefined {
  if (known.has(term) || dated.test(term))
    return { kind: 'event-name', reading: 'an event name', meanings: [{ field: 'event', value: term }] };
  const folded = term.toLowerCase();
  const spellings = known.names.filter((name) => name.toLowerCase() === folded);
  const [first] = spellings;
  if (first === undefined) {
    return /^[A-Z][a-z0-9]+[A-Z]/.test(term)
      ? `the catalogue of ${known.date} has no event ${term}, so it is looked for as text; if it is one: --event ${term}`
      : undefined;
  }
  const recorded = spellings.join(' or ');
  if (!words.test(first)) return `'${term}' is looked for as text; for the event: --event ${recorded}`;
  const meanings: readonly Meaning[] = spellings.map((value) => ({ field: 'event', value }));
  return {
    kind: 'event-name',
    reading: 'an event name',
    meanings,
    note: `'${term}' is recorded as ${recorded}: looked for instead (--text ${term} finds the word)`,
  };
}

/** With more stars than this an expression may take very long to say no. */
const starsMax = 4;

function readPattern(term: string, { names }: Known): ShapeReading | undefined {
  const glob = parseGlob(term);
  const isWord = glob.some((part) => typeof part === 'object' && part.literal.length > 1);
  if (!isWord || glob.filter((part) => part === '*').length > starsMax) return undefined;
  const asTyped = pattern(glob, '');
  if (names.some((name) => asTyped.test(name)))
    return {
      kind: 'event-name',
      reading: 'a pattern of event names',
      meanings: [{ field: 'event', value: term }],
    };
  const anyCase = pattern(glob, 'i');
  const example = names.find((name) => anyCase.test(name));
  if (example === undefined) return undefined;
  return {
    kind: 'event-name',
    reading: 'a pattern of event names',
    meanings: [{ field: 'event', value: term, anyCase: true }],
    note: `'${term}' is read as event names in any case of letters, such as ${example}`,
  };
}

/** The form lets nothing into a literal that means something in an expression. */
function pattern(glob: Glob, flags: string): RegExp {
  const parts = glob.map((part) => (typeof part === 'object' ? part.literal : part === '*' ? '.*' : '.'));
  return new RegExp(`^${parts.join('')}$`, flags);
}
