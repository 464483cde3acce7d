// The questions everybody asks, each a set of ordinary flags; `--explain` shows them. Event names as CloudTrail records them.

export interface Preset {
  readonly name: string;
  readonly meaning: string;
  /** As they would be typed. */
  readonly flags: readonly string[];
}

const events = (names: string): readonly string[] => ['--event', names.trim().split(/\s+/).join(',')];

export const presets: readonly Preset[] = [
  { name: 'failures', meaning: 'whatever was refused or went wrong', flags: ['--failed'] },
  { name: 'sign-ins', meaning: 'sign-ins to the console', flags: ['--event', 'ConsoleLogin'] },
  {
    name: 'failed-sign-ins',
    meaning: 'sign-ins to the console that were refused',
    flags: ['--event', 'ConsoleLogin', '--failed'],
  },
  {
    name: 'sign-ins-without-mfa',
    meaning:
      'sign-ins that worked without a second factor; federated ones always say so, whatever their provider asked for',
    flags: ['--event', 'ConsoleLogin', '--mfa', 'false', '--outcome', 'ok'],
  },
  {
    name: 'root',
    meaning: 'what the root user did, and root sessions that were assumed (AssumeRoot)',
    flags: [
      '--where',
      "userIdentity.type == 'Root' || eventName == 'AssumeRoot' || userIdentity.sessionContext.assumedRoot == 'true' || userIdentity.sessionContext.attributes.assumedRoot == 'true'",
    ],
  },
  {
    name: 'iam-changes',
    meaning: 'changes to users, roles, groups and policies',
    flags: ['--source', 'iam', '--writes'],
  },
  {
    name: 'network-changes',
    meaning: 'changes to security groups, routes, gateways and other parts of a VPC',
    flags: [
      '--source',
      'ec2',
      '--writes',
      ...events(
        '*SecurityGroup* *NetworkAcl* *Route* *Vpc* *Vpn* *Subnet* *Gateway* *NetworkInterface* *Address* *FlowLogs* *PrefixList* *DhcpOptions*',
      ),
    ],
  },
  {
    name: 'credential-changes',
    meaning:
      'access keys, passwords, second factors, key pairs, secrets and encryption keys made, changed or removed',
    flags: events(`
      CreateAccessKey UpdateAccessKey DeleteAccessKey CreateLoginProfile UpdateLoginProfile DeleteLoginProfile
      ChangePassword PasswordUpdated CreateVirtualMFADevice EnableMFADevice DeactivateMFADevice DeleteVirtualMFADevice
      ResyncMFADevice UploadSSHPublicKey UpdateSSHPublicKey UploadSigningCertificate UpdateSigningCertificate
      CreateServiceSpecificCredential ResetServiceSpecificCredential UpdateServiceSpecificCredential
      CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider CreateKeyPair ImportKeyPair DeleteKeyPair
      CreateSecret PutSecretValue UpdateSecret RotateSecret CancelRotateSecret DeleteSecret
      PutKeyPolicy DisableKey ScheduleKeyDeletion ImportKeyMaterial DeleteImportedKeyMaterial`),
  },
  {
    name: 'logging-tampering',
    meaning: 'trails, flow logs, log groups, detectors and recorders stopped, deleted or changed',
    flags: events(`
      StopLogging DeleteTrail UpdateTrail PutEventSelectors PutInsightSelectors StopEventDataStoreIngestion
      DeleteEventDataStore UpdateEventDataStore DeleteFlowLogs DeleteLogGroup DeleteLogStream PutRetentionPolicy
      DeleteSubscriptionFilter DeleteMetricFilter DeleteDetector UpdateDetector DeleteMembers DisassociateMembers
      StopMonitoringMembers DisassociateFromAdministratorAccount DisassociateFromMasterAccount CreateFilter
      StopConfigurationRecorder DeleteConfigurationRecorder DeleteDeliveryChannel DeleteConfigRule DisableSecurityHub
      BatchDisableStandards DeleteAlarms DisableAlarmActions DisableRule DeleteRule PutBucketLogging
      DeleteQueryLoggingConfig DisableMacie DeleteAnalyzer`),
  },
  {
    name: 'public-exposure',
    meaning:
      'changes that may open something to everybody or to other accounts; their parameters say to whom',
    flags: events(`
      PutBucketPolicy PutBucketAcl PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock
      PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock PutAccessPointPolicy AuthorizeSecurityGroupIngress
      ModifySnapshotAttribute ModifyImageAttribute DisableSnapshotBlockPublicAccess DisableImageBlockPublicAccess
      ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute ModifyDBInstance PutResourcePolicy
      SetRepositoryPolicy AddPermission AddPermission20150331 AddPermission20150331v2 CreateFunctionUrlConfig
      UpdateFunctionUrlConfig SetTopicAttributes SetQueueAttributes PutKeyPolicy UpdateAssumeRolePolicy
      CreateResourceShare AssociateResourceShare PutImagePolicy PutVaultAccessPolicy UpdateDomainConfig`),
  },
  {
    name: 'deletions',
    meaning: 'resources deleted, terminated, or scheduled for it',
    flags: ['--writes', ...events('Delete* Terminate* Purge* Deregister* ScheduleKeyDeletion BatchDelete*')],
  },
];
