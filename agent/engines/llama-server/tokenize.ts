import { z } from "zod";
import type { EngineHttp } from "../child/engine-http.ts";
import { refusalText } from "../child/openai-completion.ts";
import { countGenerated, type TextCut } from "../count-generated.ts";
import { type ChatMessage, EngineFailure } from "../engine.ts";

const Templated = z.looseObject({ prompt: z.string() });
const Tokenised = z.looseObject({ tokens: z.array(z.unknown()) });

/** A11: the engine templates and tokenises the very prompt it would evaluate. Throws `EngineFailure` in the engine's words. */
export async function countPrompt(http: EngineHttp, messages: readonly ChatMessage[]): Promise<number> {
  const signal = new AbortController().signal;
  const templated = await http.post("/apply-template", { messages }, signal);
  const text = Templated.safeParse(templated.json);
  if (!text.success) throw new EngineFailure(`/apply-template: ${refusalText(templated)}`);
  const content = text.data.prompt;
  const tokenised = await http.post("/tokenize", { content, add_special: true, parse_special: true }, signal);
  const tokens = Tokenised.safeParse(tokenised.json);
  if (!tokens.success) throw new EngineFailure(`/tokenize: ${refusalText(tokenised)}`);
  return tokens.data.tokens.length;
}

/** A token's text, or its bytes where they are no text by themselves. */
const Piece = z.union([z.string(), z.array(z.int().min(0).max(255))]).transform((piece) => Buffer.from(piece));
const Pieces = z.looseObject({ tokens: z.array(z.looseObject({ piece: Piece })) });

/** Tokens of generated text (M7), null where the tokenizer cuts another text. Throws `EngineFailure`. */
export function countText(http: EngineHttp, text: string): Promise<number | null> {
  return countGenerated(text, (content) => cut(http, content));
}

async function cut(http: EngineHttp, content: string): Promise<TextCut> {
  const body = { content, add_special: false, parse_special: true, with_pieces: true };
  const answer = await http.post("/tokenize", body, new AbortController().signal);
  const parsed = Pieces.safeParse(answer.json);
  if (!parsed.success) throw new EngineFailure(`/tokenize: ${refusalText(answer)}`);
  const pieces = parsed.data.tokens.map(({ piece }) => piece);
  return {
    tokens: pieces.length,
    says: Buffer.concat(pieces).toString("utf8"),
    startsWithSpace: pieces[0]?.toString() === " ",
  };
}
