// What people call a service, and the event sources that mean it: nicknames first, then what the catalogue knows (IAM prefixes, SDK ids,
// the services' names), else the name and `.amazonaws.com`. Asked at the start of a search, so it has a small table of its own.

import { nearestName } from './did-you-mean.ts';
import { sourceNameLines } from './source-names.ts';

const suffix = '.amazonaws.com';

/**
 * Names of no AWS list, and those for which the list says too little: Identity Center is one service in six event sources, and the SDK's
 * OpenSearch is only one of the two that OpenSearch records under.
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

/** `Secrets Manager`, `secrets-manager`, `AWS Secrets Manager` and `secretsmanager` are one name. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:aws|amazon)\s+/, '')
    .replaceAll(/[^a-z0-9]/g, '');
}

/**
 * The event sources that a service's name means, at least one, whatever its case, blanks and hyphens. A name with a dot is an event source
 * already, which CloudTrail records in lower case. IAM prefixes are written in lower case without blanks: `waf` is that one prefix, `AWS WAF` everything of the service.
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

/** The table is searched as it is: to take its four hundred lines apart costs more than all the rest of reading a command line. */
function linesWith(part: string): readonly string[] {
  const hosts: string[] = [];
  for (let at = sourceNameLines.indexOf(part); at >= 0; at = sourceNameLines.indexOf(part, at + 1)) {
    const start = sourceNameLines.lastIndexOf('\n', at) + 1;
    hosts.push(sourceNameLines.slice(start, sourceNameLines.indexOf(';', start)));
  }
  return hosts;
}

/** Whether any name here means this event source. */
export function isKnownSource(eventSource: string): boolean {
  if (!eventSource.endsWith(suffix)) return false;
  const host = eventSource.slice(0, -suffix.length);
  return (
    sourceNameLines.includes(`\n${host};`) ||
    Object.values(nicknames).some((hosts) => hosts.split(' ').includes(host))
  );
}

/** No event source has blanks in it: `Secrets Manager` is a service's name because a list has it, and `foo bar` cannot be one. */
export function canBeService(name: string): boolean {
  return !/\s/.test(name) || hostsNamed(name).length > 0;
}

/** The name that was probably meant, spelt as it can be typed. */
export function nearestService(name: string, further: readonly string[] = []): string | undefined {
  const spelt = sourceNameLines.split(/[;\n]/).map((each) => each.replace(/^=/, ''));
  return nearestName(keyOf(name), [...serviceNames(), ...further, ...spelt.filter((each) => each !== '')]);
}

/** The event source that was probably meant by one that nobody knows; none for what is no event source of AWS's. */
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

/** Every short name of a service: the event sources without their end first, then what people and AWS call them otherwise. */
export function serviceNames(): readonly string[] {
  const lines = sourceNameLines
    .trim()
    .split('\n')
    .map((line) => line.split(';').filter((name) => name !== '' && !name.startsWith('=')));
  return [...new Set([...lines.flatMap(([host = '']) => host), ...serviceNicknames, ...lines.flat()])];
}
