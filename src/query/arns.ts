// A TERM that is an ARN. It finds events with this caller, with this resource, and with the names in the ARN, because CloudTrail records
// the ARN of a resource, its name or both.

import { sessionArn } from './shapes.ts';
import type { Meaning, ShapeReading } from './term-shape.ts';
import { recordedNote } from './term-shape.ts';

const shape = /^(arn:[\w*?-]*:[\w*?-]*):([^:]*:[^:]*):(.+)$/is;

export function readArn(term: string): ShapeReading | undefined {
  const [, head = '', middle = '', rest = ''] = shape.exec(term) ?? [];
  if (rest === '') return undefined;
  const written = `${head.toLowerCase()}:${middle}:${rest}`;
  const service = head.toLowerCase().slice(head.lastIndexOf(':') + 1);
  // Not by its name: other roles can have sessions of the same name.
  const isSession = sessionArn.test(written);
  const names = isSession ? [] : namesIn(service, rest);
  const resources = [...new Set([...asResource(written), ...asResource(term)])];
  const meanings: readonly Meaning[] = [
    ...(mayCall(service, rest) ? asCaller(written, service) : []),
    ...[...resources, ...names].map((value) => ({ field: 'resource', value })),
    ...(isSession ? [] : callerNames(service, rest)).map((value) => ({ field: 'user', value })),
  ];
  const words = mayCall(service, rest) ? 'the ARN of a caller or a resource' : 'the ARN of a resource';
  return {
    kind: 'arn',
    reading: names.length === 0 ? words : `${words}, which is also recorded as ${names.join(' or ')}`,
    meanings,
    note: recordedNote(term, written),
  };
}

/** Resources of IAM that cannot be callers. */
const inert =
  /^(?:policy|group|instance-profile|mfa|sms-mfa|u2f|server-certificate|saml-provider|oidc-provider)\//;

/** Callers are users, roles, their sessions and root: ARNs of IAM or STS. A wildcard in place of the service can stand for these. */
function mayCall(service: string, rest: string): boolean {
  if (service === 'iam') return !inert.test(rest);
  return service === 'sts' || service === '' || /[*?]/.test(service);
}

/** A role or a user can be the issuer of a session. The user of a session is its name. */
function asCaller(arn: string, service: string): readonly Meaning[] {
  const session = sessionArn.exec(arn)?.[1];
  if (session !== undefined) return [{ field: 'arn', value: arn, user: session }];
  return [{ field: 'arn', value: arn }, ...(service === 'sts' ? [] : [{ field: 'role', value: arn }])];
}

/** The `Username` of a user, of root and of a session. The name of a role is never a `Username`. */
function callerNames(service: string, rest: string): readonly string[] {
  if (service === 'iam' && rest === 'root') return ['root'];
  const isCaller = service === 'iam' ? rest.startsWith('user/') : service === 'sts' && rest.includes('/');
  return isCaller ? named(rest.slice(rest.lastIndexOf('/') + 1)) : [];
}

/** In some records the ARN of a log group ends with `:*`, which is not a wildcard there. */
function asResource(arn: string): readonly string[] {
  const bare = arn.replace(/:\*$/, '');
  return bare === arn || /[*?]/.test(bare) ? [arn] : [bare, `${bare}:\\*`];
}

/** The last part of the ARN, and the whole name if the last part is only a part of it. */
function namesIn(service: string, rest: string): readonly string[] {
  const last = (text: string): string =>
    text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
  if (service === 'iam' || service === 'sts') return rest === 'root' ? [] : named(last(rest));
  const path = /^[A-Za-z][\w-]*[:/](.+)$/s.exec(rest)?.[1] ?? rest;
  const name = unqualified(service, path);
  return [
    ...new Set([...named(last(name)), ...named(wholeName(service, name)), ...secretName(service, name)]),
  ];
}

/** Without a version, a revision or an alias: `function:NAME:prod`, `task-definition/NAME:12`, `log-group:NAME:*`. */
function unqualified(service: string, path: string): string {
  const name = path.replace(/:(?:\d+|\$LATEST|\*)$/, '');
  return service === 'lambda' ? name.replace(/:.*$/s, '') : name;
}

/** The name of a parameter that has a path begins with a slash, which its ARN leaves out. */
function wholeName(service: string, name: string): string {
  return service === 'ssm' && name.includes('/') && !name.startsWith('/') ? `/${name}` : name;
}

/** The ARN of a secret has a hyphen and six random characters after the name. */
function secretName(service: string, name: string): readonly string[] {
  const [, bare = ''] = /^(.+)-[A-Za-z0-9]{6}$/s.exec(name) ?? [];
  return service === 'secretsmanager' ? named(bare) : [];
}

/** No name that is only wildcards, which match everything, or up to four digits, which match too much. */
function named(name: string): readonly string[] {
  return /^[*?]*$/.test(name) || /^\d{1,4}$/.test(name) ? [] : [name];
}
