// The presets: common questions as sets of flags, which `--explain` shows. Event names are those that CloudTrail records.
//
// No preset uses `--writes`, which would leave out older records: they have no `readOnly`. Reads are excluded by their names instead.

export interface Preset {
  readonly name: string;
  readonly meaning: string;
  /** As they would be typed. */
  readonly flags: readonly string[];
}

const events = (names: string): readonly string[] => ['--event', names.trim().split(/\s+/).join(',')];
const notEvents = (names: string): readonly string[] => ['--not-event', names.split(' ').join(',')];

export const presets: readonly Preset[] = [
  { name: 'failures', meaning: 'calls that were denied or failed', flags: ['--failed'] },
  { name: 'sign-ins', meaning: 'sign-ins to the console', flags: ['--event', 'ConsoleLogin'] },
  {
    name: 'failed-sign-ins',
    meaning: 'failed sign-ins to the console',
    flags: ['--event', 'ConsoleLogin', '--failed'],
  },
  {
    name: 'sign-ins-without-mfa',
    meaning:
      'successful sign-ins to the console without MFA; federated sign-ins are always recorded as without MFA',
    flags: ['--event', 'ConsoleLogin', '--mfa', 'false', '--outcome', 'ok'],
  },
  {
    name: 'root',
    meaning: 'calls of the root user, AssumeRoot, and calls in sessions of AssumeRoot',
    flags: [
      '--where',
      "userIdentity.type == 'Root' || eventName == 'AssumeRoot' || userIdentity.sessionContext.assumedRoot == 'true' || userIdentity.sessionContext.attributes.assumedRoot == 'true'",
    ],
  },
  {
    name: 'iam-changes',
    meaning: 'changes to users, roles, groups and policies of IAM',
    flags: [
      '--source',
      'iam',
      '--not-read-only',
      'true',
      ...notEvents('Get* List* Describe* Simulate* Generate*'),
    ],
  },
  {
    name: 'network-changes',
    meaning:
      'changes to security groups (also those of databases, caches and load balancers), routes, gateways and other parts of a VPC',
    flags: [
      '--source',
      'ec2,rds,redshift,elasticache,elasticloadbalancing,elasticfilesystem',
      '--not-read-only',
      'true',
      ...events(
        '*SecurityGroup* *NetworkAcl* *Route* *Vpc* *Vpn* *Subnet* *Gateway* *NetworkInterface* *Address* *FlowLogs* *PrefixList* *DhcpOptions*',
      ),
      ...notEvents('Describe* Get* List* Search* Export* Validate*'),
    ],
  },
  {
    name: 'credential-changes',
    meaning:
      'access keys, passwords, MFA devices, certificates, identity providers, key pairs, secrets and KMS keys created, changed or deleted',
    flags: events(`
      CreateAccessKey UpdateAccessKey DeleteAccessKey CreateLoginProfile UpdateLoginProfile DeleteLoginProfile
      ChangePassword PasswordUpdated CreateVirtualMFADevice EnableMFADevice DeactivateMFADevice DeleteVirtualMFADevice
      ResyncMFADevice UploadSSHPublicKey UpdateSSHPublicKey DeleteSSHPublicKey
      UploadSigningCertificate UpdateSigningCertificate DeleteSigningCertificate
      CreateServiceSpecificCredential ResetServiceSpecificCredential UpdateServiceSpecificCredential
      DeleteServiceSpecificCredential CreateSAMLProvider UpdateSAMLProvider DeleteSAMLProvider
      CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint DeleteOpenIDConnectProvider
      CreateKeyPair ImportKeyPair DeleteKeyPair
      CreateSecret PutSecretValue UpdateSecret UpdateSecretVersionStage RotateSecret CancelRotateSecret DeleteSecret
      RestoreSecret CreateKey ReplicateKey PutKeyPolicy EnableKey DisableKey EnableKeyRotation DisableKeyRotation
      CreateGrant RevokeGrant ScheduleKeyDeletion CancelKeyDeletion ImportKeyMaterial DeleteImportedKeyMaterial`),
  },
  {
    name: 'logging-tampering',
    meaning: 'trails, flow logs, log groups, detectors, recorders and alarms stopped, deleted or changed',
    flags: events(`
      StopLogging DeleteTrail UpdateTrail PutEventSelectors PutInsightSelectors PutEventConfiguration StopEventDataStoreIngestion
      DeleteEventDataStore UpdateEventDataStore DeleteFlowLogs DeleteLogGroup DeleteLogStream PutRetentionPolicy
      DeleteSubscriptionFilter DeleteDestination DeleteMetricFilter DeleteDetector UpdateDetector UpdateMemberDetectors
      DeleteMembers DisassociateMembers StopMonitoringMembers DisassociateFromAdministratorAccount
      DisassociateFromMasterAccount CreateFilter UpdateFilter CreateIPSet UpdateIPSet
      DeletePublishingDestination UpdatePublishingDestination
      StopConfigurationRecorder PutConfigurationRecorder DeleteConfigurationRecorder PutDeliveryChannel
      DeleteDeliveryChannel DeleteConfigRule DisableSecurityHub
      BatchDisableStandards DeleteAlarms DisableAlarmActions DisableRule DeleteRule PutBucketLogging
      DeleteQueryLoggingConfig DisableMacie DeleteAnalyzer`),
  },
  {
    name: 'public-exposure',
    meaning:
      'changes that may give access to the public or to other accounts; the request parameters say to whom',
    flags: events(`
      PutBucketPolicy PutBucketAcl PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock
      PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock PutAccessPointPolicy AuthorizeSecurityGroupIngress
      ModifySecurityGroupRules AuthorizeDBSecurityGroupIngress AuthorizeClusterSecurityGroupIngress
      AuthorizeCacheSecurityGroupIngress ModifySnapshotAttribute ModifyImageAttribute DisableSnapshotBlockPublicAccess DisableImageBlockPublicAccess
      ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute ModifyDBInstance PutResourcePolicy
      SetRepositoryPolicy AddPermission AddPermission20150331 AddPermission20150331v2 AddLayerVersionPermission CreateFunctionUrlConfig
      UpdateFunctionUrlConfig SetTopicAttributes SetQueueAttributes PutKeyPolicy UpdateAssumeRolePolicy
      CreateResourceShare AssociateResourceShare PutImagePolicy PutBackupVaultAccessPolicy SetVaultAccessPolicy
      ModifyDocumentPermission PutPermission PutDomainPermissionsPolicy PutRepositoryPermissionsPolicy UpdateDomainConfig`),
  },
  {
    name: 'deletions',
    meaning:
      'resources deleted, terminated or scheduled for deletion; with --writes fewer events must be read',
    flags: events('Delete* Terminate* Purge* Deregister* ScheduleKeyDeletion BatchDelete*'),
  },
];
