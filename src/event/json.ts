// Reads a parsed record, in which any member can be missing, null or of the wrong type.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member at a path of keys; undefined if any step is missing. Inherited names (`constructor`) are not members. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = value;
  for (const key of path) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** A scalar as text; undefined for null, an empty string, an object and a missing value. */
export function scalar(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** The scalar at a path, as text. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  return scalar(at(value, ...path));
}

/** Every non-empty string inside a value, at any depth, without the keys. */
export function stringsIn(value: Json | undefined): string[] {
  const found: string[] = [];
  const rest: (Json | undefined)[] = [value];
  // Not recursive: the caller of the API can choose the depth, which must not overflow the call stack.
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next === 'string') {
      if (next !== '') found.push(next);
    } else if (Array.isArray(next)) {
      for (let index = next.length - 1; index >= 0; index -= 1) rest.push(next[index]);
    } else if (isObject(next)) {
      for (const member of Object.values(next).toReversed()) rest.push(member);
    }
  }
  return found;
}
