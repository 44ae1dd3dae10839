import { z } from "zod";
import { EngineShare } from "./engine-share.ts";

/** Where the completion-token count came from; values of different methods are never compared (M7, B113). */
export const TpsMethod = z.enum(["usage", "deltas"]);
export type TpsMethod = z.infer<typeof TpsMethod>;

/** Who counted the tokens of the first content event (M7). */
const FirstTokensSource = z.enum(["usage", "tokenizer"]);

/** Error classes of measurement.md section 5. */
export const ErrorClass = z.enum([
  "connect",
  "http",
  "stream_error",
  "truncated",
  "idle_timeout",
  "no_content",
  "leak",
  "nonfinite",
  "provider_exited",
  "cancelled",
]);
export type ErrorClass = z.infer<typeof ErrorClass>;

/** Everything one measured request leaves behind (M17). Stamps are microseconds after `t0`; no prompt or completion text. */
export const RawRequest = z.strictObject({
  /** This request's `t0`, microseconds after the volley's first; absent means 0. The joint window of a volley needs it (B112). */
  t0Us: z.number().nonnegative().optional(),
  connectUs: z.number().nonnegative().nullable(),
  /** Content events (M6), each at the read that completed its `data:` line (M4). */
  stampsUs: z.array(z.number()),
  /** Index into `stampsUs` of the first non-reasoning content event, null when there was none. */
  firstOutputIndex: z.int().nonnegative().nullable(),
  status: z.int().nullable(),
  nPrompt: z.int().nonnegative().nullable(),
  nCached: z.int().nonnegative().nullable(),
  /** `usage.completion_tokens` when reported, else null; the count of content events is `stampsUs.length`. */
  nUsage: z.int().nonnegative().nullable(),
  k1: z.int().positive(),
  k1Known: z.boolean(),
  /** Null where nobody could, so `k1` is taken as 1; absent in rows older than the field. */
  k1Source: FirstTokensSource.nullable().optional(),
  finishReason: z.string().nullable(),
  errorClass: ErrorClass.nullable(),
  /** The reason as a trial's notes show it, null when the request is ok. */
  error: z.string().nullable(),
});
export type RawRequest = z.infer<typeof RawRequest>;

/** One volley: requests started together giving one value (B109). The warm-up is stored too and never aggregated (M13). */
export const RawReplicate = z.strictObject({
  index: z.int().nonnegative(),
  isWarmUp: z.boolean(),
  requests: z.array(RawRequest).min(1),
  flags: z.array(z.string()),
  /** Tokens each request asked for (B107, M9); absent in rows older than the field. */
  maxTokens: z.int().positive().optional(),
  /** The engine's own counters over these requests; absent where it keeps none. */
  engine: EngineShare.optional(),
});
export type RawReplicate = z.infer<typeof RawReplicate>;
