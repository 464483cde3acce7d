// What people call a service, and the event sources that mean it. Nearly every event source is the IAM prefix and
// `.amazonaws.com`, so only the names that differ stand here (evidence: the EventBridge reference's list of services, the
// services' own guides, records seen).

const otherNames: Readonly<Record<string, string>> = {
  alb: 'elasticloadbalancing',
  'api-gateway': 'apigateway',
  apigw: 'apigateway',
  'application-signals': 'application-signals applicationsignals',
  applicationinsights: 'application-insights applicationinsights',
  aurora: 'rds',
  'aws-marketplace': 'agreement-marketplace discovery-marketplace marketplacecatalog reporting-marketplace',
  'aws-marketplace-management': 'management-marketplace',
  beanstalk: 'elasticbeanstalk',
  billing: 'billing billingconsole',
  'certificate-manager': 'acm',
  'cloudfront-keyvaluestore': 'edgekeyvaluestore',
  cloudwatch: 'monitoring',
  'cloudwatch-logs': 'logs',
  cognito: 'cognito-idp cognito-identity cognito-sync',
  console: 'signin',
  'cost-explorer': 'ce',
  'directory-service': 'ds',
  documentdb: 'rds',
  efs: 'elasticfilesystem',
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  emr: 'elasticmapreduce',
  es: 'es opensearchservice',
  eventbridge: 'events',
  'identity-center': 'sso sso-directory identitystore sso-oauth identitystore-scim signin',
  login: 'signin',
  mgh: 'migrationhub',
  mobiletargeting: 'pinpoint',
  mq: 'amazonmq',
  msk: 'kafka',
  neptune: 'rds',
  nlb: 'elasticloadbalancing',
  opensearch: 'es opensearchservice',
  'parameter-store': 'ssm',
  pricing: 'pricelist',
  'rds-data': 'rdsdata rdsdataapi',
  'secrets-manager': 'secretsmanager',
  'service-quotas': 'servicequotas',
  sfn: 'states',
  'sign-in': 'signin',
  'step-functions': 'states',
  stepfunctions: 'states',
  'systems-manager': 'ssm',
  tag: 'tagging',
  tax: 'tax taxconsole',
  vpc: 'ec2',
  wisdom: 'qconnect',
};

/**
 * The event sources that a service name means, at least one. A name with a dot is an event source already. Service names are
 * lower case wherever AWS writes them, so `EC2` can only mean `ec2`.
 */
export function sourcesNamed(name: string): readonly string[] {
  if (name.includes('.')) return [name];
  const known = Object.hasOwn(otherNames, name.toLowerCase()) ? otherNames[name.toLowerCase()] : undefined;
  return (known ?? name.toLowerCase()).split(' ').map((host) => `${host}.amazonaws.com`);
}
