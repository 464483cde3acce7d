// Finds words that are searched for as text but look like the value of a flag, and says what to type instead.

import { shellWord } from '../error.ts';
import { sourcesNamed } from '../catalog/sources.ts';
import { nearestName } from '../catalog/did-you-mean.ts';
import { fields } from '../event/fields.ts';
import { presets } from '../query/presets.ts';
import { accessKeyShape } from '../query/shapes.ts';
import type { SearchQuery } from '../query/query.ts';
import type { Hinted } from '../text/note.ts';

const shorthands = ['failed', 'denied', 'writes', 'reads'];

/** At most one a term. `commands` are the words that name a command. */
export async function termHints(
  { readings }: SearchQuery,
  commands: readonly string[],
): Promise<readonly Hinted[]> {
  const texts = new Set(
    readings.filter(({ kind, note }) => kind === 'text' && note === undefined).map(({ term }) => term),
  );
  const first = readings[0]?.term;
  const hints = await Promise.all(
    [...texts].map(
      async (term) =>
        [term, (await flagFor(term)) ?? (term === first ? commandFor(term, commands) : undefined)] as const,
    ),
  );
  return hints.flatMap(([term, instead]) =>
    instead === undefined ? [] : [{ text: `'${term}' is searched for as text`, hint: instead }],
  );
}

/** `trailsift catlog s3`: only the first word can be a command. */
function commandFor(term: string, commands: readonly string[]): string | undefined {
  const command = /^[a-z]{4,12}$/.test(term) ? nearestName(term, commands) : undefined;
  return command === undefined ? undefined : `trailsift ${command}`;
}

async function flagFor(term: string): Promise<string | undefined> {
  const [, name = '', value = ''] = /^([A-Za-z-]{2,30})[=:](.+)$/s.exec(term) ?? [];
  const flag = flagNamed(name);
  if (flag !== undefined && !(name === 'arn' && term.startsWith('arn:')))
    return `--${flag} ${shellWord(value)}`;
  if (presets.some((preset) => preset.name === term)) return `--preset ${term}`;
  if (shorthands.includes(term)) return `--${term}`;
  const field = flagNamed(term);
  if (field !== undefined && /^[a-z-]+$/.test(term))
    return `--${field} VALUE, or trailsift count --by ${field}`;
  const parts = term.split(',').filter((part) => part !== '');
  if (term.includes(',') && parts.every((part) => /^[A-Z][A-Za-z0-9]*$/.test(part)))
    return parts.every((part) => accessKeyShape.test(part))
      ? `--access-key ${parts.join(',')}`
      : `--event ${parts.join(',')}`;
  const [, address = ''] = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(term) ?? [];
  if (address !== '') return `--ip ${address}`;
  const [, bucket = ''] = /^s3:\/\/([^/]+)/.exec(term) ?? [];
  if (bucket !== '') return `--resource ${shellWord(bucket)} for the bucket`;
  const [, prefix = '', action = ''] = /^([a-z0-9-]+):([A-Z]\w+\*?)$/.exec(term) ?? [];
  if (prefix !== '' && (await isService(prefix))) return `--source ${prefix} --event ${shellWord(action)}`;
  const [, host = ''] = /^([a-z0-9-]+)\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/.exec(term) ?? [];
  const service = host === '' ? term : host;
  if (/^[A-Za-z][A-Za-z0-9-]{1,40}$/.test(service) && (await isService(service)))
    return `--source ${service.toLowerCase()} for the service`;
  if (/[*?]/.test(term) && /^[\w*?@.:/+=,-]+$/.test(term))
    return `a pattern with a flag, such as --user, --resource or --event ${shellWord(term)}`;
  return undefined;
}

/** `user`, `userName` and `EventName` alike. */
function flagNamed(name: string): string | undefined {
  const bare = (text: string): string => text.toLowerCase().replaceAll('-', '');
  return fields.find(
    (field) =>
      field.use !== 'column' && [field.name, ...field.aliases].some((each) => bare(each) === bare(name)),
  )?.name;
}

async function isService(name: string): Promise<boolean> {
  const { catalogSources } = await import('../catalog/events.ts');
  const known = new Set(catalogSources().map(({ eventSource }) => eventSource));
  return sourcesNamed(name).some((source) => known.has(source));
}
