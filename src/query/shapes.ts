// The shapes of what people paste, each in one place: terms, callers and what a trace is asked about are told apart by them alike.

/** An access key id, long-term or temporary, as AWS writes it. */
export const accessKeyShape = /^A[KS]IA[A-Z0-9]{12,124}$/;

/** The key id as AWS writes it; in any other case only 20 characters with a digit are one, which no word has. */
export function asAccessKey(typed: string): string | undefined {
  if (accessKeyShape.test(typed)) return typed;
  return /^a[ks]ia(?=.*\d)[a-z0-9]{16}$/i.test(typed) ? typed.toUpperCase() : undefined;
}

/** An event id, in any case of letters. */
export const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** An e-mail address, as users and sessions are called in many a company. */
export const emailShape = /^[^@\s/:"'<>()[\]{}]+@[^@\s/:"'<>()[\]{}]+\.[^@\s/:"'<>()[\]{}.]+$/;

/** An EC2 instance, whose name the sessions of its role bear. */
export const instanceId = /^i-[0-9a-f]{8,17}$/;

/** Of an assumed role, with the session's name. */
export const sessionArn = /^arn:[\w-]+:sts::\d{12}:assumed-role\/[^/*?\\]+\/([^/*?\\]+)$/;

/** Of a user who was federated by GetFederationToken, with the name that was given to them. */
export const federatedArn = /^arn:[\w-]+:sts::\d{12}:federated-user\/([^/*?\\]+)$/;
