import type { EngineCapability } from "../../core/serving/capability.ts";
import type { KnobName, KvBits } from "../../core/serving/knobs.ts";

/** One message of a chat, already reduced to text. */
export type ChatMessage = { readonly role: "system" | "user" | "assistant"; readonly content: string };

/** What serve asks an engine to run; the context cap in tokens per request, concurrency in parallel requests. */
type EngineKnobs = { readonly kvBits: KvBits; readonly maxContext: number; readonly maxBatch: number };

export type OpenRequest = {
  readonly modelPath: string;
  readonly knobs: EngineKnobs;
  /** Null leaves the number of threads to the engine. */
  readonly threads: number | null;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
};

/** A templated and tokenised prompt; the count is the engine's own (A11), the tokens stay with the engine that made it. */
export type PreparedPrompt = { readonly tokenCount: number };

export type CompletionRequest = {
  readonly prompt: PreparedPrompt;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number | null;
  readonly seed: number | null;
  readonly signal: AbortSignal;
};

/** Text of one or more tokens; a token that ends inside a character is held back and counted with the next one. */
export type TokenDelta = { readonly text: string; readonly tokens: number };

/** `stop` when the model ended by itself, `length` when `maxTokens` were generated. Times in ms on the engine's side (A46). */
export type CompletionEnd = {
  readonly reason: "stop" | "length";
  readonly completionTokens: number;
  readonly cachedTokens: number | null;
  readonly prefillMs: number;
  readonly decodeMs: number;
};

/** What the engine says it runs, per knob; `source` is `unknown` where it reports nothing (A42). */
export type EngineReadBack = Record<
  KnobName,
  { readonly effective: number | null; readonly source: "engine" | "unknown" }
>;

/** Totals since the engine was opened (A46). */
export type EngineCounters = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
};

export interface LoadedEngine {
  readonly capability: EngineCapability;
  /** Tokens the model was trained on; null when the model does not say. */
  readonly trainedContext: number | null;
  /** Process id and start of an engine child; null for an engine inside this process. */
  readonly child: { readonly pid: number; readonly startTime: string } | null;
  readBack(): EngineReadBack;
  prepare(messages: readonly ChatMessage[]): PreparedPrompt;
  /** Yields text as it is generated and returns how it ended; the signal ends it early with `stop`. */
  complete(request: CompletionRequest): AsyncGenerator<TokenDelta, CompletionEnd, void>;
  counters(): EngineCounters;
  dispose(): Promise<void>;
}

/** What a model file says about itself, and the machine's budget for it (A60, A61); null where unknown. */
export type ModelInspection = {
  readonly trainedContext: number | null;
  readonly kvBytesPerToken: number | null;
  readonly budgetBytes: number | null;
};

/** An adapter: one kind of engine, able to load one model with its knobs. */
export interface Engine {
  readonly name: string;
  /** Reads the model's header without loading it. Throws `EngineFailure` when it is no model. */
  inspect(modelPath: string): Promise<ModelInspection>;
  /** Throws `EngineFailure` with the engine's own words. */
  open(request: OpenRequest): Promise<LoadedEngine>;
}

/** A load or context error in the engine's own words, or a combination it cannot run (A44). */
export class EngineFailure extends Error {
  override readonly name = "EngineFailure";
}
