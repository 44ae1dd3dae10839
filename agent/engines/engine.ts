import type { EngineCapability } from "../../core/serving/capability.ts";
import type { EngineName } from "../../core/serving/engine-name.ts";
import type { KnobName, KvBits } from "../../core/serving/knobs.ts";

/** One message of a chat, already reduced to text. */
export type ChatMessage = { readonly role: "system" | "user" | "assistant"; readonly content: string };

/** What serve asks an engine to run; the context cap in tokens per request, concurrency in parallel requests. */
export type EngineKnobs = { readonly kvBits: KvBits; readonly maxContext: number; readonly maxBatch: number };

/** A45: how an engine child was started; `env` holds what was set on purpose, never a secret. */
export type EngineStart = {
  readonly pid: number;
  readonly startTime: string | null;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

export type OpenRequest = {
  /** A GGUF file, an MLX folder, or the name by which the engine fetches the model itself (A50). */
  readonly modelPath: string;
  /** The hub revision it is pinned to, for an engine that fetches by itself; null when nothing is pinned. */
  readonly revision: string | null;
  readonly knobs: EngineKnobs;
  /** Bytes of the weights, for the load deadline (A41); null when unknown. */
  readonly weightsBytes: number | null;
  /** Null leaves the number of threads to the engine. */
  readonly threads: number | null;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** Called as soon as an engine child exists, before it is ready (A26). */
  readonly onStart: (start: EngineStart) => void;
  /** Bytes an engine that fetches by itself has fetched. */
  readonly onFetched: (bytesDone: number, bytesTotal: number | null) => void;
};

/** A prompt as its engine takes it; the count is the engine's own and null where only the engine itself can tell (A11). */
export type PreparedPrompt = { readonly tokenCount: number | null };

export type CompletionRequest = {
  readonly prompt: PreparedPrompt;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number | null;
  readonly seed: number | null;
  /** The client's stop texts, for an engine that can stop by itself; serve cuts at them in any case. */
  readonly stop: readonly string[];
  readonly signal: AbortSignal;
};

/** Text of one or more tokens; a token that ends inside a character is held back and counted with the next one. */
export type TokenDelta = { readonly text: string; readonly tokens: number; readonly isReasoning?: true };

/** `stop` when the model ended by itself, `length` when `maxTokens` were generated. Times in ms on the engine's side, null where it reports none (A46). */
export type CompletionEnd = {
  readonly reason: "stop" | "length";
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number | null;
  readonly prefillMs: number | null;
  readonly decodeMs: number | null;
};

export type Generation = AsyncGenerator<TokenDelta, CompletionEnd, void>;

/** What the engine says it runs, per knob; `source` is `unknown` where it reports nothing (A42). */
export type EngineReadBack = Record<
  KnobName,
  { readonly effective: number | null; readonly source: "engine" | "unknown" }
>;

/** Totals since the engine was opened (A46); times stay 0 for an engine that reports none. */
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
  /** Null for an engine inside this process. */
  readonly start: EngineStart | null;
  /** Resolves with the reason when the engine ends without being asked to; never for one inside this process. */
  readonly died: Promise<string>;
  readBack(): Promise<EngineReadBack>;
  prepare(messages: readonly ChatMessage[]): Promise<PreparedPrompt>;
  /**
   * Resolves once the engine took the request; yields text as it is generated and returns how it ended. The signal ends
   * it early with `stop`. Throws `ContextExceeded` when the engine itself refuses the prompt.
   */
  complete(request: CompletionRequest): Promise<Generation>;
  /**
   * Tokens of a piece of generated text by the engine's own tokenizer (M7), null where they cannot be told; null itself for
   * an engine that shows no tokenizer. Throws `EngineFailure`.
   */
  readonly countTokens: ((text: string) => Promise<number | null>) | null;
  counters(): EngineCounters;
  dispose(): Promise<void>;
}

/** What a model says about itself, and the machine's budget for it (A60, A61); null where unknown. */
export type ModelInspection = {
  readonly trainedContext: number | null;
  readonly kvBytesPerToken: number | null;
  readonly budgetBytes: number | null;
};

/** An adapter: one kind of engine, able to load one model with its knobs. */
export interface Engine {
  readonly name: EngineName;
  /** Reads the model's header without loading it. Throws `EngineFailure` when it is no model. */
  inspect(modelPath: string): Promise<ModelInspection>;
  /** Throws `EngineFailure` with the engine's own words. */
  open(request: OpenRequest): Promise<LoadedEngine>;
}

/** A load or context error in the engine's own words, or a combination it cannot run (A44). */
export class EngineFailure extends Error {
  override readonly name: string = "EngineFailure";
}

/** The engine's own context gate refused a prompt (A11); numbers as far as it named them. */
export class ContextExceeded extends EngineFailure {
  override readonly name = "ContextExceeded";
  readonly promptTokens: number | null;
  readonly limit: number | null;

  constructor(promptTokens: number | null, limit: number | null) {
    super(`the prompt has ${promptTokens ?? "more"} tokens; the engine takes ${limit ?? "fewer"}`);
    this.promptTokens = promptTokens;
    this.limit = limit;
  }
}
