import { EngineName } from "../../../core/serving/engine-name.ts";
import { parseModelId } from "../../../core/serving/model-id.ts";

const LONGEST_ID = 1024;

export type OptionSpec = {
  /** YAML key; the environment name is `ESPALIER_` and the key in capitals. */
  readonly key: string;
  /** How messages name it: the flag, or the key where there is none. */
  readonly label: string;
  readonly type: "integer" | "string" | "boolean" | "map";
  /** The rule a value breaks, as the end of the message, or null. */
  readonly rule: (value: unknown) => string | null;
};

const atLeast = (least: number) => (value: unknown) => {
  if (typeof value !== "number" || value < least) return `must be >= ${least}`;
  return Number.isSafeInteger(value) ? null : `must be >= ${least} and <= ${Number.MAX_SAFE_INTEGER}`;
};
const oneOf =
  (...names: string[]) =>
  (value: unknown) =>
    typeof value === "string" && names.includes(value)
      ? null
      : `must be ${[...names.slice(0, -1)].join(", ")} or ${names.at(-1)}`;
const anyText = (value: unknown) => (typeof value === "string" ? null : "must be a text");

function batchRule(value: unknown): string | null {
  if (typeof value === "number" && value > 64) return "must be >= 1 and <= 64";
  return atLeast(1)(value);
}

function modelRule(value: unknown): string | null {
  const isId = typeof value === "string" && value.length <= LONGEST_ID && parseModelId(value).kind !== "invalid";
  return isId ? null : "must be a model id: practice/<name>, <org>/<name>, <org>/<name>:<quant> or an absolute path";
}

function revisionsRule(value: unknown): string | null {
  const isValid =
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((revision) => typeof revision === "string" && /^[0-9a-f]{40}$/.test(revision));
  return isValid ? null : "must be a map of model id to 40 hex digits";
}

/** The options of serve.md section 1, in validation order (A8, A9). */
export const OPTIONS: readonly OptionSpec[] = [
  {
    key: "kv_bits",
    label: "--kv-bits",
    type: "integer",
    rule: (value) => (value === 4 || value === 8 ? null : "invalid; must be 4 or 8"),
  },
  { key: "max_context_override", label: "--max-context", type: "integer", rule: atLeast(1) },
  { key: "max_concurrency_override", label: "--max-batch", type: "integer", rule: batchRule },
  { key: "model", label: "--model", type: "string", rule: modelRule },
  { key: "engine", label: "--engine", type: "string", rule: oneOf(...EngineName.options) },
  { key: "engine_bin", label: "--engine-bin", type: "string", rule: anyText },
  { key: "engine_threads", label: "--engine-threads", type: "integer", rule: atLeast(1) },
  {
    key: "port",
    label: "--port",
    type: "integer",
    rule: (value) =>
      typeof value === "number" && value >= 1 && value <= 65_535 ? null : "must be between 1 and 65535",
  },
  { key: "queue_depth", label: "--queue-depth", type: "integer", rule: atLeast(0) },
  { key: "drain_timeout_s", label: "--drain-timeout", type: "integer", rule: atLeast(0) },
  { key: "max_request_body_bytes", label: "max_request_body_bytes", type: "integer", rule: atLeast(1024) },
  {
    key: "warmup_enabled",
    label: "warmup_enabled",
    type: "boolean",
    rule: (value) => (typeof value === "boolean" ? null : "must be true or false"),
  },
  { key: "log_format", label: "--log-format", type: "string", rule: oneOf("text", "json") },
  { key: "log_file", label: "--log-file", type: "string", rule: anyText },
  { key: "state_dir", label: "--state-dir", type: "string", rule: anyText },
  { key: "hub_cache_dir", label: "hub_cache_dir", type: "string", rule: anyText },
  {
    key: "hub_endpoint",
    label: "hub_endpoint",
    type: "string",
    rule: (value) => (typeof value === "string" && /^https?:\/\/[^/]/.test(value) ? null : "must be an http address"),
  },
  { key: "model_revisions", label: "model_revisions", type: "map", rule: revisionsRule },
];
