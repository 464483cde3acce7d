// The table of commands. A new command is a row here, a function in `src/request/` that reads its command line, and a folder beside this
// file. Its help, completion, reference and errors for flags are made from the row.

import type { Command } from '../args/command.ts';
import { command } from '../args/command.ts';

const search = command(
  {
    name: 'search',
    isDefault: true,
    meaning: 'find events by any combination of filters',
    usage: ['[TERM...] [filters] [time] [places | --from PATH...] [output]'],
    examples: [
      ['trailsift AKIAIOSFODNN7EXAMPLE --since 7d', 'what this key did, and what was done to it'],
      ['trailsift --failed --since 2h', 'calls that did not succeed in the last two hours'],
      [
        'trailsift --role Deploy --writes --not-ip 10.0.0.0/8',
        'changes by this role from outside the network',
      ],
      ["trailsift --event 'Delete*' --region all -o csv > deleted.csv", 'all deletions as a spreadsheet'],
      ['trailsift --follow --writes --user alice', 'changes by this user, as the events arrive'],
      [
        'trailsift --event StopLogging --since 90d -q',
        'for scripts: exits with 0 if there is such an event, with 1 if not',
      ],
    ],
    flags: {
      groups: ['filters', 'shorthands', 'time', 'places', 'files', 'output', 'follow', 'other', 'aws-cli'],
      names: [],
      instead: {},
    },
    words: 'events',
    prints: ['events'],
    otherWords: {
      search: 'trailsift --event NAME',
      'lookup-events': 'trailsift --event NAME',
      follow: 'trailsift --follow',
      tail: 'trailsift --follow',
    },
  },
  {
    request: async () => (await import('../request/search.ts')).searchRequest,
    run: async () => (await import('./search/command.ts')).searchCommand,
  },
);

const count = command(
  {
    name: 'count',
    meaning: 'count events in groups and over time, instead of listing them',
    usage: ['[--by FIELD,...] [--every 1h] [TERM...] [filters] [time] [places | --from PATH...]'],
    examples: [
      ['trailsift count --by actor,outcome --since 7d', 'how many calls each caller makes, and how they end'],
      ['trailsift count --every 1h --by error --failed', 'errors in each hour'],
      [
        'trailsift count --by event --distinct ip --user alice',
        'the calls of this user, each with the number of its source addresses',
      ],
    ],
    flags: {
      groups: ['filters', 'shorthands', 'time', 'places', 'files', 'output', 'count', 'other', 'aws-cli'],
      names: [],
      instead: {
        columns: '--by actor,event to group by fields',
        query: '--by bucket=requestParameters.bucketName to group by an expression',
        sort: 'leave it out: the largest group is printed first, and a timeline is sorted by time',
        quiet: 'trailsift -q to test whether any event matches',
        redact: 'leave it out: count prints no records',
        follow: 'leave it out: count prints once, at the end',
        once: 'leave it out: count prints once, at the end',
      },
    },
    words: 'events',
    prints: ['counts'],
    otherWords: {},
  },
  {
    request: async () => (await import('../request/search.ts')).countRequest,
    run: async () => (await import('./search/command.ts')).askOnce,
  },
);

const trace = command(
  {
    name: 'trace',
    meaning: 'show who was behind a session, and what the session did',
    usage: ['KEY|EVENT-ID|ARN|NAME... [--events [filters]] [time] [places | --from PATH...]'],
    examples: [
      ['trailsift trace ASIAIOSFODNN7EXAMPLE', 'who was behind a session, and what it did'],
      ['trailsift trace Deploy --since 3d', 'the sessions of a role, by its name'],
      ['trailsift trace alice --events --writes', 'the events of the trace, as a list'],
    ],
    flags: {
      groups: ['time', 'places', 'files', 'trace'],
      names: ['output', 'limit', 'color', 'no-color', 'explain', 'debug'],
      instead: {
        lookup: 'leave it out: trace chooses its lookups',
        quiet: 'leave it out',
        insights: 'leave it out: Insights events have no credentials',
      },
      with: {
        flag: 'events',
        groups: ['filters', 'shorthands', 'output'],
        instead: 'add --events to list the events',
      },
      asArgument: {
        role: 'the role',
        'access-key': 'the access key',
        user: 'the user',
        id: 'the event ID',
        session: 'the session',
        arn: 'the ARN',
        who: 'the name',
      },
    },
    words: 'nothing',
    prints: ['traces', 'events'],
    otherWords: {},
  },
  {
    request: async () => (await import('../request/trace.ts')).traceRequest,
    run: async () => (await import('./trace/command.ts')).traceCommand,
  },
);

const catalog = command(
  {
    name: 'catalog',
    meaning: 'list services and events, and whether CloudTrail records them; offline',
    usage: ['[PATTERN...] [--services] [output]', '--refresh'],
    examples: [
      ["trailsift catalog '*BucketPolicy*'", 'events whose name matches, and whether event history has them'],
      ['trailsift catalog --services kms', 'the event source of a service'],
    ],
    flags: {
      groups: ['catalog'],
      names: ['output', 'no-header', 'raw-csv', 'color', 'no-color'],
      instead: {},
    },
    words: 'services and events',
    prints: ['catalogue'],
    otherWords: { catalogue: 'trailsift catalog' },
  },
  {
    request: async () => (await import('../request/catalog.ts')).catalogRequest,
    run: async () => (await import('./catalog/command.ts')).runCatalog,
  },
);

const completion = command(
  {
    name: 'completion',
    meaning: 'print the completion script for bash, zsh or fish',
    usage: ['[bash|zsh|fish]'],
    examples: [
      ['source <(trailsift completion bash)', 'in ~/.bashrc: completes commands, flags and values'],
      [
        'trailsift completion fish > ~/.config/fish/completions/trailsift.fish',
        'the same for fish; for zsh see: trailsift completion zsh',
      ],
    ],
    flags: { groups: [], names: [], instead: {} },
    words: ['bash', 'zsh', 'fish'],
    prints: [],
    otherWords: {},
  },
  {
    request: async () => (await import('../request/completion.ts')).completionRequest,
    run: async () => (await import('./completion/command.ts')).runCompletion,
  },
);

/** In the order of the help. */
export const commands: readonly Command[] = [search, count, trace, catalog, completion];
