import { describe, expect, test } from "vitest";
import { resolveOptions } from "./resolve-options.ts";

const NAMED = { model: "practice/tiny-2mb" };

function resolve(
  flags: Record<string, unknown>,
  environment: Record<string, string> = {},
  yaml: Record<string, unknown> = {},
) {
  return resolveOptions({ flags: { ...NAMED, ...flags }, environment, yaml });
}

function options(...sources: Parameters<typeof resolve>) {
  const outcome = resolve(...sources);
  if (outcome.kind === "error") throw new Error(outcome.message);
  return outcome.options;
}

function refusal(...sources: Parameters<typeof resolve>): string {
  const outcome = resolve(...sources);
  return outcome.kind === "error" ? outcome.message : "accepted";
}

describe("precedence", () => {
  test("TA1 absent knobs are unset", () => {
    expect(options({})).toMatchObject({ kvBits: null, maxContext: null, maxBatch: null, queueDepth: null, port: 8080 });
  });

  test.each([
    ["A1 TA2 the flag wins", "8", "4", 4, 8],
    ["A1 TA2 the environment wins over YAML", undefined, "4", 8, 4],
    ["A1 TA2 YAML alone", undefined, undefined, 4, 4],
    ["A1 an empty environment value is absent", undefined, "", 8, 8],
    ["A2 TA14 a numeric string in YAML is an integer", undefined, undefined, "8", 8],
    ["A2 TA14 null in YAML is absent", undefined, undefined, null, null],
  ])("%s: kv bits", (_title, flag, variable, yaml, expected) => {
    const environment: Record<string, string> = variable === undefined ? {} : { ESPALIER_KV_BITS: variable };
    expect(options(flag === undefined ? {} : { kv_bits: flag }, environment, { kv_bits: yaml }).kvBits).toBe(expected);
  });

  test.each([
    ["8192", "16384", 8192],
    [undefined, "16384", 16384],
    [undefined, undefined, 4096],
  ])("A1 TA3 context from %s, %s, 4096 is %i", (flag, variable, expected) => {
    const environment: Record<string, string> =
      variable === undefined ? {} : { ESPALIER_MAX_CONTEXT_OVERRIDE: variable };
    const flags = flag === undefined ? {} : { max_context_override: flag };
    expect(options(flags, environment, { max_context_override: 4096 }).maxContext).toBe(expected);
  });

  test("A1 TA4 batch: flag 4 over 2 over 1, and YAML alone", () => {
    const environment = { ESPALIER_MAX_CONCURRENCY_OVERRIDE: "2" };
    expect(options({ max_concurrency_override: "4" }, environment, { max_concurrency_override: 1 }).maxBatch).toBe(4);
    expect(options({}, {}, { max_concurrency_override: 2 }).maxBatch).toBe(2);
  });

  test("A3 foreign keys are ignored", () => {
    expect(refusal({}, {}, { coordinator_url: "x", supported_models: ["a"], enable_warm_swap: true })).toBe("accepted");
  });

  test("A51 the hub address: its own option, else the hub's own variable, else the hub", () => {
    expect(options({}, { ESPALIER_HUB_ENDPOINT: "http://a:1/", HF_ENDPOINT: "http://b" }).hubEndpoint).toBe(
      "http://a:1",
    );
    expect(options({}, { HF_ENDPOINT: "http://b" }).hubEndpoint).toBe("http://b");
    expect(options({}).hubEndpoint).toMatch(/^https:/);
  });
});

describe("preflight", () => {
  test.each([
    [{ kv_bits: "7" }, "--kv-bits 7 invalid; must be 4 or 8"],
    [{ kv_bits: "5" }, "--kv-bits 5 invalid; must be 4 or 8"],
    [{ kv_bits: "eight" }, "--kv-bits eight invalid; must be 4 or 8"],
    [{ max_context_override: "0" }, "--max-context 0 must be >= 1"],
    [{ max_context_override: "1.5" }, "--max-context 1.5 must be >= 1"],
    [{ max_concurrency_override: "0" }, "--max-batch 0 must be >= 1"],
    [{ max_concurrency_override: "65" }, "--max-batch 65 must be >= 1 and <= 64"],
    [{ port: "0" }, "--port 0 must be between 1 and 65535"],
    [{ port: "70000" }, "--port 70000 must be between 1 and 65535"],
    [{ queue_depth: "-1" }, "--queue-depth -1 must be >= 0"],
    [{ drain_timeout_s: "-1" }, "--drain-timeout -1 must be >= 0"],
    [{ engine_threads: "0" }, "--engine-threads 0 must be >= 1"],
    [{ log_format: "xml" }, "--log-format xml must be text or json"],
    [
      { engine: "vllm" },
      "--engine vllm must be embedded, llama-server, mlx_vlm.server, mlx_lm.server, ollama or macprovider-cli",
    ],
  ])("A8 TA5 TA6 %j is refused", (flags, message) => {
    expect(refusal(flags)).toBe(message);
  });

  test.each(["4", "8"])("A8 TA5 kv bits %s are accepted", (bits) => {
    expect(refusal({ kv_bits: bits })).toBe("accepted");
  });

  test("A9 a bad environment or YAML value is refused with the same line", () => {
    expect(refusal({}, { ESPALIER_KV_BITS: "7" })).toBe("--kv-bits 7 invalid; must be 4 or 8");
    expect(refusal({}, {}, { kv_bits: 7 })).toBe("--kv-bits 7 invalid; must be 4 or 8");
  });

  test("A1 A2 A9 engine and executable come from flag, environment or file, each on its own", () => {
    expect(options({})).toMatchObject({ engine: "embedded", engineBin: null, engineThreads: null });
    const yaml = { engine: "ollama", engine_bin: "/opt/ollama", engine_threads: 4 };
    expect(options({}, {}, yaml)).toMatchObject({ engine: "ollama", engineBin: "/opt/ollama", engineThreads: 4 });
    const environment = { ESPALIER_ENGINE: "llama-server", ESPALIER_ENGINE_BIN: "/opt/llama" };
    expect(options({}, environment, yaml)).toMatchObject({ engine: "llama-server", engineBin: "/opt/llama" });
    const flags = { engine: "mlx_lm.server" };
    expect(options(flags, environment, yaml)).toMatchObject({ engine: "mlx_lm.server", engineBin: "/opt/llama" });
    expect(refusal({}, { ESPALIER_ENGINE: "vllm" })).toMatch(/^--engine vllm must be embedded, /);
    expect(refusal({}, {}, { engine: ["ollama"] })).toBe('engine: ["ollama"] must be a text');
  });

  test("A9 an overruled bad value is not looked at", () => {
    expect(refusal({ kv_bits: "8" }, { ESPALIER_KV_BITS: "7" })).toBe("accepted");
  });

  test.each([
    [{ kv_bits: [4] }, "kv_bits: [4] must be an integer"],
    [{ port: true }, "port: true must be an integer"],
    [{ warmup_enabled: "yes" }, 'warmup_enabled: "yes" must be true or false'],
    [{ max_request_body_bytes: 10 }, "max_request_body_bytes 10 must be >= 1024"],
    [
      { model_revisions: { "a/b": "main" } },
      'model_revisions {"a/b":"main"} must be a map of model id to 40 hex digits',
    ],
  ])("A2 TA14 YAML %j names key, value and expected type", (yaml, message) => {
    expect(refusal({}, {}, yaml)).toBe(message);
  });

  test("A8 a missing model is refused", () => {
    expect(resolveOptions({ flags: {}, environment: {}, yaml: {} })).toEqual({
      kind: "error",
      message: "--model is required",
    });
  });
});
