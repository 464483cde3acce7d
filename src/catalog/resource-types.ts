// Resource types as LookupEvents writes them, from its answers and from the list of data events in the User Guide. They only correct letter
// case: a type that is missing here is searched for as it is typed.

const services: Readonly<Record<string, string>> = {
  ApiGateway: 'RestApi Stage',
  AutoScaling: 'AutoScalingGroup LaunchConfiguration',
  CloudFormation: 'Stack StackSet',
  CloudFront: 'Distribution',
  CloudTrail: 'Trail EventDataStore Channel',
  CloudWatch: 'Alarm Metric',
  Cognito: 'UserPool IdentityPool',
  DynamoDB: 'Table Stream',
  EC2: 'Instance Ami Image Snapshot Volume SecurityGroup VPC Subnet NetworkInterface NetworkAcl RouteTable SubnetRouteTableAssociation InternetGateway NatGateway VPCEndpoint EIP KeyPair LaunchTemplate TransitGateway',
  ECR: 'Repository',
  ECS: 'Cluster Service TaskDefinition',
  EKS: 'Cluster',
  ElasticLoadBalancing: 'LoadBalancer',
  ElasticLoadBalancingV2: 'LoadBalancer TargetGroup Listener',
  GuardDuty: 'Detector',
  IAM: 'User Role Group Policy InstanceProfile AccessKey ServerCertificate SAMLProvider OIDCProvider MfaDevice',
  KMS: 'Key Alias',
  Kinesis: 'Stream',
  Lambda: 'Function LayerVersion EventSourceMapping',
  Logs: 'LogGroup LogStream',
  Organizations: 'Account Policy',
  RDS: 'DBInstance DBCluster DBSnapshot DBSubnetGroup DBParameterGroup DBSecurityGroup',
  Redshift: 'Cluster',
  Route53: 'HostedZone RecordSet',
  S3: 'Bucket Object AccessPoint',
  SNS: 'Topic Subscription PlatformEndpoint',
  SQS: 'Queue',
  SSM: 'Parameter Document ManagedNode',
  STS: 'AssumedRole FederatedUser',
  SecretsManager: 'Secret',
  StepFunctions: 'StateMachine',
};

/** The type that differs from the typed one only in letter case. */
export function resourceTypeNamed(typed: string): string | undefined {
  const [, service = '', type = ''] = typed.toLowerCase().split('::');
  for (const [name, types] of Object.entries(services)) {
    const found = types.split(' ').find((each) => each.toLowerCase() === type);
    if (name.toLowerCase() === service && found !== undefined) return `AWS::${name}::${found}`;
  }
  return undefined;
}
