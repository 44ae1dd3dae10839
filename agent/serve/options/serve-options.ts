import type { EngineName } from "../../../core/serving/engine-name.ts";
import type { KvBits } from "../../../core/serving/knobs.ts";

/** What one `espalier serve` runs with, resolved and validated. Null knobs are unset. */
export type ServeOptions = {
  readonly model: string;
  readonly kvBits: KvBits;
  /** Explicit cap in tokens; null takes the machine's default (A4, A6). */
  readonly maxContext: number | null;
  readonly maxBatch: number | null;
  readonly engine: EngineName;
  /** As configured; null looks for the engine in PATH. */
  readonly engineBin: string | null;
  readonly engineThreads: number | null;
  readonly port: number;
  /** Null is twice the concurrency. */
  readonly queueDepth: number | null;
  readonly drainTimeoutS: number;
  readonly maxRequestBodyBytes: number;
  readonly warmupEnabled: boolean;
  readonly logFormat: "text" | "json";
  readonly logFile: string | null;
  /** As configured; the command resolves the default. */
  readonly stateDir: string | null;
  readonly hubCacheDir: string | null;
  readonly hubEndpoint: string;
  readonly modelRevisions: Readonly<Record<string, string>>;
};
