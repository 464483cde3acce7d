// Why a page could not be read: the fault, classified once.

import type { Fault } from '../../aws/faults.ts';
import { classifyFault } from '../../aws/faults.ts';

export class PageFault extends Error {
  override readonly name = 'PageFault';
  readonly fault: Fault;

  /** `cause`: what the SDK threw. */
  constructor(cause: unknown) {
    super('a page could not be read', { cause });
    this.fault = classifyFault(cause);
  }
}
