import type { KeyBinding } from "./key-registry.ts";
import { applyChoices, keepChoices, readChoices } from "./remap.ts";

type Registration = { bindings: readonly KeyBinding[] };

/** The page's live registrations; `useKeys` adds and removes, the listener, sheet and palette read. */
export interface KeysStore {
  add(registration: Registration): () => void;
  /** Tells listeners that labels or keys changed. */
  changed(): void;
  /** Takes over newer handlers without telling anyone. */
  refresh(): void;
  /** Gives a binding other keys in this browser; null gives it back its own. */
  choose(id: string, keys: string | null): void;
  isChosen(id: string): boolean;
  subscribe(listener: () => void): () => void;
  bindings(): readonly KeyBinding[];
}

const NONE: readonly KeyBinding[] = [];

/** An empty registry; one per browser tab. */
export function createKeysStore(): KeysStore {
  const registrations = new Set<Registration>();
  const listeners = new Set<() => void>();
  let current: readonly KeyBinding[] = NONE;
  let choices = readChoices();
  const refresh = () => {
    current = applyChoices(
      [...registrations].flatMap((registration) => registration.bindings),
      choices,
    );
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
    choose(id, keys) {
      const { [id]: _before, ...others } = choices;
      choices = keys === null ? others : { ...others, [id]: keys };
      keepChoices(choices);
      changed();
    },
    isChosen: (id) => choices[id] !== undefined,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    bindings: () => current,
  };
}
