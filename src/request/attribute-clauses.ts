// The flags that name an attribute of LookupEvents themselves.

import { attributeKeys, attributePair, keyPair } from '../args/attribute-pair.ts';
import { usageError } from '../error.ts';
import type { Clause } from '../query/query.ts';
import { exactTest } from '../query/query.ts';
import { flagClause } from './clauses.ts';
import type { ParsedArgs } from '../args/parse.ts';

/** `--lookup-attributes`, in the AWS CLI's shorthand: one exact value, in which `*` is a star. */
export function attributeClauses(typed: ParsedArgs): readonly Clause[] {
  const [pair] = typed.values.get('lookup-attributes') ?? [];
  if (pair === undefined) return [];
  if (typed.terms.some((term) => term.startsWith('AttributeKey='))) {
    throw usageError(
      '--lookup-attributes takes one attribute, as the service does',
      'for more filters use the flags: --event NAME --user NAME',
    );
  }
  const { field: name, value } = attributePair(pair) ?? {};
  if (name === undefined || value === undefined) {
    throw usageError(
      `--lookup-attributes: '${pair}' is not one attribute`,
      `AttributeKey=KEY,AttributeValue=VALUE with KEY one of ${attributeKeys.join(', ')}; for more filters use the flags`,
    );
  }
  return [flagClause('lookup-attributes', [pair], [exactTest(name, value)])];
}

/** `--lookup KEY=VALUE`, the key as the service or as the flag spells it. */
export function lookupClause(typed: ParsedArgs): Clause | undefined {
  const [pair] = typed.values.get('lookup') ?? [];
  if (pair === undefined) return undefined;
  const { field: name, value = '' } = keyPair(pair) ?? {};
  if (name === undefined || value === '') {
    throw usageError(
      `--lookup: '${pair}' is not an attribute and its value`,
      `KEY=VALUE with KEY one of ${attributeKeys.join(', ')}`,
    );
  }
  if (value.includes('*')) {
    throw usageError(
      `--lookup: the service takes one exact value, and '${value}' is a pattern`,
      `a pattern is matched here: --${name} '${value}'`,
    );
  }
  return flagClause('lookup', [pair], [exactTest(name, value)]);
}
