// Cuts a JSON text into the texts of its parts, so that a record inside an envelope is kept as it was written. The text must be valid JSON.

/** The text of each member of an object, by name. If a name comes twice, the last one counts, as in JSON.parse. */
export function memberTexts(object: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  let at = skipBlanks(object, object.indexOf('{') + 1);
  while (at < object.length && object[at] !== '}') {
    const keyEnd = valueEnd(object, at);
    const key = JSON.parse(object.slice(at, keyEnd)) as string;
    const start = skipBlanks(object, skipBlanks(object, keyEnd) + 1);
    const end = valueEnd(object, start);
    members.set(key, object.slice(start, end));
    at = skipBlanks(object, end);
    if (object[at] === ',') at = skipBlanks(object, at + 1);
  }
  return members;
}

/** The texts of the items of an array. */
export function itemTexts(array: string): readonly string[] {
  const items: string[] = [];
  let at = skipBlanks(array, array.indexOf('[') + 1);
  while (at < array.length && array[at] !== ']') {
    const end = valueEnd(array, at);
    items.push(array.slice(at, end));
    at = skipBlanks(array, end);
    if (array[at] === ',') at = skipBlanks(array, at + 1);
  }
  return items;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** The end of the value that begins at `from`. */
function valueEnd(text: string, from: number): number {
  const stop = /["{}[\],\s]|\\./gs;
  let depth = 0;
  let inString = false;
  stop.lastIndex = from;
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    const [character] = found;
    if (inString) {
      if (character !== '"') continue;
      inString = false;
      if (depth === 0) return stop.lastIndex;
    } else if (character === '"') {
      inString = true;
    } else if (character === '{' || character === '[') {
      depth += 1;
    } else if (character === '}' || character === ']') {
      if (depth === 0) return found.index;
      depth -= 1;
      if (depth === 0) return stop.lastIndex;
    } else if (depth === 0) {
      return found.index;
    }
  }
  return text.length;
}
