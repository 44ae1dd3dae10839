"use client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { createKeysStore, type KeysStore } from "./keys-store.ts";
import { listenToKeys } from "./listen-to-keys.ts";

const KeysContext = createContext<KeysStore | null>(null);

/** The registry of this tab; every key goes through it. */
export function useKeysStore(): KeysStore {
  const store = useContext(KeysContext);
  if (store === null) throw new Error("keys are used outside KeysProvider");
  return store;
}

/** Holds the one registry and the one listener of a tab. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [store] = useState(createKeysStore);
  // The document's key presses are outside React.
  useEffect(() => listenToKeys(store), [store]);
  return <KeysContext value={store}>{children}</KeysContext>;
}
