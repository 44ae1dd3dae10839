import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { ServeRuntime } from "../serve-runtime.ts";
import { ApiError } from "./api-error.ts";
import { readBody } from "./read-body.ts";
import { requireJson, requireLoaded } from "./require.ts";
import { sendJson } from "./send-json.ts";

const TokenizeRequest = z.object({ content: z.string() });

/** `POST /v1/tokenize`: how many tokens a piece of generated text is to the engine's own tokenizer, null where it cannot tell (M7). */
export async function handleTokenize(
  { runtime }: { readonly runtime: ServeRuntime },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  requireLoaded(runtime);
  requireJson(request);
  const content = parseContent(await readBody(request, runtime.maxRequestBodyBytes));
  const { countTokens } = requireLoaded(runtime).engine;
  if (countTokens === null) throw new ApiError("no_tokenizer", `${runtime.engineName} shows no tokenizer`);
  try {
    sendJson(response, 200, { count: await countTokens(content) });
  } catch {
    // No failed completion, so health does not count it; the engine's words may quote the text (A31).
    throw new ApiError("internal_error", "the engine did not count this text");
  }
}

function parseContent(body: string): string {
  try {
    return TokenizeRequest.parse(JSON.parse(body)).content;
  } catch {
    throw new ApiError("bad_request", 'the body must be {"content": "…"}');
  }
}
