// The shapes of values that users paste. Terms, `--who` and the targets of a trace are all recognised by them.

/** An access key id, long-term or temporary, as AWS writes it. */
export const accessKeyShape = /^A[KS]IA[A-Z0-9]{12,124}$/;

/** The key id in capitals, as AWS writes it; undefined if it is none. In small letters it must have 20 characters and a digit: no word has. */
export function asAccessKey(typed: string): string | undefined {
  if (accessKeyShape.test(typed)) return typed;
  return /^a[ks]ia(?=.*\d)[a-z0-9]{16}$/i.test(typed) ? typed.toUpperCase() : undefined;
}

/** An event id, in any letter case. */
export const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** An e-mail address, which many companies use as the name of a user or a session. */
export const emailShape = /^[^@\s/:"'<>()[\]{}]+@[^@\s/:"'<>()[\]{}]+\.[^@\s/:"'<>()[\]{}.]+$/;

/** An EC2 instance. The sessions of its role have its id as their name. */
export const instanceId = /^i-[0-9a-f]{8,17}$/;

/** The ARN of an assumed-role session; group 1 is the session name. */
export const sessionArn = /^arn:[\w-]+:sts::\d{12}:assumed-role\/[^/*?\\]+\/([^/*?\\]+)$/;

/** The ARN of a session of GetFederationToken; group 1 is the name of the federated user. */
export const federatedArn = /^arn:[\w-]+:sts::\d{12}:federated-user\/([^/*?\\]+)$/;
