"use client";
import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
import type { KeyBinding } from "./key-registry.ts";
import { useKeysStore } from "./keys-provider.tsx";

/** Binds keys while the component is mounted: handler, badge text, `?` sheet and palette in one place. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const store = useKeysStore();
  const registration = useRef({ bindings });
  // The registry outlives this component and is told what it binds now, before a person can see the page and press a key.
  useLayoutEffect(() => store.add(registration.current), [store]);
  // The newest handlers replace the older ones without a new registration.
  useLayoutEffect(() => {
    const isSame = sameKeys(registration.current.bindings, bindings);
    registration.current.bindings = bindings;
    if (!isSame) store.changed();
    else store.refresh();
  });
}

function sameKeys(left: readonly KeyBinding[], right: readonly KeyBinding[]): boolean {
  return (
    left.length === right.length &&
    left.every((binding, index) => binding.keys === right[index]?.keys && binding.label === right[index]?.label)
  );
}

/** The keys a binding has now, for the badge on its button; `own` until the registry knows it. */
export function useKeysOf(id: string, own: string): string {
  const store = useKeysStore();
  const read = () => store.bindings().find((binding) => binding.id === id)?.keys ?? own;
  return useSyncExternalStore(store.subscribe, read, () => own);
}
