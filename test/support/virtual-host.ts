// A host on a virtual clock.

import type { VirtualClock } from './clock.ts';
import { virtualClock } from './clock.ts';
import type { TestHost, TestHostOptions } from './host.ts';
import { testHost } from './host.ts';

export interface VirtualHost extends TestHost, Pick<VirtualClock, 'run'> {}

export function virtualHost(startMs: number, options: TestHostOptions = {}): VirtualHost {
  return { ...testHost(options), ...virtualClock(startMs) };
}
