import { z } from "zod";
import { EngineName } from "../../../core/serving/engine-name.ts";
import { KvBits } from "../../../core/serving/knobs.ts";
import { plainWords } from "../../../core/units/plain-words.ts";
import { OPTIONS, type OptionSpec } from "./option-table.ts";
import type { ServeOptions } from "./serve-options.ts";

const SHOWN = 80;
const DEFAULT_HUB = "https://huggingface.co";

/** Where values come from, strongest first (A1). Flags by YAML key, the environment as it is, YAML as parsed. */
export type OptionSources = {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly yaml: Readonly<Record<string, unknown>>;
};

export type OptionsOutcome =
  | { readonly kind: "ok"; readonly options: ServeOptions }
  | { readonly kind: "error"; readonly message: string };

/** Resolves each option on its own and validates the resolved value; the message is the one stderr line (A1, A2, A8, A9). */
export function resolveOptions(sources: OptionSources): OptionsOutcome {
  const resolved = new Map<string, unknown>();
  for (const spec of OPTIONS) {
    const outcome = resolveOne(spec, sources);
    if (outcome.kind === "error") return outcome;
    if (outcome.value !== undefined) resolved.set(spec.key, outcome.value);
  }
  if (!resolved.has("model")) return { kind: "error", message: "--model is required" };
  return { kind: "ok", options: build(Object.fromEntries(resolved), sources.environment) };
}

type Resolution =
  | { readonly kind: "ok"; readonly value: unknown }
  | { readonly kind: "error"; readonly message: string };

function resolveOne(spec: OptionSpec, { flags, environment, yaml }: OptionSources): Resolution {
  const flag = flags[spec.key];
  const variable = environment[`ESPALIER_${spec.key.toUpperCase()}`];
  if (flag !== undefined) return validated(spec, flag);
  if (variable !== undefined && variable !== "") return validated(spec, variable);
  const configured = yaml[spec.key];
  if (configured === undefined || configured === null) return { kind: "ok", value: undefined };
  if (!hasYamlType(spec, configured)) {
    return {
      kind: "error",
      message: `${spec.key}: ${plainWords(textOf(configured), SHOWN)} must be ${TYPE_NAME[spec.type]}`,
    };
  }
  return validated(spec, configured);
}

const TYPE_NAME = { integer: "an integer", string: "a text", boolean: "true or false", map: "a map" } as const;

function hasYamlType(spec: OptionSpec, value: unknown): boolean {
  switch (spec.type) {
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value.trim()));
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "map":
      return typeof value === "object" && !Array.isArray(value);
  }
}

function validated(spec: OptionSpec, raw: unknown): Resolution {
  const value = typeof raw === "string" ? parsed(spec, raw) : raw;
  const broken = spec.rule(value);
  if (broken === null) return { kind: "ok", value };
  return { kind: "error", message: `${spec.label} ${shown(raw)} ${broken}` };
}

/** A value as a person wrote it, on one line. */
function shown(value: unknown): string {
  return plainWords(typeof value === "string" ? value : textOf(value), SHOWN);
}

/** JSON, or what kind of value it is where JSON has no words for it. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "a value nested too deep";
  }
}

function parsed(spec: OptionSpec, text: string): unknown {
  if (spec.type === "integer") return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : text;
  if (spec.type === "boolean")
    return text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : text;
  return spec.type === "map" ? parsedJson(text) : text;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const Resolved = z.object({
  model: z.string(),
  kv_bits: KvBits.default(null),
  max_context_override: z.int().nullable().default(null),
  max_concurrency_override: z.int().nullable().default(null),
  engine: EngineName.default("embedded"),
  engine_bin: z.string().nullable().default(null),
  engine_threads: z.int().nullable().default(null),
  port: z.int().default(8080),
  queue_depth: z.int().nullable().default(null),
  drain_timeout_s: z.int().default(30),
  max_request_body_bytes: z.int().default(10_000_000),
  warmup_enabled: z.boolean().default(true),
  log_format: z.enum(["text", "json"]).default("text"),
  log_file: z.string().nullable().default(null),
  state_dir: z.string().nullable().default(null),
  hub_cache_dir: z.string().nullable().default(null),
  hub_endpoint: z.string().nullable().default(null),
  model_revisions: z.record(z.string(), z.string()).default({}),
});

function build(values: Record<string, unknown>, environment: Readonly<Record<string, string>>): ServeOptions {
  const resolved = Resolved.parse(values);
  return {
    model: resolved.model,
    kvBits: resolved.kv_bits,
    maxContext: resolved.max_context_override,
    maxBatch: resolved.max_concurrency_override,
    engine: resolved.engine,
    engineBin: resolved.engine_bin,
    engineThreads: resolved.engine_threads,
    port: resolved.port,
    queueDepth: resolved.queue_depth,
    drainTimeoutS: resolved.drain_timeout_s,
    maxRequestBodyBytes: resolved.max_request_body_bytes,
    warmupEnabled: resolved.warmup_enabled,
    logFormat: resolved.log_format,
    logFile: resolved.log_file,
    stateDir: resolved.state_dir,
    hubCacheDir: resolved.hub_cache_dir,
    hubEndpoint: (resolved.hub_endpoint ?? environment["HF_ENDPOINT"] ?? DEFAULT_HUB).replace(/\/+$/, ""),
    modelRevisions: resolved.model_revisions,
  };
}
