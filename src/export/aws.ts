// `-o aws`: `{"Events":[...]}`, as the AWS CLI prints it. The only format that keeps the envelope.

import type { Event } from '../event/event.ts';
import { compactJson } from '../event/record-text.ts';
import { visibleJson } from '../text/escape.ts';
import { offsetIso } from '../event/zone.ts';
import { textAt } from '../event/json.ts';
import type { Exporter, ExportOptions, Sink } from './exporter.ts';
import { framed } from './framing.ts';

export function aws(sink: Sink, options: ExportOptions): Exporter {
  const frame = {
    open: '{\n    "Events": [\n',
    close: '\n    ]\n}\n',
    empty: '{\n    "Events": []\n}\n',
  };
  return framed(sink, frame, (event) => {
    const entry = JSON.stringify(awsEntry(event, options), null, 4).replace(/^/gm, '        ');
    return options.terminal ? visibleJson(entry) : entry;
  });
}

/** In the order of the AWS CLI. Members that LookupEvents leaves out are left out. */
function awsEntry(event: Event, options: ExportOptions): Readonly<Record<string, unknown>> {
  const { envelope } = event;
  return {
    EventId: envelope?.eventId ?? textAt(event.record, 'eventID'),
    EventName: envelope?.eventName ?? textAt(event.record, 'eventName'),
    ReadOnly: envelope?.readOnly ?? textAt(event.record, 'readOnly'),
    AccessKeyId: envelope?.accessKeyId,
    EventTime: offsetIso(event.timeS, options.zone),
    EventSource: envelope?.eventSource ?? textAt(event.record, 'eventSource'),
    Username: envelope?.username,
    // Left out without an envelope: an empty list would mean that there are none.
    Resources: envelope?.resources.map(({ type, name }) => ({
      ResourceType: type,
      ResourceName: name,
    })),
    CloudTrailEvent: compactJson(event.text),
  };
}
