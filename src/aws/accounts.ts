// Which accounts are searched, and with which credentials: the configured account, those of several profiles, or those of several roles.

import { serviceUrl } from '../catalog/regions.ts';
import { AppError, shellWord } from '../error.ts';
import type { Diagnostic } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { Config } from './config.ts';
import type { CredentialSource } from './credentials.ts';
import { profileCredentials } from './credentials.ts';
import { createRequestHandler } from './http.ts';
import type { RegionChoice } from './regions.ts';
import type { Debug } from './traced-request.ts';

export interface Account {
  /** The profile or the role's account id; empty if there is one account only. */
  readonly name: string;
  /** The profile, the role's ARN, or `environment`: the same in every run. */
  readonly identity: string;
  /** The flags that select it; empty if there is one account only. */
  readonly flags: string;
  readonly config: Config;
  readonly regions: RegionChoice;
  readonly credentials: CredentialSource;
  /** Twelve digits; undefined if there is one account only, or if it is not known. */
  readonly id: string | undefined;
}

export interface AccountRequest {
  /** One for each profile; one if no profile was named. */
  readonly profiles: readonly { readonly config: Config; readonly regions: RegionChoice }[];
  readonly roles: readonly { readonly arn: string; readonly account: string }[];
  readonly sessionName: string;
  readonly externalId: string | undefined;
}

export interface OpenedAccounts {
  readonly accounts: readonly Account[];
  /** Accounts that cannot be used, and why. */
  readonly missing: readonly Diagnostic[];
}

/** Throws the credentials error if there is one account only. */
export async function openAccounts(
  host: Host,
  request: AccountRequest,
  debug: Debug,
): Promise<OpenedAccounts> {
  const candidates = await candidatesOf(host, request, debug);
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) {
    await only.credentials.get();
    return { accounts: [only], missing: [] };
  }
  const missing: Diagnostic[] = [];
  const opened = await Promise.all(
    candidates.map(async (account) => {
      try {
        await account.credentials.get();
        return { ...account, id: await idOf(host, account, request, debug) };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const { message, hint } = error;
        missing.push({
          kind: 'credentials',
          where: account.name,
          message,
          ...(hint === undefined ? {} : { hint }),
        });
        return undefined;
      }
    }),
  );
  return { accounts: opened.filter((each) => each !== undefined), missing };
}

async function candidatesOf(host: Host, request: AccountRequest, debug: Debug): Promise<readonly Account[]> {
  const { profiles, roles } = request;
  const several = profiles.length > 1;
  const bases = await Promise.all(
    profiles.map(async ({ config, regions }): Promise<Account> => {
      const handler = await createRequestHandler(host, serviceUrl('sts', config.region ?? 'us-east-1'));
      const name = config.profile ?? 'default';
      return {
        name: several ? name : '',
        identity: config.fromEnvironment ? 'environment' : name,
        flags: several ? `--profile ${shellWord(name)} ` : '',
        config,
        regions,
        credentials: profileCredentials(host, config, handler),
        id: undefined,
      };
    }),
  );
  const [base] = bases;
  if (roles.length === 0 || base === undefined) return bases;
  const { roleCredentials } = await import('./sts.ts');
  const { sessionName, externalId } = request;
  return Promise.all(
    roles.map(async ({ arn, account }) => ({
      ...base,
      name: roles.length > 1 ? account : '',
      identity: arn,
      flags: roles.length > 1 ? `--assume-role ${arn} ` : '',
      credentials: await roleCredentials(
        host,
        base.credentials,
        base.config.region ?? 'us-east-1',
        { arn, sessionName, externalId },
        debug,
      ),
    })),
  );
}

async function idOf(
  host: Host,
  { name, credentials, config }: Account,
  { roles }: AccountRequest,
  debug: Debug,
): Promise<string | undefined> {
  if (roles.length > 0) return name;
  const { accountOf } = await import('./sts.ts');
  return accountOf(host, credentials, config.region ?? 'us-east-1', debug);
}
