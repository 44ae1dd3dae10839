import { z } from "zod";
import type { KeyBinding } from "./key-registry.ts";

const SETTING = "espalier.key-choices";
const Choices = z.record(z.string().max(80), z.string().min(1).max(40));
/** The keys a person chose, by the id of the binding. */
export type KeyChoices = Readonly<Record<string, string>>;

/** WCAG 2.1.4: the bindings with the keys this person chose. */
export function applyChoices(bindings: readonly KeyBinding[], choices: KeyChoices): KeyBinding[] {
  return bindings.map((binding) => {
    const keys = choices[binding.id];
    return keys === undefined || binding.keys === "" ? binding : { ...binding, keys };
  });
}

export type ChoiceDecision = { kind: "taken"; by: KeyBinding } | { kind: "reserved" } | { kind: "free" };

const RESERVED = new Set(["tab", "shift+tab", "escape", "enter", "?"]);

/** Decides whether `keys` may stand for the binding `id`: not a key that moves the focus, nor one another page key has. */
export function decideChoice(bindings: readonly KeyBinding[], id: string, keys: string): ChoiceDecision {
  if (RESERVED.has(keys)) return { kind: "reserved" };
  const by = bindings.find((other) => other.id !== id && other.scope === "page" && other.keys === keys);
  return by === undefined ? { kind: "free" } : { kind: "taken", by };
}

/** The choices kept in this browser; none where storage is missing or spoilt. */
export function readChoices(): KeyChoices {
  try {
    const parsed = Choices.safeParse(JSON.parse(localStorage.getItem(SETTING) ?? "{}"));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

/** Keeps the choices in this browser. */
export function keepChoices(choices: KeyChoices): void {
  try {
    localStorage.setItem(SETTING, JSON.stringify(choices));
  } catch {
    // A browser without storage forgets the choice with the tab.
  }
}
