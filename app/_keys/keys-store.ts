import type { KeyBinding } from "./key-registry.ts";

type Registration = { bindings: readonly KeyBinding[] };

/** The page's live registrations; `useKeys` adds and removes, the listener, sheet and palette read. */
export interface KeysStore {
  add(registration: Registration): () => void;
  /** Tells listeners that labels or keys changed. */
  changed(): void;
  /** Takes over newer handlers without telling anyone. */
  refresh(): void;
  subscribe(listener: () => void): () => void;
  bindings(): readonly KeyBinding[];
}

const NONE: readonly KeyBinding[] = [];

/** An empty registry; one per browser tab. */
export function createKeysStore(): KeysStore {
  const registrations = new Set<Registration>();
  const listeners = new Set<() => void>();
  let current: readonly KeyBinding[] = NONE;
  const refresh = () => {
    current = [...registrations].flatMap((registration) => registration.bindings);
  };
  const changed = () => {
    refresh();
    for (const listener of listeners) listener();
  };
  return {
    add(registration) {
      registrations.add(registration);
      changed();
      return () => {
        registrations.delete(registration);
        changed();
      };
    },
    changed,
    refresh,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    bindings: () => current,
  };
}
