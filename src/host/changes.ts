// Waiting for something to change: whoever waits is woken by the next change and looks for itself.

export interface Changes {
  /** Wakes everybody who waits. */
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
