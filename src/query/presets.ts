// The questions everybody asks, each a set of ordinary flags; `--explain` shows them. Event names as CloudTrail records them.
//
// None of them asks for `--writes`: older records do not say whether they are reads, and would be left out. What is not a change is left out
// by its name.

export interface Preset {
  readonly name: string;
  readonly meaning: string;
  /** As they would be typed. */
  readonly flags: readonly string[];
}

const events = (names: string): readonly string[] => ['--event', names.trim().split(/\s+/).join(',')];
const notEvents = (names: string): readonly string[] => ['--not-event', names.split(' ').join(',')];

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
      'changes to security groups (of databases, caches and load balancers, too), routes, gateways and other parts of a VPC',
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
      'access keys, passwords, second factors, certificates, identity providers, key pairs, secrets and encryption keys made, changed or removed',
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
    meaning: 'trails, flow logs, log groups, detectors and recorders stopped, deleted or changed',
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
      'changes that may open something to everybody or to other accounts; their parameters say to whom',
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
      'resources deleted, terminated, or scheduled for it; --writes beside it reads less at the service',
    flags: events('Delete* Terminate* Purge* Deregister* ScheduleKeyDeletion BatchDelete*'),
  },
];
