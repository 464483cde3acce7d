// Puts the event names that matter most first, because long lists of names are cut.

/** Reads that return credentials, secrets or contents; for CloudTrail they are as read-only as any list. */
const givesAway =
  /^(?:BatchGetSecretValue|GetSecretValue|GetParameter|Decrypt|GetObject|AssumeR|GetSessionToken|GetFederationToken|GetSigninToken|GetPasswordData|GetCredential|GetRoleCredentials|GetAuthorizationToken|GetLoginProfile|GetAccountAuthorizationDetails|GetPrivateKey|ExportCertificate|StartSession)/;

/** Writes that change permissions, access or logging. */
const changesPower =
  /AccessKey|LoginProfile|Polic(?:y|ies)|Permission|Grant|MFADevice|SAMLProvider|OpenIDConnectProvider|User(?!Data)|Role|Trail|Logging|EventSelectors|FlowLogs|LogGroup|Detector|ConfigurationRecorder|SecurityGroupIngress|PublicAccessBlock|SnapshotAttribute|ScheduleKeyDeletion/;

/** Sorts pairs of event name and count: sensitive names first, then the rarest first. */
export function bySensitivity(
  [one, times]: readonly [string, number],
  [other, otherTimes]: readonly [string, number],
): number {
  return rank(one) - rank(other) || times - otherTimes;
}

function rank(name: string): number {
  if (givesAway.test(name)) return 0;
  return !/^(?:Get|List|Describe)/.test(name) && changesPower.test(name) ? 0 : 1;
}
