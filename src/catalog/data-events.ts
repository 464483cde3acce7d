// The calls that CloudTrail records as data events: a trail may hold them, event history never does ("Logging data events" in the
// CloudTrail User Guide lists the resource types, each service's own guide its operations). Loaded only when a query names
// an event. A name that is missing here may be a data event all the same: the list proves nothing by what it lacks.

/** When the pages behind the list were read. */
export const dataEventsDate = '2026-11-20';

const namesBySource: Readonly<Record<string, string>> = {
  aiops: 'CreateInvestigationEvent UpdateInvestigationEvent',
  appconfig: 'GetLatestConfiguration StartConfigurationSession',
  appsync: 'GraphQL',
  b2bi: 'GetTransformerJob StartTransformerJob',
  bedrock:
    'ApplyGuardrail GetAsyncInvoke InvokeAgent InvokeFlow InvokeInlineAgent InvokeModelWithBidirectionalStream RenderPrompt Retrieve RetrieveAndGenerate StartAsyncInvoke',
  cassandra: 'Delete GetRecords GetShardIterator Insert Select Update',
  'cloudtrail-data': 'PutAuditEvents',
  'cognito-identity':
    'GetCredentialsForIdentity GetId GetOpenIdToken GetOpenIdTokenForDeveloperIdentity UnlinkIdentity',
  deadline:
    'BatchGetJobEntity CopyJobTemplate CreateJob GetJob GetSession GetSessionAction GetStep GetTask GetWorker ListJobParameterDefinitions ListJobs ListSessionActions ListSessions ListSessionsForWorker ListStepConsumers ListStepDependencies ListSteps ListTasks ListWorkers SearchJobs SearchSteps SearchTasks SearchWorkers UpdateJob UpdateSession UpdateStep UpdateTask UpdateWorkerSchedule',
  dsql: 'DbConnect DbConnectAdmin',
  dynamodb:
    'BatchExecuteStatement BatchGetItem BatchWriteItem DeleteItem ExecuteStatement ExecuteTransaction GetItem GetRecords GetShardIterator PutItem Query Scan TransactGetItems TransactWriteItems UpdateItem',
  ebs: 'GetSnapshotBlock ListChangedBlocks ListSnapshotBlocks PutSnapshotBlock',
  ecs: 'Poll PutSystemLogEvents StartTelemetrySession',
  edgekeyvaluestore: 'DeleteKeys DescribeKeyValueStore GetKey ListKeys PutKeys UpdateKeys',
  events: 'PutEvents PutPartnerEvents',
  gameliftstreams:
    'CreateStreamSessionAdminShell CreateStreamSessionConnection CreateStreamUrl ExportStreamSessionFiles GetStreamSession GetStreamUrl ListStreamSessions ListStreamSessionsByAccount ListStreamUrls RevokeStreamUrl StartStreamSession TerminateStreamSession',
  greengrass:
    'GetDeploymentConfiguration ListThingGroupsForCoreDevices PutCertificateAuthorities ResolveComponentCandidates VerifyClientDeviceIdentity VerifyClientDeviceIoTCertificateAssociation',
  iotsitewise:
    'BatchGetAssetPropertyAggregates BatchGetAssetPropertyValue BatchGetAssetPropertyValueHistory BatchPutAssetPropertyValue GetAssetPropertyAggregates GetAssetPropertyValue GetAssetPropertyValueHistory GetInterpolatedAssetPropertyValues InvokeAssistant',
  kinesis: 'GetRecords GetShardIterator PutRecord PutRecords SubscribeToShard',
  kinesisvideo: 'GetMedia PutMedia',
  lambda: 'Invoke LambdaESMDisabled',
  monitoring: 'GetMetricData GetMetricStatistics GetMetricWidgetImage ListMetrics PutMetricData',
  networkflowmonitor:
    'GetQueryResultsMonitorTopContributors GetQueryResultsMonitorsTopContributors GetQueryResultsWorkloadInsightsTopContributors GetQueryResultsWorkloadInsightsTopContributorsData GetQueryStatusMonitorTopContributors GetQueryStatusMonitorsTopContributors GetQueryStatusWorkloadInsightsTopContributors GetQueryStatusWorkloadInsightsTopContributorsData StartQueryMonitorTopContributors StartQueryMonitorsTopContributors StartQueryWorkloadInsightsTopContributors StartQueryWorkloadInsightsTopContributorsData StopQueryMonitorTopContributors StopQueryMonitorsTopContributors StopQueryWorkloadInsightsTopContributors StopQueryWorkloadInsightsTopContributorsData',
  rdsdataapi: 'BatchExecuteStatement BeginTransaction CommitTransaction ExecuteStatement RollbackTransaction',
  rum: 'PutRumEvents',
  s3: 'AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjectTagging DeleteObjects GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent HeadBucket HeadObject ListObjectVersions ListObjects ListObjectsV2 ListParts Presign PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging RestoreObject SelectObjectContent UpdateObjectEncryption UploadPart UploadPartCopy WriteGetObjectResponse',
  's3-outposts':
    'AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjectTagging GetObject GetObjectTagging HeadObject ListObjects ListObjectsV2 ListParts PutObject PutObjectTagging UploadPart UploadPartCopy',
  s3express:
    'AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload CreateSession DeleteObject DeleteObjects GetObject GetObjectAttributes HeadBucket HeadObject ListObjectsV2 ListParts PutObject UploadPart UploadPartCopy',
  s3tables:
    'AbortMultipartUpload CompleteMultipartUpload CreateMultipartUpload GetObject HeadObject ListParts PutObject UploadPart',
  sagemaker:
    'CompleteRollout InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream Sample SampleWithResponseStream',
  ses: 'SendBulkEmail SendBulkTemplatedEmail SendEmail SendRawEmail SendTemplatedEmail',
  'sms-voice': 'SendMediaMessage SendTextMessage SendVoiceMessage',
  sns: 'Publish PublishBatch',
  sqs: 'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListQueueTags ListQueues ReceiveMessage SendMessage SendMessageBatch',
  ssm: 'RequestManagedInstanceRoleToken',
  ssmmessages: 'CreateControlChannel OpenControlChannel',
  states: 'GetActivityTask InvokeHTTPEndpoint StartSyncExecution',
  swf: 'CancelTimer CancelWorkflowExecution CompleteWorkflowExecution ContinueAsNewWorkflowExecution CountClosedWorkflowExecutions CountOpenWorkflowExecutions CountPendingActivityTasks DescribeWorkflowExecution FailWorkflowExecution GetWorkflowExecutionHistory ListClosedWorkflowExecutions ListOpenWorkflowExecutions PollForActivityTask PollForDecisionTask RecordActivityTaskHeartbeat RecordMarker RequestCancelActivityTask RequestCancelExternalWorkflowExecution RequestCancelWorkflowExecution RespondActivityTaskCanceled RespondActivityTaskCompleted RespondActivityTaskFailed RespondDecisionTaskCompleted ScheduleActivityTask ScheduleLambdaFunction SignalExternalWorkflowExecution SignalWorkflowExecution StartChildWorkflowExecution StartTimer StartWorkflowExecution TerminateWorkflowExecution',
  timestream: 'Query',
  xray: 'BatchGetTraces GetSamplingTargets GetServiceGraph GetTimeSeriesServiceStatistics GetTraceGraph GetTraceSummaries PutTelemetryRecords PutTraceSegments',
};

/** The event sources whose call of this name is a data event; empty where none is known. */
export function dataEventSources(eventName: string): readonly string[] {
  return Object.entries(namesBySource)
    .filter(([, names]) => names.split(' ').includes(eventName))
    .map(([source]) => `${source}.amazonaws.com`);
}
