// Finds the source of a search: a row of the table of origins, and the request for it. Reports wrong flags before anything is sent.

import type { ParsedArgs } from '../args/parse.ts';
import { usageError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { OriginRow } from '../origin/origin.ts';
import type { AccessRequest, SourceRequest } from '../origin/source-request.ts';
import { parseDuration } from '../query/time.ts';

export interface Source {
  readonly row: OriginRow;
  readonly request: Omit<SourceRequest, 'signIns'>;
}

const maxWaitDefaultMs = 15 * 60_000;

/** Throws a usage error. */
export async function sourceOf(args: ParsedArgs, host: Host, origins: readonly OriginRow[]): Promise<Source> {
  const sources = args.values.get('from') ?? [];
  const row = rowOf(sources, origins);
  refuseOtherFlags(args, row, origins);
  const duration = (name: 'max-wait' | 'late'): number | undefined => {
    const [typed] = args.values.get(name) ?? [];
    return typed === undefined ? undefined : parseDuration(`--${name}`, typed);
  };
  const maxWaitS = duration('max-wait');
  return {
    row,
    request: {
      sources,
      stdin: await host.stdin(),
      access: accessOf(args, host),
      regions: { asked: args.values.get('region') ?? [], not: args.values.get('not-region') ?? [] },
      rate: rateOf(args),
      maxWaitMs: maxWaitS === undefined ? maxWaitDefaultMs : maxWaitS * 1000,
      prune: !args.switches.has('no-prune'),
      // With --quiet the exit code is the answer, so late deliveries are searched too.
      lateS: duration('late') ?? (args.switches.has('quiet') ? Infinity : undefined),
    },
  };
}

function rowOf(sources: readonly string[], origins: readonly OriginRow[]): OriginRow {
  const rows = new Set(
    sources.length === 0
      ? origins.filter(({ form }) => form === undefined).slice(0, 1)
      : sources.map((source) => origins.find((row) => row.form !== undefined && row.claims(source))),
  );
  const [row, ...others] = rows;
  if (row === undefined || rows.has(undefined)) {
    throw usageError(
      `--from ${sources.find((source) => !origins.some(({ claims }) => claims(source))) ?? ''}: unknown kind of source`,
      `one of ${origins.flatMap(({ form }) => form ?? []).join(', ')}`,
    );
  }
  if (others.length > 0) {
    throw usageError(
      `--from takes one kind of source, not ${[...rows].map((each) => each?.name).join(' and ')} together`,
      'a search for each kind',
    );
  }
  return row;
}

function refuseOtherFlags(args: ParsedArgs, row: OriginRow, origins: readonly OriginRow[]): void {
  for (const name of new Set(origins.flatMap(({ flags }) => flags))) {
    if (row.flags.includes(name) || !(args.values.has(name) || args.switches.has(name))) continue;
    const [other] = origins.filter(({ flags }) => flags.includes(name));
    if (other?.form !== undefined && row.form === undefined)
      throw usageError(`--${name} is for ${other.name}`, `add --from ${other.form}`);
    throw usageError(
      `--${name} is for ${other?.name ?? 'another source'}, and --from reads ${row.name}`,
      'leave one of them out',
    );
  }
}

function accessOf(args: ParsedArgs, host: Host): AccessRequest {
  return {
    profiles: [...new Set(args.values.get('profile') ?? [])],
    roles: rolesOf(args),
    externalId: checked(
      args,
      'external-id',
      /^[\w+=,.@:/-]{2,1224}$/,
      '2 to 1224 characters of A-Z a-z 0-9 _ + = , . @ : / -',
    ),
    sessionName:
      checked(
        args,
        'assume-session-name',
        /^[\w+=,.@-]{2,64}$/,
        '2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -',
      ) ?? 'trailsift',
    endpointUrl: endpointOf(args, host),
  };
}

function rolesOf(args: ParsedArgs): AccessRequest['roles'] {
  const arns = [...new Set(args.values.get('assume-role') ?? [])];
  if (arns.length === 0) {
    for (const name of ['external-id', 'assume-session-name'] as const) {
      if (args.values.has(name)) throw usageError(`--${name} needs --assume-role`, 'add --assume-role ARN');
    }
  }
  return arns.map((arn) => {
    const account = /^arn:aws[\w-]*:iam::(\d{12}):role\/\S+$/.exec(arn)?.[1];
    if (account === undefined) {
      throw usageError(
        `--assume-role: '${arn}' is not the ARN of a role`,
        'an ARN such as arn:aws:iam::123456789012:role/Audit',
      );
    }
    return { arn, account };
  });
}

function checked(
  args: ParsedArgs,
  name: 'external-id' | 'assume-session-name',
  form: RegExp,
  description: string,
): string | undefined {
  const [value] = args.values.get(name) ?? [];
  if (value !== undefined && !form.test(value))
    throw usageError(`--${name}: STS does not take '${value}'`, description);
  return value;
}

/** The flag, or else the SDK's variables, which are needed here to choose a proxy for the host. */
function endpointOf(args: ParsedArgs, host: Host): string | undefined {
  const candidates = [
    ['--endpoint-url', args.values.get('endpoint-url')?.[0]],
    ['AWS_ENDPOINT_URL_CLOUDTRAIL', host.env['AWS_ENDPOINT_URL_CLOUDTRAIL']],
    ['AWS_ENDPOINT_URL', host.env['AWS_ENDPOINT_URL']],
  ] as const;
  const [name, url] = candidates.find(([, value]) => value !== undefined && value !== '') ?? [];
  if (url === undefined) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw usageError(
      `${name}: '${url}' is not an http:// or https:// address`,
      'an address such as http://localhost:8080',
    );
  }
  return url;
}

function rateOf(args: ParsedArgs): number | undefined {
  const [rate] = args.values.get('rate') ?? [];
  if (rate === undefined) return undefined;
  const perSecond = Number(rate);
  if (!/^\d+(?:\.\d+)?$/.test(rate) || perSecond <= 0 || perSecond > 1000) {
    throw usageError(
      `--rate: '${rate}' is not a number of requests a second between 0 and 1000`,
      '--rate 1, which leaves half of the quota to others',
    );
  }
  return perSecond;
}
