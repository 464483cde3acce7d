// Which of many event names to show first, where there is not room for all.

/** Reads that give credentials, secrets or contents away; CloudTrail calls them read-only like any list. */
const givesAway =
  /^(?:BatchGetSecretValue|GetSecretValue|GetParameter|Decrypt|GetObject|AssumeR|GetSessionToken|GetFederationToken|GetSigninToken|GetPasswordData|GetCredential|GetRoleCredentials|GetAuthorizationToken|GetLoginProfile|GetAccountAuthorizationDetails|GetPrivateKey|ExportCertificate|StartSession)/;

/** Writes that change who may do what, or what is recorded of it. */
const changesPower =
  /AccessKey|LoginProfile|Polic(?:y|ies)|Permission|Grant|MFADevice|SAMLProvider|OpenIDConnectProvider|User(?!Data)|Role|Trail|Logging|EventSelectors|FlowLogs|LogGroup|Detector|ConfigurationRecorder|SecurityGroupIngress|PublicAccessBlock|SnapshotAttribute|ScheduleKeyDeletion/;

/** For sorting by names and how often each occurs: those of consequence first, of these and of the rest the rarest first. */
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
