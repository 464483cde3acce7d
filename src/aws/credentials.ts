// Credentials: resolved when they are first needed, asked for again before they run out, and renewed once the service has refused them.

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
  /** There will never be others: they stand in the environment. */
  readonly fixed: boolean;
  /** Throws a credentials error. */
  get(): Promise<Credentials>;
  /** After a request sent at `sentAtMs` was refused: whether there are others by now. */
  renew(sentAtMs: number): Promise<boolean>;
}

/** As the SDK does: what runs out within five minutes is asked for again. */
const earlyMs = 5 * 60_000;
const againMs = 60_000;

/** `resolve(true)` must not answer from what it remembers. */
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
      // The refusal itself is what is reported.
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
      // They are good until they run out or are refused: whoever gives others may take its time, or need a person.
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

/** As a client of the SDK takes them: it is to ask for each request, since what it remembered itself could not be renewed. */
export function askEachTime(source: CredentialSource): () => Promise<Credentials> {
  return Object.assign(() => source.get(), { memoized: true });
}

/** The environment's, or what the profile's chain of providers gives. */
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
      // The files may have been written anew since.
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

/** Without it the SDK warns on the console where a profile was named and the environment has keys too. */
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** One question at a time, however many profiles need a code. */
let asked: Promise<unknown> = Promise.resolve();

async function askMfaCode(host: Host, serial: string): Promise<string> {
  if ((await host.stdin()) === 'terminal' && host.stderr.isTTY) {
    const answer = asked.then(() => host.askSecret(`MFA code for ${serial}: `));
    asked = answer.catch(() => undefined);
    return answer;
  }
  throw new AppError(
    'credentials',
    `the profile needs an MFA code for ${serial}, and there is no terminal to ask on`,
    {
      hint: 'run it in a terminal, or make a session first: aws sts get-session-token --serial-number ... --token-code ...',
    },
  );
}
