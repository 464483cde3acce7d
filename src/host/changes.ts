// A signal to wait for: each change wakes all waiters, and each checks its own condition.

export interface Changes {
  /** Wakes all waiters. */
  happened(): void;
  /** Resolves at the next change. */
  next(): Promise<void>;
}

export function createChanges(): Changes {
  let wake: () => void = () => undefined;
  let changed = new Promise<void>((resolve) => (wake = resolve));
  return {
    happened() {
      wake();
      changed = new Promise<void>((resolve) => (wake = resolve));
    },
    next: () => changed,
  };
}
