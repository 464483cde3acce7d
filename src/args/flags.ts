// The one table of flags: the fields' filters made from the table of fields, and everything else. The parser, the help and the
// reference page are made from it.

import type { Field, FieldName } from '../event/fields.ts';
import { fields } from '../event/fields.ts';
import { presets } from '../query/presets.ts';

export type FlagGroup =
  | 'filters'
  | 'shorthands'
  | 'time'
  | 'places'
  | 'files'
  | 'output'
  | 'follow'
  | 'count'
  | 'trace'
  | 'catalog'
  | 'other'
  | 'aws-cli';

export const sortOrders = ['time', '-time'];

export const colorChoices = ['auto', 'always', 'never'];

export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** Other spellings; the reference lists them, the help does not. */
  readonly aliases: readonly string[];
  /** What stands for the value; undefined for a flag that takes none. */
  readonly value: string | undefined;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** Whether it may be given more than once. */
  readonly many: boolean;
  /** Whether one value may list several with commas. */
  readonly commas: boolean;
  readonly meaning: string;
  readonly group: FlagGroup;
  /** Shown by `-h`, the short help. */
  readonly essential: boolean;
  /** The field that the flag filters by. */
  readonly field?: Field;
  readonly negated: boolean;
}

type Row = Partial<Omit<Flag, 'name' | 'meaning' | 'group'>>;

function flag<const Name extends string>(
  group: FlagGroup,
  name: Name,
  meaning: string,
  row: Row = {},
): Flag & { readonly name: Name } {
  const defaults = {
    aliases: [],
    value: undefined,
    many: false,
    commas: false,
    essential: false,
    negated: false,
  };
  return { ...defaults, ...row, group, name, meaning };
}

const filterFlags = fields
  .filter((field) => field.use === 'filter')
  .flatMap((field): Flag[] => {
    const shared = { value: field.placeholder, many: true, commas: field.commas, field };
    return [
      flag('filters', field.name, field.meaning, {
        ...shared,
        aliases: field.aliases,
        essential: field.essential,
      }),
      flag('filters', `not-${field.name}`, `leave out what --${field.name} would find`, {
        ...shared,
        aliases: field.aliases.map((alias) => `not-${alias}`),
        negated: true,
      }),
    ];
  });

const otherFlags = [
  flag('shorthands', 'ignore-case', 'ignore case in all values; such filters run here, not at the service', {
    short: 'i',
  }),

  flag(
    'shorthands',
    'who',
    'any name of the caller: user, role, session, ARN, principal id, access key, source identity, service',
    { value: 'NAME', many: true, essential: true },
  ),
  flag('shorthands', 'failed', 'whatever did not work: outcome denied or failed', { essential: true }),
  flag('shorthands', 'denied', 'outcome denied'),
  flag('shorthands', 'writes', 'read-only false', { essential: true }),
  flag('shorthands', 'reads', 'read-only true; AssumeRole, GetSecretValue and Decrypt are reads'),
  flag('shorthands', 'text', 'anywhere in the record, as it stands or with its escapes undone', {
    value: 'TEXT',
    many: true,
    essential: true,
  }),
  flag(
    'shorthands',
    'where',
    'a JMESPath expression that must be true, for what no flag says: "additionalEventData.MFAUsed == \'No\'"',
    { value: 'EXPR' },
  ),
  flag(
    'shorthands',
    'preset',
    `a question everybody asks: ${presets.map(({ name }) => name).join(', ')}; --explain shows its flags`,
    { value: 'NAME' },
  ),
  flag('shorthands', 'insights', 'Insights events instead of management events', {}),

  flag(
    'time',
    'since',
    'start of the window: 15m, 2h, 3d, 1w, today, yesterday, 14:00, 2026-07-22, ISO 8601 (default 24h; 90d for an event id, a key as a word, and a trace; all of a file)',
    { value: 'TIME', aliases: ['start-time'], essential: true },
  ),
  flag('time', 'until', 'end of the window; a bare day is the whole day (default now)', {
    value: 'TIME',
    aliases: ['end-time'],
    essential: true,
  }),
  flag('time', 'utc', 'read and show times in UTC'),
  flag('time', 'tz', 'read and show times in this zone, such as Asia/Tokyo (default: the system zone)', {
    value: 'ZONE',
  }),

  flag(
    'places',
    'region',
    'regions to search, or `all` (default: the configured region and the global one)',
    { value: 'REGION', many: true, commas: true, essential: true },
  ),
  flag('places', 'not-region', 'regions to leave out', { value: 'REGION', many: true, commas: true }),
  flag('places', 'profile', 'profiles of the AWS configuration, each an account', {
    value: 'NAME',
    many: true,
    commas: true,
  }),
  flag('places', 'assume-role', 'roles to search as, each in an account', {
    value: 'ARN',
    many: true,
    commas: true,
  }),
  flag('places', 'external-id', "what the roles' trust policies ask for", { value: 'ID' }),
  flag('places', 'assume-session-name', 'what CloudTrail will show these sessions as (default trailsift)', {
    value: 'NAME',
  }),
  flag('places', 'endpoint-url', 'another endpoint for LookupEvents', { value: 'URL' }),
  flag(
    'places',
    'rate',
    'requests a second for each account and region (default 2, which is what the service allows)',
    {
      value: 'N',
    },
  ),
  flag('places', 'max-wait', 'how long to wait for a page while others use up the quota (default 15m)', {
    value: 'TIME',
  }),
  flag(
    'places',
    'lookup',
    'ask the service by this attribute and filter by it (Username=alice); otherwise the cheapest filter is measured and used',
    { value: 'KEY=VALUE' },
  ),

  flag(
    'files',
    'from',
    'read files and whole directories (- for standard input) instead of the API; runs to the next flag',
    { value: 'PATH...', many: true, essential: true },
  ),
  flag(
    'files',
    'no-prune',
    'open directories of a trail that lie outside the window, accounts and regions, too',
  ),

  flag(
    'output',
    'output',
    'table, ndjson, json, csv, tsv, records or aws (default: table on a terminal, ndjson in a pipe)',
    { short: 'o', value: 'FORMAT', essential: true },
  ),
  flag(
    'output',
    'columns',
    'fields, JMESPath columns (bucket=requestParameters.bucketName) or `console`, for table, csv and tsv',
    { value: 'LIST', many: true },
  ),
  flag('output', 'query', 'print what this JMESPath expression makes of each record', { value: 'EXPR' }),
  flag('output', 'limit', 'stop after the N newest matches', {
    short: 'n',
    value: 'N',
    aliases: ['max-items'],
    essential: true,
  }),
  flag('output', 'quiet', 'print nothing; exit 0 at the first match, 1 if there is none', { short: 'q' }),
  flag(
    'output',
    'sort',
    'time for oldest first, -time for newest first (default; files keep their own order)',
    { value: 'ORDER', choices: sortOrders },
  ),
  flag('output', 'no-header', 'leave the header line out of table, csv and tsv'),
  flag('output', 'raw-csv', 'leave csv cells that a spreadsheet would run as formulas as they are'),
  flag('output', 'redact', 'mask session tokens and secrets in records'),
  flag('output', 'color', 'auto, always or never (default auto; NO_COLOR is honoured)', {
    value: 'WHEN',
    choices: colorChoices,
    aliases: ['colour'],
  }),

  flag(
    'follow',
    'follow',
    'new events as they arrive, from --settle ago on (-n 10: the last ten of those); Ctrl-C ends it',
    {
      short: 'f',
      essential: true,
    },
  ),
  flag(
    'follow',
    'settle',
    'how late an event may arrive and still be found; also how far back it starts (default 30m)',
    { value: 'TIME' },
  ),
  flag('follow', 'timeout', 'end after this long; with --quiet the exit code is then 1', { value: 'TIME' }),
  flag('follow', 'once', 'what is new since the last time, and no more: for cron, with --state'),
  flag('follow', 'state', 'the file that remembers what --once has printed', { value: 'FILE' }),

  flag('count', 'by', 'fields or JMESPath columns (bucket=requestParameters.bucketName) to group by', {
    value: 'LIST',
    many: true,
    essential: true,
  }),
  flag('count', 'every', 'a timeline: a row for each 5m, 1h, 1d, 1w of the window', { value: 'TIME' }),
  flag('count', 'top', 'the N largest groups', { value: 'N' }),
  flag(
    'count',
    'distinct',
    'count the different values of a field in each group, too; memory grows with their number',
    { value: 'FIELD' },
  ),

  flag('trace', 'events', 'list the events instead of the tree: the issues, and what the sessions did'),

  flag('catalog', 'services', 'list event sources with the service and the IAM prefixes that mean them'),
  flag(
    'catalog',
    'refresh',
    "fetch from AWS's Service Reference what is newer than the catalogue, and keep it",
  ),

  flag(
    'other',
    'explain',
    'print what would be asked of the service and what would be tested here; send nothing',
    { essential: true },
  ),
  flag('other', 'stats', 'say at the end what was measured: pages a lookup, throttles, waits'),
  flag('other', 'help', 'all flags; -h for the few that matter'),
  flag('other', 'version', 'the version', { short: 'V' }),

  flag(
    'aws-cli',
    'lookup-attributes',
    'as the AWS CLI has it: AttributeKey=EventName,AttributeValue=RunInstances',
    { value: 'PAIR' },
  ),
  flag('aws-cli', 'event-category', 'insight, as --insights', { value: 'insight' }),
  flag('aws-cli', 'no-paginate', 'explained: pages are read until the window ends, -n stops earlier'),
  flag('aws-cli', 'page-size', 'explained: a page is always 50 events', { value: 'N' }),
  flag('aws-cli', 'max-results', 'explained: a page is always 50 events; -n limits the matches', {
    value: 'N',
  }),
  flag('aws-cli', 'starting-token', 'explained: --until goes on from a time', { value: 'TOKEN' }),
  flag('aws-cli', 'no-color', 'as --color never'),
];

export type FlagName = (typeof otherFlags)[number]['name'] | FieldName | `not-${FieldName}`;

export const flags: readonly Flag[] = [...filterFlags, ...otherFlags];
