/** The same text in memory of its own: a piece of a line would keep the whole line, and all that was read with it. */
export function ownText(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join("");
}
