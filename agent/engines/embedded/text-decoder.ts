import type { LlamaModel, Token } from "node-llama-cpp";
import type { TokenDelta } from "../engine.ts";

const INCOMPLETE = "\uFFFD";
/** A character takes at most four byte tokens; a fifth means the bytes are simply invalid. */
const LONGEST_CHARACTER = 4;
const REMEMBERED = 8;

export type TextDecoder = {
  /** Null while the text ends inside a character. */
  add(token: Token): TokenDelta | null;
  /** What is still held back at the end, or null. */
  flush(): TokenDelta | null;
};

/** Turns generated tokens into text; special tokens have none, so stop tokens are stripped (A15). */
export function createTextDecoder(model: LlamaModel, promptTokens: readonly Token[]): TextDecoder {
  const before = promptTokens.slice(-REMEMBERED);
  let held: Token[] = [];
  const release = (text: string): TokenDelta => {
    const delta = { text, tokens: held.length };
    before.push(...held);
    before.splice(0, before.length - REMEMBERED);
    held = [];
    return delta;
  };
  return {
    add(token) {
      held.push(token);
      const text = model.detokenize(held, false, before);
      return text.endsWith(INCOMPLETE) && held.length < LONGEST_CHARACTER ? null : release(text);
    },
    flush: () => (held.length === 0 ? null : release(model.detokenize(held, false, before))),
  };
}
