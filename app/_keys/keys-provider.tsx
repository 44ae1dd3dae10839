"use client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { isChord, matchPress, spellPress } from "./key-registry.ts";
import { createKeysStore, type KeysStore } from "./keys-store.ts";
import { areSingleKeysOn } from "./single-keys.ts";

const SEQUENCE_MS = 1200;
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
  useEffect(() => listen(store), [store]);
  return <KeysContext value={store}>{children}</KeysContext>;
}

function listen(store: KeysStore): () => void {
  let pending = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let held: (() => void) | null = null;
  const letGo = () => {
    held?.();
    held = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || ["Shift", "Meta", "Control"].includes(event.key)) return;
    const spelled = spellPress(event);
    if (!isChord(spelled) && (isOccupied(event.target) || !areSingleKeysOn())) return;
    if (isPressKey(spelled) && isPressable(event.target)) return;
    clearTimeout(timer);
    const match = matchPress(store.bindings(), pending, spelled);
    pending = match.kind === "wait" ? match.pending : "";
    if (match.kind === "wait") {
      timer = setTimeout(() => {
        pending = "";
      }, SEQUENCE_MS);
    }
    if (match.kind !== "run") return;
    event.preventDefault();
    if (match.binding.release !== undefined) {
      if (event.repeat) return;
      letGo();
      held = match.binding.release;
    }
    match.binding.run();
  };
  document.addEventListener("keydown", onKeyDown);
  document.addEventListener("keyup", letGo);
  window.addEventListener("blur", letGo);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", onKeyDown);
    document.removeEventListener("keyup", letGo);
    window.removeEventListener("blur", letGo);
  };
}

const isPressKey = (spelled: string): boolean => spelled === "space" || spelled === "enter";

/** A focused button, link or tab keeps its space and Enter. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button,a,summary,[role="tab"]') !== null;
}

/** In fields and dialogs letters belong to the person who types (H-38). */
function isOccupied(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="dialog"],[role="alertdialog"]') !== null) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
