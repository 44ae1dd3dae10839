/** Tokens that must never be part of a generated text, whatever the tokenizer says (B49). */
export const LEAK_TOKENS: readonly string[] = [
  "<|im_end|>",
  "<|endoftext|>",
  "<|eot_id|>",
  "<|end_of_text|>",
  "<|end|>",
  "<|start_header_id|>",
  "<|end_header_id|>",
];

/** B49: the first leaked token in the text, from the list or the tokenizer's own special tokens, or null. */
export function findStopTokenLeak(text: string, specialTokens: readonly string[] = []): string | null {
  return [...LEAK_TOKENS, ...specialTokens].find((token) => token !== "" && text.includes(token)) ?? null;
}
