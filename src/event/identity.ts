// Who made the call. The shapes of `userIdentity` are those of "CloudTrail userIdentity element" in the User Guide.

import type { JsonObject } from './json.ts';
import { textAt } from './json.ts';

/** The role of an assumed-role session: the name of the issuer, otherwise the role in the ARN of the session. */
function roleName(record: JsonObject): string | undefined {
  return (
    textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName') ??
    /:assumed-role\/(.+)\/[^/]+$/.exec(textAt(record, 'userIdentity', 'arn') ?? '')?.[1]
  );
}

/**
 * The role session name, from the ARN (`…:assumed-role/Role/Session`) or from the principal id (`AROA…:Session`). In a call from another
 * account, the record of the account that was called has only the principal id.
 */
export function sessionName(record: JsonObject): string | undefined {
  const fromArn = /:assumed-role\/.+\/([^/]+)$/.exec(textAt(record, 'userIdentity', 'arn') ?? '')?.[1];
  if (fromArn !== undefined) return fromArn;
  const type = textAt(record, 'userIdentity', 'type');
  if (type !== 'AssumedRole' && type !== 'Role' && type !== 'AWSAccount') return undefined;
  return /^[^:]+:(.+)$/s.exec(textAt(record, 'userIdentity', 'principalId') ?? '')?.[1];
}

/**
 * The `Username` that LookupEvents returns for the record, derived by the rules of the service (seen in real answers; "CloudTrail userIdentity
 * element"): the session name for a role session, `root` for root, nothing for services and other accounts.
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

/** The caller in one readable string, for every identity type; undefined if the record names no caller. */
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
 * Whether the caller used multi-factor authentication: `true`, `false`, or absent. A sign-in records it in its additional data, in varying
 * letter case; any other call in the attributes of the session.
 */
export function mfa(record: JsonObject): string | undefined {
  const recorded =
    textAt(record, 'eventName') === 'ConsoleLogin'
      ? textAt(record, 'additionalEventData', 'MFAUsed')
      : textAt(record, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated');
  switch (recorded?.toLowerCase()) {
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
