import type { RawRequest } from "./replicate.ts";

/**
 * The request with the tokenizer's count of its first content event (M7). Every later event holds a token at least, so a
 * count they leave no room for cannot be right: text need not be cut again as it was generated.
 */
export function withTokenizerCount(request: RawRequest, tokens: number | null): RawRequest {
  if (request.k1Known || request.nUsage === null || tokens === null) return request;
  const room = request.nUsage - (request.stampsUs.length - 1);
  if (!Number.isSafeInteger(tokens) || tokens < 1 || tokens > room) return request;
  return { ...request, k1: tokens, k1Known: true, k1Source: "tokenizer" };
}
