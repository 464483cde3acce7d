// `npm run catalog -- FOLDER`: makes the generated files of src/catalog from the collected facts (events.tsv, sources.json, aliases.json,
// data-events.json) and the corrections below.
// facts.ts is one text of lines, so that it costs a start nothing but reading it: a line an event source, then its events in groups of the
// same access, status and evidence. What most searches ask stands apart from it, in files of a few kilobytes. IAM actions that are no API
// operation are left out: CloudTrail records operations.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

const folder = process.argv[2];
if (folder === undefined) throw new Error('npm run catalog -- FOLDER');

const collected = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const { made, eventSources } = collected('sources.json');

const featureStore =
  'https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-logging-using-cloudtrail.html';
const unattributed = 'data-event-type-without-operations';

/**
 * What the collected facts have wrong or lack: status, evidence, page, and the access where the event is not among them.
 * - SageMaker's general page calls its control plane management events; Feature Store's own page lists four calls on records as data events.
 *   The three later calls on records are on neither list.
 * - SwitchRole is no API operation, so no model has it. CloudTrail's page on record contents names it beside the eventType AwsConsoleSignIn,
 *   and records that people have published from event history say Management and not read-only.
 */
const corrections = {
  'sagemaker.amazonaws.com BatchGetRecord': { status: 'data', evidence: 'documented', url: featureStore },
  'sagemaker.amazonaws.com DeleteRecord': { status: 'data', evidence: 'documented', url: featureStore },
  'sagemaker.amazonaws.com GetRecord': { status: 'data', evidence: 'documented', url: featureStore },
  'sagemaker.amazonaws.com PutRecord': { status: 'data', evidence: 'documented', url: featureStore },
  'sagemaker.amazonaws.com BatchWriteRecord': { status: 'unknown', evidence: unattributed },
  'sagemaker.amazonaws.com ListRecords': { status: 'unknown', evidence: unattributed },
  'sagemaker.amazonaws.com UpdateRecord': { status: 'unknown', evidence: unattributed },
  'signin.amazonaws.com SwitchRole': { access: 'write', status: 'management', evidence: 'observed' },
};

/** The resources, by event source, for which there are data events of which no operation is known. */
const unattributedResources = new Map();
for (const { type, operationsKnown } of collected('data-events.json').dataEventResourceTypes) {
  if (operationsKnown > 0) continue;
  const [, service, resource] = type.split('::');
  const source = eventSources.find(
    ({ eventSource }) =>
      eventSource.replace('.amazonaws.com', '').replaceAll('-', '') === service.toLowerCase(),
  );
  if (source === undefined) continue;
  const resources = unattributedResources.get(source.eventSource) ?? [];
  unattributedResources.set(source.eventSource, [...resources, resource]);
}

/** Verbs that use a resource; AWS calls control plane what creates, configures, lists or deletes one. */
const uses =
  /^(?:Agentic|BatchWrite|Carrier|Check|Count|End|Execute|Generate|Invoke|PutRaw|Query|Render|Rerank|Retrieve|Search|Send)/;
/** Verbs that do either: they count as use where the name has one of those resources. */
const either = /^(?:Get|Start|Stop)/;

/**
 * "The control plane is management events" makes no management event of a call that may be data plane: one that uses resources, in a service
 * with data events of which no page says which calls they are. Whatever the service, creating and configuring remains what the rule says.
 */
function mayBeData(source, event, evidence) {
  const resources = unattributedResources.get(source) ?? [];
  if (evidence !== 'control-plane-rule' || resources.length === 0) return false;
  return uses.test(event) || (either.test(event) && resources.some((resource) => event.includes(resource)));
}

function corrected([source, event, access, status, evidence, url]) {
  const right = corrections[`${source} ${event}`];
  if (right !== undefined) return [source, event, access, right.status, right.evidence, right.url ?? ''];
  if (mayBeData(source, event, evidence)) return [source, event, access, 'unknown', unattributed, ''];
  return [source, event, access, status, evidence, url];
}

const found = readFileSync(join(folder, 'events.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .filter(([, , , status]) => status !== 'iam-action-only')
  .map(corrected);
const isFound = new Set(found.map(([source, event]) => `${source} ${event}`));
const lacking = Object.entries(corrections)
  .filter(([name]) => !isFound.has(name))
  .map(([name, { access, status, evidence, url = '' }]) => [
    ...name.split(' '),
    access,
    status,
    evidence,
    url,
  ]);
const rows = [...found, ...lacking];

const kinds = new Map();
const bySource = new Map(eventSources.map(({ eventSource }) => [eventSource, new Map()]));
for (const [source, event, access, status, evidence, url = ''] of rows) {
  const kind = [access, status, evidence, url].join(' ').trimEnd();
  if (!kinds.has(kind)) kinds.set(kind, kinds.size);
  if (!bySource.has(source)) bySource.set(source, new Map());
  const groups = bySource.get(source);
  const names = groups.get(kind) ?? [];
  names.push(event);
  groups.set(kind, names);
}
const facts = new Map(eventSources.map((each) => [each.eventSource, each]));
const lines = [...bySource]
  .toSorted(([one], [other]) => (one < other ? -1 : 1))
  .map(([source, groups]) => {
    const { name = '', iamPrefixes = [], sdkIds = [] } = facts.get(source) ?? {};
    const events = [...groups].map(([kind, names]) => `${kinds.get(kind)} ${names.toSorted().join(' ')}`);
    return [source, name, iamPrefixes.join(' '), sdkIds.join(','), ...events].join('\t');
  });
// Names that differ from the operation's: Lambda's dates, S3's own names. (What one service makes of a name that many services have, such as
// Keyspaces' AlterTable for TagResource, would send everybody's searches astray.)
const { aliases } = collected('aliases.json');
const recordedAs = new Map();
for (const { eventSource, api, eventNames, kind, status } of aliases) {
  // The same two as in src/catalog/recorded-as.ts.
  if (!['lambda.amazonaws.com', 's3.amazonaws.com'].includes(eventSource)) continue;
  if (!['version-suffix', 'renamed'].includes(kind) || !['documented', 'observed'].includes(status)) continue;
  if (!/^\w+$/.test(api)) continue;
  const names = eventNames.filter((name) => name !== api);
  recordedAs.set(api, [...new Set([...(recordedAs.get(api) ?? []), ...names])]);
}
const text = (string) => `\`${string.replace(/[\\`$]/g, '\\$&')}\``;

async function write(name, declarations) {
  const code = `// Made by bin/make-catalog.mjs; edit the facts it is made from. Collected from AWS's pages, the services' models and real records.\n\n${declarations}`;
  const path = fileURLToPath(new URL(`../src/catalog/${name}`, import.meta.url));
  writeFileSync(
    path,
    await prettier.format(code, { parser: 'typescript', printWidth: 110, singleQuote: true }),
  );
  console.log(`${name}: ${code.length} characters`);
}

await write(
  'facts.ts',
  `/** When the facts were collected. */
export const factsDate = '${made}';

/** Access, status, evidence and page, by number. */
export const kindLines = ${text([...kinds.keys()].join('\n'))};

/** Tabs between an event source, its service's name, its IAM prefixes, its SDK ids, and groups of events, each after its kind's number. */
export const sourceLines = ${text(lines.join('\n'))};
`,
);
await write(
  'recorded-names.ts',
  `/** An operation's name and, after a colon, what CloudTrail records it as. */
export const recordedLines = ${text([...recordedAs].map(([api, names]) => `${api}:${names.join(' ')}`).join('\n'))};
`,
);
/** The same as in src/catalog/sources.ts, which looks names up by it. */
const keyOf = (name) =>
  name
    .toLowerCase()
    .replace(/^(?:aws|amazon)\s+/, '')
    .replace(/[^a-z0-9]/g, '');

const suffix = '.amazonaws.com';
const nameLines = [...bySource.keys()].toSorted().map((source) => {
  if (!source.endsWith(suffix)) throw new Error(`${source} does not end with ${suffix}`);
  const { name, iamPrefixes = [], sdkIds = [] } = facts.get(source) ?? {};
  const host = source.slice(0, -suffix.length);
  const ids = new Set([host, ...iamPrefixes, ...sdkIds].map(keyOf));
  const nameKey = keyOf(name ?? '');
  const further = [...ids].filter((id) => id !== host).toSorted();
  const spelt = nameKey === '' || ids.has(nameKey) ? [] : [`=${nameKey}`];
  return [host, ...further, ...spelt, ''].join(';');
});
await write(
  'source-names.ts',
  `/** An event source without \`${suffix}\`, the IAM prefixes and SDK ids that mean it, and after a sign its service's name; each as src/catalog/sources.ts spells them, where they differ. */
export const sourceNameLines = ${text(`\n${nameLines.join('\n')}`)};
`,
);
console.log(`${bySource.size} event sources, ${rows.length} events, ${kinds.size} kinds`);
