// Parses the flags that name a LookupEvents attribute: --lookup-attributes and --lookup.

import { attributeKeys, attributePair, keyPair } from '../args/attribute-pair.ts';
import { usageError } from '../error.ts';
import type { Clause } from '../query/query.ts';
import { exactTest } from '../query/query.ts';
import { flagClause } from './clauses.ts';
import type { ParsedArgs } from '../args/parse.ts';

/** `--lookup-attributes`, in the AWS CLI's shorthand: one exact value, in which `*` is a star. */
export function attributeClauses(args: ParsedArgs): readonly Clause[] {
  const [pair] = args.values.get('lookup-attributes') ?? [];
  if (pair === undefined) return [];
  if (args.terms.some((term) => term.startsWith('AttributeKey='))) {
    throw usageError(
      '--lookup-attributes takes one attribute, as LookupEvents does',
      'a flag for each filter: --event NAME --user NAME',
    );
  }
  const { field: name, value } = attributePair(pair) ?? {};
  if (name === undefined || value === undefined) {
    throw usageError(
      `--lookup-attributes: '${pair}' is not one attribute`,
      `AttributeKey=KEY,AttributeValue=VALUE with KEY one of ${attributeKeys.join(', ')}`,
    );
  }
  return [flagClause('lookup-attributes', [pair], [exactTest(name, value)])];
}

/** `--lookup KEY=VALUE`; KEY is an attribute or the flag for it. */
export function lookupClause(args: ParsedArgs): Clause | undefined {
  const [pair] = args.values.get('lookup') ?? [];
  if (pair === undefined) return undefined;
  const { field: name, value = '' } = keyPair(pair) ?? {};
  if (name === undefined || value === '') {
    throw usageError(
      `--lookup: '${pair}' is not an attribute and its value`,
      `KEY=VALUE with KEY one of ${attributeKeys.join(', ')}`,
    );
  }
  if (value.includes('*')) {
    throw usageError(`--lookup takes one exact value, and '${value}' is a pattern`, `--${name} '${value}'`);
  }
  return flagClause('lookup', [pair], [exactTest(name, value)]);
}
