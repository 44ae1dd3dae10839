import type { Bus } from "./app.ts";

/** An in-process bus; listeners only note that something changed and never throw. */
export function createBus(): Bus {
  const listeners = new Set<() => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    wake() {
      for (const listener of [...listeners]) listener();
    },
  };
}
