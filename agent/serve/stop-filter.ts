export type StopFilter = {
  /** Text that is safe to send now; a possible beginning of a stop text is held back. */
  add(text: string): string;
  flush(): string;
  readonly hasStopped: () => boolean;
};

/** Cuts generated text at the first of the client's stop texts. */
export function createStopFilter(stops: readonly string[]): StopFilter {
  let held = "";
  let isStopped = false;
  return {
    hasStopped: () => isStopped,
    add(text) {
      if (isStopped) return "";
      held += text;
      const at = firstIndex(held, stops);
      if (at !== null) {
        isStopped = true;
        const before = held.slice(0, at);
        held = "";
        return before;
      }
      const keep = heldLength(held, stops);
      const out = held.slice(0, held.length - keep);
      held = held.slice(held.length - keep);
      return out;
    },
    flush() {
      const rest = isStopped ? "" : held;
      held = "";
      return rest;
    },
  };
}

function firstIndex(text: string, stops: readonly string[]): number | null {
  const found = stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
  return found.length === 0 ? null : Math.min(...found);
}

/** Length of the longest end of the text that could begin a stop text. */
function heldLength(text: string, stops: readonly string[]): number {
  const longest = Math.max(0, ...stops.map((stop) => stop.length - 1));
  for (let length = Math.min(longest, text.length); length > 0; length--) {
    if (stops.some((stop) => stop.startsWith(text.slice(-length)))) return length;
  }
  return 0;
}
