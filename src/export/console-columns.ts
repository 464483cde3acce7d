// `--columns console`: the columns of a CSV download from the CloudTrail console.

import { accessKeyId, resources, username } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import type { JsonObject } from '../event/json.ts';
import { textAt } from '../event/json.ts';
import { isoTime } from '../event/time-text.ts';
import type { Column } from './column.ts';

type Read = (event: Event) => string | undefined;

const member =
  (name: string): Read =>
  (event) =>
    textAt(event.record, name);

/** Names and order are those of real downloads of 2021 and 2024. */
const reads: Readonly<Record<string, Read>> = {
  'User name': username,
  'AWS access key': accessKeyId,
  'Event time': (event) => isoTime(event.timeS),
  'Event source': member('eventSource'),
  'Event name': member('eventName'),
  'AWS region': member('awsRegion'),
  'Source IP address': member('sourceIPAddress'),
  'User agent': member('userAgent'),
  'Error code': member('errorCode'),
  Resources: resourcesJson,
  'Request ID': member('requestID'),
  'Event ID': member('eventID'),
  'Read-only': (event) => textAt(event.record, 'readOnly') ?? event.envelope?.readOnly,
  'Event type': member('eventType'),
  'Recipient Account Id': member('recipientAccountId'),
  'Event category': member('eventCategory'),
};

export const consoleColumns: readonly Column[] = Object.entries(reads).map(([name, read]) => ({
  name,
  kind: 'text',
  read: (event) => read(event) ?? '',
}));

function resourcesJson(event: Event): string {
  const plain = resources(event).map(({ type, name }): JsonObject => ({
    resourceType: type,
    resourceName: name,
  }));
  return JSON.stringify(plain);
}
