// Requests to STS: sessions of a role, and the account of credentials. Loaded only if a role or several profiles were named.

import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AppError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { partitionOf } from '../catalog/regions.ts';
import type { CredentialSource, Credentials } from './credentials.ts';
import { credentialSource } from './credentials.ts';
import { classifyFault, describeFault, isUnreachable } from './faults.ts';
import { serviceOptions } from './service-options.ts';
import type { Debug } from './traced-request.ts';
import { tracedRequest } from './traced-request.ts';

export interface RoleRequest {
  readonly arn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
}

/** Uses the endpoint of `region`: sessions from the global endpoint are not valid in opt-in regions. */
export async function roleCredentials(
  host: Host,
  base: CredentialSource,
  region: string,
  role: RoleRequest,
  debug: Debug,
): Promise<CredentialSource> {
  const client = new STSClient(await serviceOptions(host, 'sts', stsRegion(region), base));
  return credentialSource(host, async (): Promise<Credentials> => {
    const command = new AssumeRoleCommand({
      RoleArn: role.arn,
      RoleSessionName: role.sessionName,
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    });
    const what = `AssumeRole ${stsRegion(region)} ${role.arn}`;
    const send = () => tracedRequest(host, debug, what, () => client.send(command));
    try {
      const askedAtMs = host.now();
      const { Credentials: given } = await send().catch(async (error: unknown) => {
        // The credentials that assume the role may have expired too.
        if (!isRefused(error) || !(await base.renew(askedAtMs))) throw error;
        return send();
      });
      return {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        ...(given?.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
        ...(given?.Expiration === undefined ? {} : { expiration: given.Expiration }),
      };
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      if (isUnreachable(cause)) {
        throw new AppError('source', `STS cannot be reached to assume the role: ${describeFault(cause)}`, {
          hint: 'check the network; HTTPS_PROXY sets a proxy',
          cause,
        });
      }
      throw new AppError('credentials', `the role cannot be assumed: ${describeFault(cause)}`, {
        hint:
          role.externalId === undefined
            ? "allow the caller sts:AssumeRole, name the caller in the role's trust policy, and add --external-id ID if the policy asks for one"
            : "allow the caller sts:AssumeRole, and name the caller and this --external-id in the role's trust policy",
        cause,
      });
    }
  });
}

/** The service no longer accepts the credentials of the request. */
function isRefused(error: unknown): boolean {
  const { kind } = classifyFault(error);
  return kind === 'expired' || kind === 'unrecognized';
}

/** The account of the credentials; undefined if STS does not answer. It needs no permission. */
export async function accountOf(
  host: Host,
  credentials: CredentialSource,
  region: string,
  debug: Debug,
): Promise<string | undefined> {
  const { accountId } = await credentials.get();
  if (accountId !== undefined) return accountId;
  const client = new STSClient(await serviceOptions(host, 'sts', stsRegion(region), credentials));
  try {
    const send = () => client.send(new GetCallerIdentityCommand({}));
    return (await tracedRequest(host, debug, `GetCallerIdentity ${stsRegion(region)}`, send)).Account;
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}

function stsRegion(region: string): string {
  return partitionOf(region) === undefined ? 'us-east-1' : region;
}
