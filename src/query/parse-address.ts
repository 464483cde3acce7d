// The values of `--ip`: an address, a CIDR range, a glob, `any`, or the name of a service, which CloudTrail writes if a service made the call.

import { BlockList, isIP } from 'node:net';
import { usageError } from '../error.ts';
import { literalOf, parseGlob } from './glob.ts';
import type { Matcher } from './matcher.ts';

/** Throws a usage error for a value that is meant as an address or a range and is not valid. */
export function parseAddress(flag: string, typed: string, ignoreCase: boolean): Matcher {
  if (typed === 'any') return { kind: 'any-address' };
  // An IPv4 address is written in one way only, an IPv6 address in many.
  if (isIP(typed) === 4) return { kind: 'exact', value: typed, ignoreCase };
  if (isIP(typed) === 6) return addressRange(typed, typed, 128);
  const range = parseRange(flag, typed);
  if (range !== undefined) return range;
  if (/^\d[\d.]*$/.test(typed)) {
    throw usageError(
      `${flag}: '${typed}' is not an address`,
      `${flag} '${typed.replace(/\.$/, '')}.*' for a part of an address, or ${flag} 10.0.0.0/8 for a range`,
    );
  }
  refuseList(flag, typed);
  const glob = parseGlob(typed);
  const value = literalOf(glob);
  return value === undefined ? { kind: 'glob', glob, ignoreCase } : { kind: 'exact', value, ignoreCase };
}

/** Undefined if the value is not written as a range. */
function parseRange(flag: string, typed: string): Matcher | undefined {
  const slash = typed.lastIndexOf('/');
  if (slash <= 0) return undefined;
  const network = typed.slice(0, slash);
  const prefix = typed.slice(slash + 1);
  const bits = isIP(network) === 4 ? 32 : 128;
  if (isIP(network) !== 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
    return addressRange(typed, network, Number(prefix));
  // "AWS Internal/3" is a real source address; no other value with a slash is.
  if (/^[A-Za-z]/.test(typed) && isIP(network) === 0 && !/^[\da-f:.]+$/i.test(network)) return undefined;
  throw usageError(
    `${flag}: '${typed}' is not an address range`,
    `a range such as ${flag} 10.0.0.0/8 or ${flag} 2001:db8::/32`,
  );
}

/** A list of addresses would otherwise be one value that no event has. */
function refuseList(flag: string, typed: string): void {
  const parts = typed.split(',');
  if (parts.length < 2 || parts.some((part) => isIP(part.split('/')[0] ?? '') === 0)) return;
  throw usageError(`${flag} takes one address at a time`, parts.map((part) => `${flag} ${part}`).join(' '));
}

/** Node's own list of address blocks does the arithmetic, also for IPv4 addresses written as IPv6. */
function addressRange(typed: string, network: string, prefix: number): Matcher {
  const addresses = new BlockList();
  addresses.addSubnet(network, prefix, isIP(network) === 4 ? 'ipv4' : 'ipv6');
  return { kind: 'range', typed, addresses };
}
