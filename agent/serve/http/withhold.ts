const SHORTEST_QUOTE = 12;

/** A31: an engine's words for the log, unless they quote the request or the answer. */
export function withhold(words: string, texts: readonly string[]): string {
  return texts.some((text) => quotes(words, text)) ? "the engine's words quote the request and are withheld" : words;
}

function quotes(words: string, text: string): boolean {
  if (text.trim() === "") return false;
  if (text.length <= SHORTEST_QUOTE) return words.includes(text);
  for (let start = 0; start + SHORTEST_QUOTE <= words.length; start++) {
    if (text.includes(words.slice(start, start + SHORTEST_QUOTE))) return true;
  }
  return false;
}
