// From what was typed about places to what is to be opened. Everything that can be wrong with it is found here, before anything is sent.

import { usageError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { loadConfig } from '../aws/config.ts';
import { serviceRate } from '../aws/pacer.ts';
import type { PlacesRequest } from '../origin/event-history/places.ts';
import { chooseRegions } from '../aws/regions.ts';
import type { Query } from '../query/query.ts';
import { asksForSignIns } from '../query/sign-ins.ts';
import { parseDuration } from '../query/time.ts';
import type { ParsedArgs } from '../args/parse.ts';

/** What says whom to ask at the API says nothing about files. */
export const apiFlags = [
  'profile',
  'assume-role',
  'external-id',
  'assume-session-name',
  'endpoint-url',
  'rate',
  'max-wait',
  'lookup',
  'stats',
];

const maxWaitDefaultMs = 15 * 60_000;

/** Throws a usage error. */
export async function placesRequest(typed: ParsedArgs, host: Host, query: Query): Promise<PlacesRequest> {
  const endpointUrl = endpointOf(typed, host);
  const rate = rateOf(typed) ?? serviceRate;
  const [maxWait] = typed.values.get('max-wait') ?? [];
  const maxWaitMs = maxWait === undefined ? maxWaitDefaultMs : parseDuration('--max-wait', maxWait) * 1000;
  const roles = rolesOf(typed);
  const named = [...new Set(typed.values.get('profile') ?? [])];
  if (named.length > 1 && roles.length > 0) {
    throw usageError(
      '--assume-role assumes its roles with one profile, and --profile lists several',
      `name the one they are to be assumed with: --profile ${named[0]}`,
    );
  }
  const configs = await Promise.all(
    (named.length === 0 ? [undefined] : named).map((profile) => loadConfig(host, profile)),
  );
  const profiles = configs.map((config) => ({
    config,
    regions: chooseRegions({
      asked: typed.values.get('region') ?? [],
      not: typed.values.get('not-region') ?? [],
      configured: config.region,
      signIns: asksForSignIns(query),
    }),
  }));
  return {
    profiles,
    roles,
    externalId: checked(
      typed,
      'external-id',
      /^[\w+=,.@:/-]{2,1224}$/,
      '2 to 1224 of A-Z a-z 0-9 + = , . @ : / -',
    ),
    sessionName:
      checked(typed, 'assume-session-name', /^[\w+=,.@-]{2,64}$/, '2 to 64 of A-Z a-z 0-9 _ + = , . @ -') ??
      'trailsift',
    endpointUrl,
    rate,
    maxWaitMs,
  };
}

/** What `--explain` names, a line an account; the accounts themselves are not asked. */
export function placeNames({ profiles, roles }: PlacesRequest): readonly string[] {
  const regions = (index: number): readonly string[] => {
    const choice = profiles[index]?.regions;
    if (choice === undefined) return [];
    const except = choice.not.length === 0 ? '' : ` but ${choice.not.join(', ')}`;
    const all = choice.all ? [`every region the account has enabled${except}`] : [];
    return [...all, ...choice.regions.filter((region) => !choice.not.includes(region))];
  };
  const within = (name: string, index: number): string => `${name}: ${regions(index).join(', ')}`;
  if (roles.length > 1) return roles.map(({ account }) => within(account, 0));
  if (profiles.length > 1) return profiles.map(({ config }, index) => within(config.profile ?? '', index));
  return [regions(0).join(', ')];
}

function rolesOf(typed: ParsedArgs): readonly { arn: string; account: string }[] {
  const arns = [...new Set(typed.values.get('assume-role') ?? [])];
  if (arns.length === 0) {
    for (const name of ['external-id', 'assume-session-name']) {
      if (typed.values.has(name)) throw usageError(`--${name} is for --assume-role`, 'add --assume-role ARN');
    }
  }
  return arns.map((arn) => {
    const account = /^arn:aws[\w-]*:iam::(\d{12}):role\/\S+$/.exec(arn)?.[1];
    if (account === undefined) {
      throw usageError(
        `--assume-role: '${arn}' is not the ARN of a role`,
        'such as arn:aws:iam::123456789012:role/Audit',
      );
    }
    return { arn, account };
  });
}

function checked(typed: ParsedArgs, name: string, form: RegExp, description: string): string | undefined {
  const [value] = typed.values.get(name) ?? [];
  if (value !== undefined && !form.test(value))
    throw usageError(`--${name}: '${value}' is none that STS takes`, description);
  return value;
}

/** The flag, else the SDK's own variables, read here as well because the choice of a proxy depends on the host asked. */
function endpointOf(typed: ParsedArgs, host: Host): string | undefined {
  const candidates = [
    ['--endpoint-url', typed.values.get('endpoint-url')?.[0]],
    ['AWS_ENDPOINT_URL_CLOUDTRAIL', host.env['AWS_ENDPOINT_URL_CLOUDTRAIL']],
    ['AWS_ENDPOINT_URL', host.env['AWS_ENDPOINT_URL']],
  ] as const;
  const [name, url] = candidates.find(([, value]) => value !== undefined && value !== '') ?? [];
  if (url === undefined) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw usageError(
      `${name}: '${url}' is not an http:// or https:// address`,
      'such as http://localhost:8080',
    );
  }
  return url;
}

function rateOf(typed: ParsedArgs): number | undefined {
  const [rate] = typed.values.get('rate') ?? [];
  if (rate === undefined) return undefined;
  const perSecond = Number(rate);
  if (!/^\d+(?:\.\d+)?$/.test(rate) || perSecond <= 0 || perSecond > 1000) {
    throw usageError(
      `--rate: '${rate}' is not a number of requests a second`,
      '--rate 1 leaves half of the quota to others',
    );
  }
  return perSecond;
}
