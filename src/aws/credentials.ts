// Credentials: resolved when first needed, requested again before they expire, and renewed after the service has refused them.

import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { AppError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { Config } from './config.ts';
import { credentialsHint } from './config.ts';
import { describeFault } from './faults.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  /** Known to some providers. */
  readonly accountId?: string;
}

export interface CredentialSource {
  /** They are in the environment, so they cannot be renewed. */
  readonly fixed: boolean;
  /** Throws a credentials error. */
  get(): Promise<Credentials>;
  /** Call after a request sent at `sentAtMs` was refused. Resolves to whether there are new credentials. */
  renew(sentAtMs: number): Promise<boolean>;
}

/** As in the SDK: credentials that expire within five minutes are requested again. */
const earlyMs = 5 * 60_000;
const againMs = 60_000;

/** `resolve(true)` must not use a cache. */
export function credentialSource(
  host: Host,
  resolve: (anew: boolean) => Promise<Credentials>,
  fixed = false,
): CredentialSource {
  let known: Credentials | undefined;
  let pending: Promise<Credentials> | undefined;
  let renewal: Promise<boolean> | undefined;
  let renewedAtMs = -Infinity;
  let askAgainAtMs = -Infinity;

  const ask = (anew: boolean): Promise<Credentials> => {
    pending ??= resolve(anew)
      .then((credentials) => (known = credentials))
      .finally(() => (pending = undefined));
    return pending;
  };
  const renewOnce = async (): Promise<boolean> => {
    const before = known;
    try {
      const after = await ask(true);
      if (after.accessKeyId === before?.accessKeyId && after.sessionToken === before.sessionToken)
        return false;
      renewedAtMs = host.now();
      return true;
    } catch {
      // The caller reports the refusal.
      return false;
    } finally {
      renewal = undefined;
    }
  };
  return {
    fixed,
    get() {
      const leftMs = (known?.expiration?.getTime() ?? Infinity) - host.now();
      if (known === undefined) return ask(false);
      if (leftMs > earlyMs) return Promise.resolve(known);
      if (leftMs <= 0) return ask(false);
      // They are valid until they expire or are refused. The provider of new ones may be slow or interactive.
      if (host.now() >= askAgainAtMs) {
        askAgainAtMs = host.now() + againMs;
        void ask(false).catch(() => undefined);
      }
      return Promise.resolve(known);
    },
    renew(sentAtMs) {
      if (renewedAtMs >= sentAtMs) return Promise.resolve(true);
      renewal ??= renewOnce();
      return renewal;
    },
  };
}

/** For a client of the SDK: it calls this for each request, because credentials that it caches itself could not be renewed. */
export function askEachTime(source: CredentialSource): () => Promise<Credentials> {
  return Object.assign(() => source.get(), { memoized: true });
}

/** From the environment, or from the profile's chain of providers. */
export function profileCredentials(
  host: Host,
  config: Config,
  requestHandler: NodeHttpHandler,
): CredentialSource {
  const { env } = host;
  if (config.fromEnvironment) {
    const sessionToken = env['AWS_SESSION_TOKEN'];
    const fixed = {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
      ...(sessionToken ? { sessionToken } : {}),
    };
    return credentialSource(host, () => Promise.resolve(fixed), true);
  }
  const provider = (anew: boolean): (() => Promise<Credentials>) =>
    defaultProvider({
      ...(config.profile === undefined ? {} : { profile: config.profile }),
      // The files may have changed meanwhile.
      ignoreCache: anew,
      clientConfig: { requestHandler, ...(config.region === undefined ? {} : { region: config.region }) },
      mfaCodeProvider: (serial) => askMfaCode(host, serial),
      logger: silent,
    });
  let current = provider(false);
  return credentialSource(host, async (anew) => {
    if (anew) current = provider(true);
    try {
      return await current();
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new AppError('credentials', `no usable credentials: ${describeFault(cause)}`, {
        hint: credentialsHint(config),
        cause,
      });
    }
  });
}

/** Otherwise the SDK warns on the console if a profile is named and the environment has keys too. */
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** One prompt at a time, even if several profiles need a code. */
let asked: Promise<unknown> = Promise.resolve();

async function askMfaCode(host: Host, serial: string): Promise<string> {
  if ((await host.stdin()) === 'terminal' && host.stderr.isTTY) {
    const answer = asked.then(() => host.askSecret(`MFA code for ${serial}: `));
    asked = answer.catch(() => undefined);
    return answer;
  }
  throw new AppError(
    'credentials',
    `the profile needs an MFA code for ${serial}, and there is no terminal to ask for it`,
    {
      hint: `run it in a terminal, or get a session first: aws sts get-session-token --serial-number ${serial} --token-code CODE`,
    },
  );
}
