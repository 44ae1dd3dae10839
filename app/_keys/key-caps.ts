const CAPS: Record<string, string> = {
  mod: "⌘",
  shift: "⇧",
  alt: "⌥",
  enter: "↵",
  escape: "esc",
  space: "space",
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
};

/** What a key badge prints: `mod+k` is one cap "⌘K", `g t` are two caps. */
export function keyCaps(keys: string): string[] {
  return keys.split(" ").map((press) => {
    const parts = press === "+" ? ["+"] : press.split("+");
    const hasModifier = parts.length > 1;
    return parts.map((part) => CAPS[part] ?? (hasModifier ? part.toUpperCase() : part)).join("");
  });
}
