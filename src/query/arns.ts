// A TERM that is an ARN: events with this caller, with this resource, and with the names in the ARN, because CloudTrail records a
// resource under its ARN, its name or both.

import { sessionArn } from './shapes.ts';
import type { Meaning, ShapeReading } from './term-shape.ts';
import { recordedNote } from './term-shape.ts';

const shape = /^(arn:[\w*?-]*:[\w*?-]*):([^:]*:[^:]*):(.+)$/is;

export function readArn(term: string): ShapeReading | undefined {
  const [, head = '', middle = '', rest = ''] = shape.exec(term) ?? [];
  if (rest === '') return undefined;
  const written = `${head.toLowerCase()}:${middle}:${rest}`;
  const service = head.toLowerCase().slice(head.lastIndexOf(':') + 1);
  // Other roles have sessions of the same name: what they did is not what this one did.
  const isSession = sessionArn.test(written);
  const names = isSession ? [] : namesIn(service, rest);
  const resources = [...new Set([...asResource(written), ...asResource(term)])];
  const meanings: readonly Meaning[] = [
    ...(mayCall(service, rest) ? asCaller(written, service) : []),
    ...[...resources, ...names].map((value) => ({ field: 'resource', value })),
    ...(isSession ? [] : callerNames(service, rest)).map((value) => ({ field: 'user', value })),
  ];
  const words = mayCall(service, rest) ? 'an ARN: as caller and as resource' : "a resource's ARN";
  return {
    kind: 'arn',
    reading: names.length === 0 ? words : `${words}, under ${names.join(' and ')} too`,
    meanings,
    note: recordedNote(term, written),
  };
}

/** Parts of IAM that never make a call. */
const inert =
  /^(?:policy|group|instance-profile|mfa|sms-mfa|u2f|server-certificate|saml-provider|oidc-provider)\//;

/** Callers are users, roles, their sessions and root, all of IAM or STS; a service that a pattern leaves open may be one of these. */
function mayCall(service: string, rest: string): boolean {
  if (service === 'iam') return !inert.test(rest);
  return service === 'sts' || service === '' || /[*?]/.test(service);
}

/** A session's issuer is a role or a user, and a session's user is its name. */
function asCaller(arn: string, service: string): readonly Meaning[] {
  const session = sessionArn.exec(arn)?.[1];
  if (session !== undefined) return [{ field: 'arn', value: arn, user: session }];
  return [{ field: 'arn', value: arn }, ...(service === 'sts' ? [] : [{ field: 'role', value: arn }])];
}

/** The `Username` of a user, of root and of a session. A role's name is not one. */
function callerNames(service: string, rest: string): readonly string[] {
  if (service === 'iam' && rest === 'root') return ['root'];
  const isCaller = service === 'iam' ? rest.startsWith('user/') : service === 'sts' && rest.includes('/');
  return isCaller ? named(rest.slice(rest.lastIndexOf('/') + 1)) : [];
}

/** Log groups have `:*` at the end of their ARN, in some records and not in others, and it is no pattern. */
function asResource(arn: string): readonly string[] {
  const bare = arn.replace(/:\*$/, '');
  return bare === arn || /[*?]/.test(bare) ? [arn] : [bare, `${bare}:\\*`];
}

/** The last part, and where that is only a part of a name the whole of it. */
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

/** A parameter in a path is called by it with a leading slash. */
function wholeName(service: string, name: string): string {
  return service === 'ssm' && name.includes('/') && !name.startsWith('/') ? `/${name}` : name;
}

/** Secrets Manager puts a hyphen and six characters behind the name. */
function secretName(service: string, name: string): readonly string[] {
  const [, bare = ''] = /^(.+)-[A-Za-z0-9]{6}$/s.exec(name) ?? [];
  return service === 'secretsmanager' ? named(bare) : [];
}

/** Names made only of wildcards match anything; names of up to four digits match too much. */
function named(name: string): readonly string[] {
  return /^[*?]*$/.test(name) || /^\d{1,4}$/.test(name) ? [] : [name];
}
