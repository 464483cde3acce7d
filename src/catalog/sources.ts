// From the name of a service to its event sources: first nicknames, then the names in the catalogue (IAM prefixes, SDK ids, service names),
// otherwise the name with `.amazonaws.com`. Every search with --source needs this, so it has a small table of its own.

import { nearestName } from './did-you-mean.ts';
import { sourceNameLines } from './source-names.ts';

const suffix = '.amazonaws.com';

/**
 * Names that no list of AWS has, and names for which the list is incomplete: Identity Center has six event sources, and OpenSearch has two, of
 * which the SDK names one.
 */
const nicknames: Readonly<Record<string, string>> = {
  alb: 'elasticloadbalancing',
  apigw: 'apigateway',
  aurora: 'rds',
  beanstalk: 'elasticbeanstalk',
  cognito: 'cognito-idp cognito-identity cognito-sync',
  console: 'signin',
  ddb: 'dynamodb',
  deploy: 'codedeploy',
  documentdb: 'rds',
  dynamo: 'dynamodb',
  elb: 'elasticloadbalancing elb',
  elbv2: 'elasticloadbalancing',
  fargate: 'ecs',
  iamidentitycenter: 'sso sso-directory identitystore sso-oauth identitystore-scim signin',
  identitycenter: 'sso sso-directory identitystore sso-oauth identitystore-scim signin',
  login: 'signin',
  msk: 'kafka',
  nlb: 'elasticloadbalancing',
  opensearch: 'es opensearchservice',
  parameterstore: 'ssm',
  privateca: 'acm-pca',
  s3api: 's3',
  systemsmanager: 'ssm',
  transitgateway: 'ec2',
  vpc: 'ec2',
};

/** The same key for `Secrets Manager`, `secrets-manager`, `AWS Secrets Manager` and `secretsmanager`. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:aws|amazon)\s+/, '')
    .replaceAll(/[^a-z0-9]/g, '');
}

/**
 * The event sources of a service, at least one; letter case, blanks and hyphens do not matter. A name with a dot is an event source already,
 * which CloudTrail records in small letters. A name in small letters without blanks can be an IAM prefix: `waf` is only that prefix, `AWS
 * WAF` is every event source of the service.
 */
export function sourcesNamed(name: string): readonly string[] {
  if (name.includes('.')) return [name.toLowerCase()];
  const hosts = hostsNamed(name);
  return (hosts.length === 0 ? [name.toLowerCase()] : hosts).map((host) => `${host}${suffix}`);
}

function hostsNamed(name: string): readonly string[] {
  const key = keyOf(name);
  const nickname = Object.hasOwn(nicknames, key) ? nicknames[key] : undefined;
  if (nickname !== undefined) return nickname.split(' ');
  const byId = [...linesWith(`\n${key};`), ...linesWith(`;${key};`)];
  if (byId.length > 0 && /^[a-z0-9-]+$/.test(name)) return byId;
  return [...new Set([...byId, ...linesWith(`;=${key};`)])];
}

/** Searches the text of the table: to parse its four hundred lines takes longer than the rest of reading a command line. */
function linesWith(part: string): readonly string[] {
  const hosts: string[] = [];
  for (let at = sourceNameLines.indexOf(part); at >= 0; at = sourceNameLines.indexOf(part, at + 1)) {
    const start = sourceNameLines.lastIndexOf('\n', at) + 1;
    hosts.push(sourceNameLines.slice(start, sourceNameLines.indexOf(';', start)));
  }
  return hosts;
}

/** Whether the table or a nickname has this event source. */
export function isKnownSource(eventSource: string): boolean {
  if (!eventSource.endsWith(suffix)) return false;
  const host = eventSource.slice(0, -suffix.length);
  return (
    sourceNameLines.includes(`\n${host};`) ||
    Object.values(nicknames).some((hosts) => hosts.split(' ').includes(host))
  );
}

/** Whether a name can be a service. An unknown name with blanks cannot: no event source has blanks. */
export function canBeService(name: string): boolean {
  return !/\s/.test(name) || hostsNamed(name).length > 0;
}

/** The nearest name of a service, spelt as it can be typed. */
export function nearestService(name: string, further: readonly string[] = []): string | undefined {
  const spelt = sourceNameLines.split(/[;\n]/).map((each) => each.replace(/^=/, ''));
  return nearestName(keyOf(name), [...serviceNames(), ...further, ...spelt.filter((each) => each !== '')]);
}

/** The known event source nearest to an unknown one; undefined if the text does not look like an event source of AWS. */
export function nearestSource(eventSource: string, further: readonly string[] = []): string | undefined {
  const [host = ''] = eventSource.split('.');
  const end = eventSource.slice(host.length);
  if (!end.includes('.amazonaws.') && nearestName(end, [suffix]) === undefined) return undefined;
  const lines = [...sourceNameLines.trim().split('\n'), ...further];
  const hosts = lines.map((each) => /^[^;.]*/.exec(each)?.[0] ?? '');
  const nearest = hosts.includes(host) ? host : nearestName(host, hosts);
  return nearest === undefined ? undefined : `${nearest}${suffix}`;
}

export const serviceNicknames: readonly string[] = Object.keys(nicknames);

/** Every short name of a service: first the event sources without their end, then nicknames, IAM prefixes and SDK ids. */
export function serviceNames(): readonly string[] {
  const lines = sourceNameLines
    .trim()
    .split('\n')
    .map((line) => line.split(';').filter((name) => name !== '' && !name.startsWith('=')));
  return [...new Set([...lines.flatMap(([host = '']) => host), ...serviceNicknames, ...lines.flat()])];
}
