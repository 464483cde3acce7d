// Numbers as people read them.

/** `1,200`. (Intl.NumberFormat would add 50 ms to the start of every search.) */
export function formatNumber(amount: number): string {
  return String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1,200 events`, `1 event`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(amount)} ${amount === 1 ? noun : plural}`;
}

/** `a, b and c`; of more than five items, four and the number of the others. */
export function formatList(items: readonly string[]): string {
  if (items.length > 5) return `${items.slice(0, 4).join(', ')} and ${items.length - 4} more`;
  return [items.slice(0, -1).join(', '), items.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
}

/** `a, b or c`, with all items. */
export function formatChoices(items: readonly string[]): string {
  return [items.slice(0, -1).join(', '), items.at(-1) ?? ''].filter((part) => part !== '').join(' or ');
}

/** `90 s`, `14 min`, `3 h`, `12 days`. */
export function formatDuration(seconds: number): string {
  if (seconds < 100) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 100 * 60 && seconds !== 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
