/** Punctuation, symbols and space around an answer say nothing about it; inside they stay. */
const OUTER = /^[\p{P}\p{S}\p{Z}\s]+|[\p{P}\p{S}\p{Z}\s]+$/gu;

/** Step 6: NFC, lower case, outer punctuation and space removed. */
export function normaliseAnswer(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(OUTER, "");
}

/** How many answers are equal, question by question. */
export function countAgreeing(left: readonly string[], right: readonly string[]): number {
  return left.filter((text, index) => normaliseAnswer(text) === normaliseAnswer(right[index] ?? "\u0000")).length;
}
