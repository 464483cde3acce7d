// Decodes the Service Reference of AWS ("Simplified AWS service information for programmatic access"): the services and their operations. It
// is untrusted input: anything that does not match the documented schema is rejected, and names that are not valid are left out.

import type { Access } from './events.ts';

export const officialReference = 'https://servicereference.us-east-1.amazonaws.com/';

export interface ReferenceEntry {
  /** The IAM prefix. */
  readonly service: string;
  readonly url: string;
}

export interface Operation {
  readonly name: string;
  readonly access: Access;
}

const namePattern = /^[A-Za-z][\w.-]{0,127}$/;
/** An IAM prefix becomes the first part of a host name. */
const servicePattern = /^[a-z][a-z0-9-]{0,62}$/;

export interface ReferenceIndex {
  readonly entries: readonly ReferenceEntry[];
  /** Entries without a valid service, or with a file that is neither at the official address nor under `base`. */
  readonly refused: number;
}

/** The services, with the addresses of their files under `base`; undefined if this is not an index. */
export function decodeIndex(json: unknown, base: string): ReferenceIndex | undefined {
  if (!Array.isArray(json)) return undefined;
  const found = new Map<string, ReferenceEntry>();
  let refused = 0;
  for (const each of json as readonly unknown[]) {
    const service = member(each, 'service');
    const address = member(each, 'url');
    const url =
      typeof address === 'string' && address.startsWith(officialReference)
        ? base + address.slice(officialReference.length)
        : address;
    const isGood =
      typeof service === 'string' &&
      servicePattern.test(service) &&
      typeof url === 'string' &&
      url.startsWith(base) &&
      URL.canParse(url);
    if (isGood) found.set(service, { service, url });
    else refused += 1;
  }
  return found.size === 0 ? undefined : { entries: [...found.values()], refused };
}

/**
 * The API operations of a service, which CloudTrail records; empty if its file lists only IAM actions. Undefined if this is not the file of a
 * service.
 */
export function decodeService(json: unknown): readonly Operation[] | undefined {
  const actions = member(json, 'Actions');
  const operations = member(json, 'Operations') ?? [];
  if (typeof member(json, 'Name') !== 'string' || !Array.isArray(operations)) return undefined;
  const access = new Map<string, Access>();
  for (const action of Array.isArray(actions) ? (actions as readonly unknown[]) : []) {
    const name = member(action, 'Name');
    if (typeof name === 'string')
      access.set(name, accessOf(member(member(action, 'Annotations'), 'Properties')));
  }
  const names = new Set(
    (operations as readonly unknown[])
      .map((each) => member(each, 'Name'))
      .filter((name) => typeof name === 'string' && namePattern.test(name)),
  ) as ReadonlySet<string>;
  return [...names].map((name) => ({ name, access: access.get(name) ?? 'unknown' }));
}

/** An action can have several annotations; one that stands for a change makes it a write. */
function accessOf(properties: unknown): Access {
  if (typeof properties !== 'object' || properties === null) return 'unknown';
  return ['IsWrite', 'IsPermissionManagement', 'IsTaggingOnly'].some(
    (name) => member(properties, name) === true,
  )
    ? 'write'
    : 'read';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
