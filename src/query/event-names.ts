// Terms that may be event names. The catalogue decides: a role named DeployRole has the same shape. A term that the catalogue does not have
// stays text, which also finds the name of a new event.

import type { CatalogCache } from '../catalog/unknown-names.ts';
import { recordedAs } from '../catalog/recorded-as.ts';
import type { Hinted } from '../text/note.ts';
import type { Glob } from './glob.ts';
import { parseGlob } from './glob.ts';
import type { SearchQuery, TermReading } from './query.ts';
import type { Meaning, ShapeReading } from './term-shape.ts';
import { recordedText } from './term-shape.ts';
import { clauseOf } from './terms.ts';

const nameShape = /^[A-Za-z*?][\w*?]{2,}$/;
/** An event name of Lambda: it ends with the date and the version of the API. */
const dated = /^[A-Z]\w*[a-z]20\d{6}(?:v\d+)?$/;
/** At least two words, as nearly all event names have; a single word is more often plain text. */
const words = /[a-z0-9][A-Z]/;

/** Turns terms that are event names into filters for them. `readKept` reads what a refresh has added to the catalogue. */
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
    if (found === undefined || !('meanings' in found)) return { ...reading, note: found };
    clauses[index] = clauseOf(term, found.meanings, test.ignoreCase);
    return { term, kind: found.kind, reading: found.reading, note: test.ignoreCase ? undefined : found.note };
  });
  return { ...asked, query: { ...query, clauses }, readings: read };
}

function mayBeName({ term, kind }: TermReading): boolean {
  return kind === 'text' && nameShape.test(term);
}

interface Known {
  readonly names: readonly string[];
  readonly date: string;
  /** Also true for operations that are recorded under another name. */
  readonly has: (name: string) => boolean;
}

/** The reading of an event name; a note for text that looks like one; undefined for other text. */
function readName(term: string, known: Known): ShapeReading | Hinted | undefined {
  if (known.has(term) || dated.test(term))
    return { kind: 'event-name', reading: 'an event name', meanings: [{ field: 'event', value: term }] };
  const folded = term.toLowerCase();
  const spellings = known.names.filter((name) => name.toLowerCase() === folded);
  const [first] = spellings;
  if (first === undefined) {
    return /^[A-Z][a-z0-9]+[A-Z]/.test(term)
      ? {
          text: `the catalogue of ${known.date} has no event ${term}, so it is searched for as text`,
          hint: `--event ${term} if it is an event name`,
        }
      : undefined;
  }
  if (!words.test(first))
    return {
      text: `'${term}' is searched for as text`,
      hint: `--event ${spellings.join(',')} for the event`,
    };
  const meanings: readonly Meaning[] = spellings.map((value) => ({ field: 'event', value }));
  return {
    kind: 'event-name',
    reading: 'an event name',
    meanings,
    note: {
      text: recordedText(`'${term}'`, spellings, 'instead'),
      hint: `--text ${term} to search for the word`,
    },
  };
}

/** With more stars a regular expression can take very long on a name that it does not match. */
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
    note: { text: `'${term}' is read as a pattern of event names in any letter case, such as ${example}` },
  };
}

/** Literals need no escapes: `nameShape` allows no character that is special in a regular expression. */
function pattern(glob: Glob, flags: string): RegExp {
  const parts = glob.map((part) => (typeof part === 'object' ? part.literal : part === '*' ? '.*' : '.'));
  return new RegExp(`^${parts.join('')}$`, flags);
}
