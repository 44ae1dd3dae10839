import { isChord, matchPress, spellPress } from "./key-registry.ts";
import type { KeysStore } from "./keys-store.ts";
import { areSingleKeysOn } from "./single-keys.ts";

const SEQUENCE_MS = 1200;

/** The one listener of a tab; a held key acts once, unless its binding moves or zooms (IM58). Gives the way to stop it. */
export function listenToKeys(store: KeysStore): () => void {
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
    if (event.repeat && match.binding.isRepeatable !== true) return;
    if (match.binding.release !== undefined) {
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
