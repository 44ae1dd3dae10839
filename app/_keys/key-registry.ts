/** One key and everything known of it: handler, badge, line of the `?` sheet, entry of the palette. */
export interface KeyBinding {
  id: string;
  /** `f`, `?`, `mod+k`, `g t`; empty when only the palette offers it. */
  keys: string;
  /** What it does, as a verb: "Go to Fleet". */
  label: string;
  /** A page's own key hides the global one while that page is open. */
  scope: "everywhere" | "page";
  group: "go" | "act" | "see" | "help";
  run: () => void;
  /** Called when the key is let go, for what lasts as long as it is held. */
  release?: () => void;
  /** Whether it acts again and again while held, as moving and zooming do. */
  isRepeatable?: boolean;
  /** The command line that does the same (E6). */
  command?: string;
  isInPalette?: boolean;
}

export interface Press {
  key: string;
  metaKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export type Match = { kind: "run"; binding: KeyBinding } | { kind: "wait"; pending: string } | { kind: "none" };

const NAMES: Record<string, string> = { " ": "space", Esc: "escape" };

/** A key press in the registry's spelling: `f`, `shift+x`, `mod+k`, `?`. */
export function spellPress(press: Press): string {
  const name = NAMES[press.key] ?? press.key.toLowerCase();
  if (name === "alt") return name;
  const isLetter = /^[a-z]$/.test(name);
  const isNamed = name.length > 1;
  const parts = [
    press.metaKey || press.ctrlKey ? "mod" : null,
    press.altKey ? "alt" : null,
    press.shiftKey && (isLetter || isNamed) ? "shift" : null,
    name,
  ];
  return parts.filter((part) => part !== null).join("+");
}

/** Whether a press may act while the focus is in a field or dialog: only chords with ⌘ or Ctrl may (H-38). */
export function isChord(spelled: string): boolean {
  return spelled.startsWith("mod+");
}

/** Decides what a press means after the presses that still wait for their second key. */
export function matchPress(bindings: readonly KeyBinding[], pending: string, spelled: string): Match {
  const sequence = pending === "" ? spelled : `${pending} ${spelled}`;
  const exact = bindings.filter((binding) => binding.keys === sequence);
  const winner = exact.findLast((binding) => binding.scope === "page") ?? exact.at(-1);
  if (winner !== undefined) return { kind: "run", binding: winner };
  if (bindings.some((binding) => binding.keys.startsWith(`${sequence} `))) return { kind: "wait", pending: sequence };
  return pending === "" ? { kind: "none" } : matchPress(bindings, "", spelled);
}

/** The bindings a person can reach now, page keys first, hidden globals left out: the `?` sheet and the palette. */
export function reachable(bindings: readonly KeyBinding[]): KeyBinding[] {
  const page = bindings.filter((binding) => binding.scope === "page");
  const taken = new Set(page.map((binding) => binding.keys).filter((keys) => keys !== ""));
  const everywhere = bindings.filter((binding) => binding.scope === "everywhere" && !taken.has(binding.keys));
  const seen = new Set<string>();
  return [...page, ...everywhere].filter((binding) => {
    if (seen.has(binding.id)) return false;
    seen.add(binding.id);
    return true;
  });
}
