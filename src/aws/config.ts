// The configuration of this machine: profile and region. The SDK's files and variables are read as the AWS CLI reads them.

import { loadSharedConfigFiles, loadSsoSessionData } from '@smithy/shared-ini-file-loader';
import { nearestName } from '../catalog/did-you-mean.ts';
import type { AppError } from '../error.ts';
import { usageError } from '../error.ts';
import type { Host } from '../host/host.ts';

export interface Config {
  /** The profile of the flag or the variable; undefined for the default chain. */
  readonly profile: string | undefined;
  readonly region: string | undefined;
  /** The profile signs in through IAM Identity Center, so expired credentials are renewed by `aws sso login`. */
  readonly usesSso: boolean;
  /** Credentials in the environment, which win over AWS_PROFILE but not over --profile, as with the AWS CLI. */
  readonly fromEnvironment: boolean;
}

/** Throws a usage error for a profile that does not exist. */
export async function loadConfig(host: Host, profileFlag: string | undefined): Promise<Config> {
  const { env } = host;
  const fromEnvironment =
    profileFlag === undefined && Boolean(env['AWS_ACCESS_KEY_ID']) && Boolean(env['AWS_SECRET_ACCESS_KEY']);
  const profile = profileFlag ?? (env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE'] || undefined);
  const envRegion = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined;
  if (fromEnvironment && envRegion !== undefined) {
    return { profile: undefined, region: envRegion, usesSso: false, fromEnvironment };
  }
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const name = profile ?? 'default';
  const section = { ...credentialsFile[name], ...configFile[name] };
  if (
    profile !== undefined &&
    !fromEnvironment &&
    configFile[name] === undefined &&
    credentialsFile[name] === undefined
  ) {
    throw unknownProfile(profile, [...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  }
  const session = section['sso_session'];
  if (session !== undefined && !fromEnvironment && (await loadSsoSessionData())[session] === undefined) {
    throw usageError(
      `profile '${name}' uses sso_session '${session}', and the configuration has no section [sso-session ${session}]`,
      'aws configure sso-session',
    );
  }
  return {
    profile: fromEnvironment ? undefined : profile,
    region: envRegion ?? section['region'],
    usesSso: section['sso_session'] !== undefined || section['sso_start_url'] !== undefined,
    fromEnvironment,
  };
}

/** The profiles of the configuration; empty if it cannot be read. */
export async function knownProfiles({ env }: Host): Promise<readonly string[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ...(env['AWS_CONFIG_FILE'] ? { configFilepath: env['AWS_CONFIG_FILE'] } : {}),
    ...(env['AWS_SHARED_CREDENTIALS_FILE'] ? { filepath: env['AWS_SHARED_CREDENTIALS_FILE'] } : {}),
  }).catch(() => ({ configFile: {}, credentialsFile: {} }));
  return profilesIn([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
}

/** Without the sections that are not profiles. */
function profilesIn(sections: readonly string[]): readonly string[] {
  return [...new Set(sections)].filter((name) => !/^(?:sso-session|services)\./.test(name));
}

function unknownProfile(profile: string, known: readonly string[]): AppError {
  const names = profilesIn(known);
  const nearest = nearestName(profile, names);
  const hint =
    nearest !== undefined
      ? `--profile ${nearest}`
      : names.length > 0
        ? `one of these profiles: ${names.slice(0, 12).join(', ')}`
        : 'aws configure, to make one';
  return usageError(`there is no profile '${profile}'`, hint);
}

/** What to type if credentials are missing, wrong or expired. */
export function credentialsHint(config: Config): string {
  const profile = config.profile === undefined ? '' : ` --profile ${config.profile}`;
  if (config.usesSso) return `aws sso login${profile}`;
  if (config.fromEnvironment)
    return 'renew AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or unset them';
  return config.profile === undefined
    ? '--profile NAME, aws configure, or aws sso login'
    : `aws sts get-caller-identity${profile}, to check the profile`;
}
