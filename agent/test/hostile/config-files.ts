/** Contents of a configuration file that nobody should have, and the words of the refusal. */
export interface HostileConfig {
  readonly name: string;
  readonly yaml: string;
  readonly says: string;
}

/** The same through the environment, which is resolved before the file (A1). */
export interface HostileEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly says: string;
}

const rule = (yaml: string, says: string): HostileConfig => ({ name: yaml.slice(0, 60), yaml: `${yaml}\n`, says });

/** Refused by `espalier serve` with exit 2 (A2, A9). */
export const HOSTILE_SERVE_CONFIGS: readonly HostileConfig[] = [
  rule("kv_bits: [4]", "kv_bits: [4] must be an integer"),
  rule("kv_bits: 7", "--kv-bits 7 invalid; must be 4 or 8"),
  rule("kv_bits: eight", 'kv_bits: "eight" must be an integer'),
  rule("kv_bits: 4.5", "kv_bits: 4.5 must be an integer"),
  rule("kv_bits: true", "kv_bits: true must be an integer"),
  rule("kv_bits: {bits: 4}", 'kv_bits: {"bits":4} must be an integer'),
  rule("kv_bits: .nan", "kv_bits: null must be an integer"),
  rule("kv_bits: &a [*a]", "kv_bits: a value nested too deep must be an integer"),
  rule(`kv_bits: "${"8".repeat(9000)}"`, "invalid; must be 4 or 8"),
  rule("max_context_override: 0", "--max-context 0 must be >= 1"),
  rule("max_context_override: -4096", "--max-context -4096 must be >= 1"),
  rule("max_context_override: 99999999999999999999", "--max-context 100000000000000000000 must be >= 1"),
  rule("max_context_override: .inf", "max_context_override: null must be an integer"),
  rule("max_concurrency_override: 65", "--max-batch 65 must be >= 1 and <= 64"),
  rule("max_concurrency_override: 1.5", "max_concurrency_override: 1.5 must be an integer"),
  rule("model: 5", "model: 5 must be a text"),
  rule("model: [practice/tiny-2mb]", 'model: ["practice/tiny-2mb"] must be a text'),
  rule('model: ""', "--model  must be a model id"),
  rule("model: ../../etc/passwd", "--model ../../etc/passwd must be a model id"),
  rule('model: "a\\u001b[31m/b"', "--model a [31m/b must be a model id"),
  rule("engine: spaceship", "--engine spaceship must be"),
  rule("engine: {name: embedded}", 'engine: {"name":"embedded"} must be a text'),
  rule("engine_threads: 0", "--engine-threads 0 must be >= 1"),
  rule("port: 0", "--port 0 must be between 1 and 65535"),
  rule("port: http", 'port: "http" must be an integer'),
  rule("queue_depth: -1", "--queue-depth -1 must be >= 0"),
  rule("drain_timeout_s: soon", 'drain_timeout_s: "soon" must be an integer'),
  rule("max_request_body_bytes: 10", "max_request_body_bytes 10 must be >= 1024"),
  rule('warmup_enabled: "yes"', 'warmup_enabled: "yes" must be true or false'),
  rule("log_format: xml", "--log-format xml must be text or json"),
  rule("log_file: 5", "log_file: 5 must be a text"),
  rule("log_file: /nowhere/serve.log", "--log-file /nowhere/serve.log must be a path that can be written"),
  rule("state_dir: 5", "state_dir: 5 must be a text"),
  rule("state_dir: /dev/null/x", "--state-dir /dev/null is not a folder"),
  rule("hub_cache_dir: [a]", 'hub_cache_dir: ["a"] must be a text'),
  rule("hub_endpoint: ftp://x", "hub_endpoint ftp://x must be an http address"),
  rule("model_revisions: main", "must be a map"),
  rule("model_revisions: {a/b: main}", 'model_revisions {"a/b":"main"} must be a map of model id to 40 hex digits'),
];

/** Refused by `espalier autotune` with exit 1 before anything is opened (`config_error`). */
export const HOSTILE_TUNE_CONFIGS: readonly HostileConfig[] = [
  rule("engine: 5", "engine must be a text"),
  rule('engine_bin: ""', "engine_bin must not be empty"),
  rule("engine_threads: 0", "engine_threads must be >= 1"),
  rule("engine_threads: [4]", "engine_threads must be >= 1"),
  rule("provider_bin: {a: b}", "provider_bin must be a text"),
  rule("provider_label: [x]", "provider_label must be a text"),
  rule("hub_cache_dir: 5", "hub_cache_dir must be a text"),
];

/** Refused by `espalier serve` with exit 2. */
export const HOSTILE_ENVIRONMENTS: readonly HostileEnvironment[] = [
  { env: { ESPALIER_KV_BITS: "7" }, says: "--kv-bits 7 invalid; must be 4 or 8" },
  { env: { ESPALIER_PORT: "80.5" }, says: "--port 80.5 must be between 1 and 65535" },
  { env: { ESPALIER_MAX_CONTEXT_OVERRIDE: "4k" }, says: "--max-context 4k must be >= 1" },
  { env: { ESPALIER_MODEL_REVISIONS: "{" }, says: "model_revisions { must be a map" },
  { env: { ESPALIER_WARMUP_ENABLED: "maybe" }, says: "warmup_enabled maybe must be true or false" },
  { env: { ESPALIER_LOG_FORMAT: "\u001b[2J\nxml" }, says: "--log-format [2J xml must be text or json" },
  { env: { ESPALIER_CONFIG: "/nowhere/config.yaml" }, says: "config file /nowhere/config.yaml does not exist" },
];
