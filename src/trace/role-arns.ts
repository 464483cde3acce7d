// From a role's name to ARNs. LookupEvents finds roles by ARN only, so there the name means the role without a path in the account that is
// searched. Files are read in full anyway, and show the roles with that name in every account and with any path.

import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { partitionOf } from '../catalog/regions.ts';
import type { Window } from '../query/query.ts';
import { anyEvent, roleOpenings } from './lookups.ts';
import type { RecordSource } from './trace.ts';

export async function roleArnsOf(
  records: RecordSource,
  name: string,
  window: Window,
): Promise<readonly string[]> {
  return records.scans ? namedRoles(records, name, window) : roleOfAccount(records, name, window);
}

async function namedRoles(records: RecordSource, name: string, window: Window): Promise<readonly string[]> {
  const arns = new Set<string>();
  for await (const events of records.find(roleOpenings(window))) {
    for (const event of events) {
      const arn = openedRole(event);
      if (arn?.includes(':role/') === true && arn.endsWith(`/${name}`)) arns.add(arn);
    }
  }
  return [...arns].toSorted();
}

function openedRole({ record }: Event): string | undefined {
  return (
    textAt(record, 'requestParameters', 'roleArn') ??
    textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn')
  );
}

/** Any event shows which account is searched. */
async function roleOfAccount(
  records: RecordSource,
  name: string,
  window: Window,
): Promise<readonly string[]> {
  for await (const events of records.find(anyEvent(window))) {
    for (const { record } of events) {
      const account = textAt(record, 'recipientAccountId');
      const partition = partitionOf(textAt(record, 'awsRegion') ?? '')?.name ?? 'aws';
      if (account !== undefined) return [`arn:${partition}:iam::${account}:role/${name}`];
    }
  }
  return [];
}
