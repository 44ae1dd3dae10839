/** A text cut into tokens. */
export interface TextCut {
  readonly tokens: number;
  /** What the tokens say together in the middle of an answer. */
  readonly says: string;
  /** The first token is a space and nothing else. */
  readonly startsWithSpace: boolean;
}

const SPACE = " ";

/**
 * Tokens of generated text by a tokenizer (M7). Only tokens that say this very text are counted: a SentencePiece vocabulary
 * puts a space before what it is given, so text that begins with one is given without it. Null where none do.
 */
export async function countGenerated(text: string, cut: (text: string) => Promise<TextCut>): Promise<number | null> {
  const whole = await cut(text);
  if (whole.says === text) return whole.tokens;
  if (text.startsWith(SPACE)) {
    const rest = await cut(text.slice(SPACE.length));
    if (rest.says === text) return rest.tokens;
  }
  return whole.startsWithSpace && whole.says === SPACE + text ? whole.tokens - 1 : null;
}
