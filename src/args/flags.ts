// The table of flags: a filter for each field, made from the table of fields, and all other flags. The parser, the help, the reference
// page, the man page and the completion are made from it.

import type { Field, FieldName } from '../event/fields.ts';
import { fields } from '../event/fields.ts';
import { formats, formatsThat } from '../export/formats.ts';
import { origins } from '../origin/origins.ts';
import { presets } from '../query/presets.ts';
import { formatChoices, formatList } from '../text/number.ts';
import type { FlagGroup } from './flag-groups.ts';

const sourcesNamed = formatChoices(
  origins.flatMap(({ form, meaning }) => (form === undefined ? [] : meaning)),
);

const withColumns = formatList(formatsThat(({ columns }) => columns));

export const sortOrders = ['time', '-time'];

export const colorChoices = ['auto', 'always', 'never'];

export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** Other names; the reference lists them, the help does not. */
  readonly aliases: readonly string[];
  /** The placeholder of the value; undefined for a flag without one. */
  readonly value: string | undefined;
  /** The only possible values. */
  readonly choices?: readonly string[];
  /** Whether it can be given more than once. */
  readonly many: boolean;
  /** Whether a value is split at commas. */
  readonly commas: boolean;
  readonly meaning: string;
  readonly group: FlagGroup;
  /** Shown by `-h`, the short help. */
  readonly essential: boolean;
  /** The field that the flag filters. */
  readonly field?: Field;
  readonly negated: boolean;
  /** Whether the value is a file name, which the shell completes. */
  readonly path: boolean;
  /** Whether the value is masked in a bug report. */
  readonly secret: boolean;
  /** Set for a flag that is always refused: why, and what to type instead, to be printed after `try: `. */
  readonly unsupported?: { readonly why: string; readonly instead: string };
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
    path: false,
    secret: false,
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
      flag('filters', `not-${field.name}`, `exclude events that --${field.name} would match`, {
        ...shared,
        aliases: field.aliases.map((alias) => `not-${alias}`),
        negated: true,
      }),
    ];
  });

const otherFlags = [
  flag(
    'shorthands',
    'ignore-case',
    'ignore case in all values; CloudTrail cannot look up such values, so more events may have to be read',
    { short: 'i' },
  ),
  flag(
    'shorthands',
    'who',
    'any name of the caller: user, role, session, ARN, principal ID, access key, source identity or service',
    { value: 'NAME', many: true, essential: true },
  ),
  flag('shorthands', 'failed', 'calls that did not succeed (outcome is denied or failed)', {
    essential: true,
  }),
  flag('shorthands', 'denied', 'calls that were denied (outcome is denied)'),
  flag('shorthands', 'writes', 'calls that change something (readOnly is false)', { essential: true }),
  flag(
    'shorthands',
    'reads',
    'calls that change nothing (readOnly is true); AssumeRole, GetSecretValue and Decrypt are reads',
  ),
  flag('shorthands', 'text', 'text anywhere in the record, as it is written or with its escapes decoded', {
    value: 'TEXT',
    many: true,
    essential: true,
  }),
  flag(
    'shorthands',
    'where',
    'a JMESPath expression that must be true, for conditions that no flag covers: "additionalEventData.MFAUsed == \'No\'"',
    { value: 'EXPR' },
  ),
  flag(
    'shorthands',
    'preset',
    `a ready-made set of filters: ${presets.map(({ name }) => name).join(', ')}; --explain shows its flags`,
    { value: 'NAME' },
  ),
  flag('shorthands', 'insights', 'Insights events instead of management events'),

  flag(
    'time',
    'since',
    'start of the window: 15m, 2h, 3d, 1w, today, yesterday, 14:00, 2026-07-22 or ISO 8601 (default: 24h; 90d for an event ID, an access key given as TERM, and a trace; no limit for files)',
    { value: 'TIME', aliases: ['start-time'], essential: true },
  ),
  flag('time', 'until', 'end of the window; a date without a time includes the whole day (default: now)', {
    value: 'TIME',
    aliases: ['end-time'],
    essential: true,
  }),
  flag('time', 'utc', 'read and print times in UTC'),
  flag(
    'time',
    'tz',
    'read and print times in this time zone, such as Asia/Tokyo (default: the system time zone)',
    { value: 'ZONE' },
  ),

  flag(
    'places',
    'region',
    'regions to search, or `all` (default: the configured region and the region of global services)',
    { value: 'REGION', many: true, commas: true, essential: true },
  ),
  flag('places', 'not-region', 'regions to exclude', { value: 'REGION', many: true, commas: true }),
  flag('places', 'profile', 'profiles of the AWS configuration to search with, one account each', {
    value: 'NAME',
    many: true,
    commas: true,
  }),
  flag('places', 'assume-role', 'roles to assume for the search, one account each', {
    value: 'ARN',
    many: true,
    commas: true,
  }),
  flag('places', 'external-id', 'the external ID that the trust policies of these roles require', {
    value: 'ID',
    secret: true,
  }),
  flag(
    'places',
    'assume-session-name',
    'the session name that CloudTrail records for these roles (default: trailsift)',
    { value: 'NAME' },
  ),
  flag('places', 'endpoint-url', 'send LookupEvents requests to this endpoint', { value: 'URL' }),
  flag(
    'places',
    'rate',
    'requests per second for each account and region (default: 2, the limit of the service)',
    { value: 'N' },
  ),
  flag(
    'places',
    'max-wait',
    'how long to wait for one page if other programs use up the request quota (default: 15m)',
    { value: 'TIME' },
  ),
  flag(
    'places',
    'lookup',
    'look up this attribute, which is also a filter: Username=alice (default: the filter that needs the fewest pages, as measured)',
    { value: 'KEY=VALUE' },
  ),

  flag(
    'files',
    'from',
    `read ${sourcesNamed} instead of event history; takes all words up to the next flag`,
    { value: 'PATH...', many: true, essential: true, path: true },
  ),
  flag(
    'files',
    'no-prune',
    'also open the directories of a trail that are outside the window, the accounts and the regions',
  ),
  flag(
    'files',
    'late',
    'how late a file of a trail can be delivered: directories and files up to this time after the window are read too (default: 1h)',
    { value: 'TIME' },
  ),

  flag('output', 'output', `${formatChoices(formats)} (default: table on a terminal, ndjson in a pipe)`, {
    short: 'o',
    value: 'FORMAT',
    essential: true,
  }),
  flag(
    'output',
    'columns',
    `columns of ${withColumns}: fields, JMESPath expressions (bucket=requestParameters.bucketName) or \`console\``,
    { value: 'LIST', many: true },
  ),
  flag('output', 'query', 'print the result of this JMESPath expression for each record', { value: 'EXPR' }),
  flag('output', 'limit', 'stop after the N newest matches', {
    short: 'n',
    value: 'N',
    aliases: ['max-items'],
    essential: true,
  }),
  flag('output', 'quiet', 'print nothing; exit with 0 at the first match, with 1 if nothing matches', {
    short: 'q',
  }),
  flag(
    'output',
    'sort',
    '`time` for oldest first, `-time` for newest first (default: -time; files keep their order)',
    { value: 'ORDER', choices: sortOrders },
  ),
  flag('output', 'no-header', `leave out the header line of ${withColumns}`),
  flag('output', 'raw-csv', 'do not escape csv cells that a spreadsheet would run as formulas'),
  flag('output', 'redact', 'mask session tokens and secrets in the printed records'),
  flag('output', 'color', 'auto, always or never (default: auto, which NO_COLOR turns off)', {
    value: 'WHEN',
    choices: colorChoices,
    aliases: ['colour'],
  }),

  flag(
    'follow',
    'follow',
    'print new events as they arrive, beginning --settle ago (-n 10: with the last ten of those); stop with Ctrl-C',
    { short: 'f', essential: true },
  ),
  flag(
    'follow',
    'settle',
    'how late an event may arrive and still be found, which is also how far back --follow begins (default: 30m)',
    { value: 'TIME' },
  ),
  flag('follow', 'timeout', 'stop --follow after this time; with --quiet the exit code is then 1', {
    value: 'TIME',
  }),
  flag('follow', 'once', 'print what is new since the last run, then stop; for cron, with --state'),
  flag('follow', 'state', 'the file in which --once remembers what it has printed', {
    value: 'FILE',
    path: true,
  }),

  flag('count', 'by', 'group by these fields or JMESPath expressions (bucket=requestParameters.bucketName)', {
    value: 'LIST',
    many: true,
    essential: true,
  }),
  flag('count', 'every', 'print a timeline with one row for each 5m, 1h, 1d or 1w of the window', {
    value: 'TIME',
  }),
  flag('count', 'top', 'print only the N largest groups', { value: 'N' }),
  flag(
    'count',
    'distinct',
    'also count the distinct values of a field in each group; memory grows with their number',
    { value: 'FIELD' },
  ),

  flag(
    'trace',
    'events',
    'list the events instead of the tree: those that issued credentials, and what the sessions did',
  ),

  flag('catalog', 'services', 'list event sources, each with its service and its IAM prefixes'),
  flag(
    'catalog',
    'refresh',
    "download the operations that the catalogue lacks from AWS's Service Reference, and keep them",
  ),

  flag(
    'other',
    'explain',
    'print what would be asked of CloudTrail and what would be tested here; send nothing',
    { essential: true },
  ),
  flag('other', 'stats', 'print measurements at the end: pages per lookup, throttling, waits'),
  flag(
    'other',
    'debug',
    'print each request with its place, attribute, page, status, time and wait to stderr; never credentials (TRAILSIFT_DEBUG=1 does the same)',
  ),
  flag(
    'other',
    'help',
    'print all flags, or those of one command: trailsift count --help; -h prints the most used ones',
  ),
  flag('other', 'version', 'print the version', { short: 'V' }),

  flag(
    'aws-cli',
    'lookup-attributes',
    'one filter as the AWS CLI writes it: AttributeKey=EventName,AttributeValue=RunInstances',
    { value: 'PAIR' },
  ),
  flag('aws-cli', 'event-category', '`insight`, the same as --insights', { value: 'insight' }),
  flag('aws-cli', 'no-paginate', 'not supported: trailsift reads all pages of the window', {
    unsupported: {
      why: 'trailsift reads all pages of the window',
      instead: '-n N to stop earlier',
    },
  }),
  flag('aws-cli', 'page-size', 'not supported: the page size is always 50 events', {
    value: 'N',
    unsupported: { why: 'the page size is always 50 events', instead: '-n N to limit the matches' },
  }),
  flag('aws-cli', 'max-results', 'not supported: the page size is always 50 events', {
    value: 'N',
    unsupported: { why: 'the page size is always 50 events', instead: '-n N to limit the matches' },
  }),
  flag('aws-cli', 'starting-token', 'not supported: trailsift continues from a time, with --until', {
    value: 'TOKEN',
    secret: true,
    unsupported: {
      why: 'trailsift keeps no tokens',
      instead: '--until TIME to continue from a time',
    },
  }),
  flag('aws-cli', 'no-color', 'the same as --color never'),
];

export type FlagName = (typeof otherFlags)[number]['name'] | FieldName | `not-${FieldName}`;

export const flags: readonly Flag[] = [...filterFlags, ...otherFlags];
