// Covers: sets of single-attribute lookups whose union contains every possible match. The service accepts one attribute with one
// exact value (it silently ignores all but the first), so the choice of lookups decides how long a search takes. With any cover,
// every event is tested against the whole Query, so no match is lost.

import { usageError } from '../../error.ts';
import type { Attribute, AttributeKey } from '../../event/field.ts';
import { attributeFields } from '../../event/fields.ts';
import type { Category, Clause, Query, Test } from '../../query/query.ts';
import { isExactTest, isFieldTest } from '../../query/tests.ts';

/** One attribute and the value it must have; undefined asks for everything. */
export type LookupFilter = { readonly key: AttributeKey; readonly value: string } | undefined;

export interface Cover {
  /** The clause that the lookups replace; undefined for the full scan. */
  readonly clause: Clause | undefined;
  readonly filters: readonly LookupFilter[];
}

/** Every sound cover, the most selective by kind first; the full scan is always the last. */
export interface Plan {
  readonly covers: readonly [Cover, ...Cover[]];
}

/** The attributes that events of a category can be looked up by, the most selective first. */
function attributesFor(category: Category): readonly Attribute[] {
  return attributeFields.map(({ attribute }) => attribute).filter((attribute) => isFor(attribute, category));
}

function isFor({ forInsights = false }: Attribute, category: Category): boolean {
  return category === 'management' || forInsights;
}

/**
 * `forced`: the one clause to use. Throws a usage error if an exact value is longer than an attribute can be, or if the forced clause has no
 * cover.
 */
export function planCovers(query: Query, forced?: Clause): Plan {
  if (forced !== undefined) {
    const cover = coverOf(forced, query.category);
    if (cover === undefined)
      throw usageError(
        `${forced.label}: the service has no such attribute for ${query.category === 'insight' ? 'Insights events' : 'events'}`,
        `one of ${attributesFor(query.category)
          .map(({ key }) => key)
          .join(', ')}`,
      );
    return { covers: [cover] };
  }
  const covers = query.clauses
    .map((clause) => coverOf(clause, query.category))
    .filter((cover) => cover !== undefined)
    .toSorted((one, other) => rank(one) - rank(other) || one.filters.length - other.filters.length);
  const [first, ...rest] = covers;
  const scan: Cover = { clause: undefined, filters: [undefined] };
  return { covers: first === undefined ? [scan] : [first, ...rest, scan] };
}

const rankOf = new Map(attributeFields.map(({ attribute }) => [attribute.key, attribute.rank]));

/** A cover is only as selective as the least selective of its lookups. Which is the cheapest is measured while searching. */
function rank(cover: Cover): number {
  return Math.max(
    ...cover.filters.map((filter) =>
      filter === undefined ? Infinity : (rankOf.get(filter.key) ?? Infinity),
    ),
  );
}

/** A clause makes a cover if each of its alternatives is one exact value of an attribute. */
function coverOf(clause: Clause, category: Category): Cover | undefined {
  if (clause.kind === 'not') return undefined;
  const filters: Exclude<LookupFilter, undefined>[] = [];
  for (const test of clause.tests) {
    const filter = filterOf(test, category);
    if (filter === undefined) return undefined;
    const known = filters.some(({ key, value }) => key === filter.key && value === filter.value);
    if (!known) filters.push(filter);
  }
  for (const { value } of filters) refuseOverlong(clause.label, value);
  return { clause, filters };
}

function filterOf(test: Test, category: Category): LookupFilter {
  if (!isFieldTest(test)) return undefined;
  const attribute = test.implies?.field.attribute ?? test.field.attribute;
  const value = test.implies?.value ?? (isExactTest(test) ? test.matcher.value : undefined);
  if (attribute === undefined || value === undefined || !isFor(attribute, category)) return undefined;
  return { key: attribute.key, value };
}

/** At most 2,000 characters, of which `_`, space, `,` and line feed count as two (API reference, "LookupAttribute"). */
const valueLengthMax = 2000;

function refuseOverlong(label: string, value: string): void {
  const length = value.length + (value.match(/[_ ,\n]/g)?.length ?? 0);
  if (length <= valueLengthMax) return;
  throw usageError(
    `${label.slice(0, 60)}...: the value counts as ${length} characters, and LookupEvents accepts at most ${valueLengthMax}`,
    'a shorter value that ends with * (trailsift matches it after reading every event)',
  );
}
