// Who did it. The shapes of `userIdentity` follow "CloudTrail userIdentity element" in the User Guide.

import type { JsonObject } from './json.ts';
import { textAt } from './json.ts';

/** The role of an assumed-role session: the issuer's name, else the role part of the session's ARN. */
function roleName(record: JsonObject): string | undefined {
  return (
    textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName') ??
    /:assumed-role\/(.+)\/[^/]+$/.exec(textAt(record, 'userIdentity', 'arn') ?? '')?.[1]
  );
}

/**
 * The role session name, from the ARN (`…:assumed-role/Role/Session`) or from the principal id (`AROA…:Session`),
 * which is all that the role owner's record of a cross-account call has.
 */
export function sessionName(record: JsonObject): string | undefined {
  const fromArn = /:assumed-role\/.+\/([^/]+)$/.exec(textAt(record, 'userIdentity', 'arn') ?? '')?.[1];
  if (fromArn !== undefined) return fromArn;
  const type = textAt(record, 'userIdentity', 'type');
  if (type !== 'AssumedRole' && type !== 'Role' && type !== 'AWSAccount') return undefined;
  return /^[^:]+:(.+)$/s.exec(textAt(record, 'userIdentity', 'principalId') ?? '')?.[1];
}

/**
 * What LookupEvents gives as `Username` for the record: not in the record itself, but derived by the service's rules (seen in
 * real answers; "CloudTrail userIdentity element"). A role session goes by its session name, root as `root`, services and other
 * accounts by nothing.
 */
export function lookupUsername(record: JsonObject): string | undefined {
  const userName = textAt(record, 'userIdentity', 'userName');
  switch (textAt(record, 'userIdentity', 'type')) {
    case 'Root':
      return 'root';
    case 'AssumedRole':
    case 'Role':
      return sessionName(record) ?? userName;
    case 'FederatedUser':
      return federatedName(record) ?? userName;
    case 'AWSService':
    case 'AWSAccount':
    case 'IdentityCenterUser':
      return undefined;
    default:
      return userName;
  }
}

function federatedName(record: JsonObject): string | undefined {
  return /:federated-user\/(.+)$/.exec(textAt(record, 'userIdentity', 'arn') ?? '')?.[1];
}

/** The caller in one readable string, for every identity type; undefined where the record names nobody. */
export function actor(record: JsonObject): string | undefined {
  const identity = (...path: string[]): string | undefined => textAt(record, 'userIdentity', ...path);
  const userName = identity('userName');
  const fallback = userName ?? lastPart(identity('arn')) ?? identity('principalId') ?? identity('invokedBy');
  switch (identity('type')) {
    case 'Root':
      return 'root';
    case 'AssumedRole':
    case 'Role':
      return [roleName(record), sessionName(record)].filter(Boolean).join('/') || fallback;
    case 'FederatedUser':
      return federatedName(record) ?? fallback;
    case 'AWSAccount': {
      const account = identity('accountId');
      const principal = sessionName(record) ?? identity('principalId');
      return account && principal ? `${account}/${principal}` : (account ?? fallback);
    }
    case 'AWSService':
      return identity('invokedBy') ?? fallback;
    case 'IdentityCenterUser':
      return userName ?? identity('onBehalfOf', 'userId') ?? fallback;
    case 'WebIdentityUser':
      return userName && identity('identityProvider')
        ? `${userName}@${identity('identityProvider')}`
        : fallback;
    default:
      return fallback;
  }
}

function lastPart(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : arn.slice(arn.lastIndexOf('/') + 1);
}

/**
 * Whether the caller had passed multi-factor authentication: `true`, `false`, or absent. A sign-in says so in its additional
 * data, in more than one case of letters; any other call in the session's attributes.
 */
export function mfa(record: JsonObject): string | undefined {
  const said =
    textAt(record, 'eventName') === 'ConsoleLogin'
      ? textAt(record, 'additionalEventData', 'MFAUsed')
      : textAt(record, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated');
  switch (said?.toLowerCase()) {
    case 'yes':
    case 'true':
      return 'true';
    case 'no':
    case 'false':
      return 'false';
    default:
      return undefined;
  }
}
