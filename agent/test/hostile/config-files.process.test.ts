import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyRecipe } from "../../autotune/apply/apply-recipe.ts";
import { runCommand } from "../../host/run-command.ts";
import { parseYaml } from "../../host/yaml-file.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { type CommandBatch, startCommandBatch } from "./command-batch.ts";
import { HOSTILE_ENVIRONMENTS, HOSTILE_SERVE_CONFIGS, HOSTILE_TUNE_CONFIGS } from "./config-files.ts";
import { snapshot } from "./snapshot.ts";
import { HOSTILE_YAML, ODD_YAML } from "./yaml-files.ts";

const WINNER = {
  model: "practice/tiny-2mb",
  kv_bits: 8,
  max_context_override: 4000,
  max_concurrency_override: 2,
} as const;
const SERVE = ["serve", "--no-join", "--config"];
const TUNE = ["autotune", "--config"];

let batch: CommandBatch;
let file = "";
beforeAll(async () => {
  batch = await startCommandBatch();
  mkdirSync(join(batch.folder, "config", "espalier"));
  file = join(batch.folder, "config", "espalier", "case.yaml");
});
afterAll(() => batch.close());

/** The command's answer to a configuration, with nothing but that file changed in all its folders. */
async function refusal(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const before = snapshot(batch.folder);
  const result = await batch.run(argv, env);
  expect(snapshot(batch.folder)).toEqual(before);
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(result.stderr.split("\n")).toHaveLength(2);
  expect(result.stderr.length).toBeLessThan(600);
  return result;
}

const give = (content: string | Buffer) => writeFileSync(file, content, { mode: 0o600 });

describe("A2, A9 a configuration of the wrong kind is refused by serve with exit 2", () => {
  test.each(HOSTILE_SERVE_CONFIGS)("$name", async ({ yaml, says }) => {
    give(yaml);
    const env = yaml.startsWith("state_dir")
      ? { ESPALIER_STATE_DIR: "" }
      : yaml.startsWith("engine_threads")
        ? { ESPALIER_ENGINE_THREADS: "" }
        : {};
    const model = yaml.startsWith("model:") ? [] : ["--model", "practice/tiny-2mb"];
    const result = await refusal([...SERVE, file, ...model], env);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain(says);
  });

  test.each(HOSTILE_ENVIRONMENTS)("$env", async ({ env, says }) => {
    const result = await refusal(["serve", "--no-join", "--model", "practice/tiny-2mb"], env);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain(says);
  });
});

describe("B99 a configuration of the wrong kind ends a tune by hand with exit 1, before its database", () => {
  test.each(HOSTILE_TUNE_CONFIGS)("$name", async ({ yaml, says }) => {
    give(yaml);
    const result = await refusal([...TUNE, file], { ESPALIER_ENGINE_THREADS: "" });
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain(says);
  });

  test("a thread count in the environment that is no number", async () => {
    give("");
    const result = await refusal([...TUNE, file], { ESPALIER_ENGINE_THREADS: "lots" });
    expect(result).toMatchObject({ code: 1, stderr: "autotune: ESPALIER_ENGINE_THREADS lots must be >= 1\n" });
  });
});

describe("A2 what is no plain file is refused at once", () => {
  const special = async (name: string) => {
    const path = join(batch.folder, "config", name);
    if (name === "pipe") await runCommand({ argv: ["mkfifo", path], timeoutMs: 5000 });
    if (name === "folder") mkdirSync(path);
    if (name === "circle") symlinkSync(path, path);
    return name === "device" ? "/dev/zero" : path;
  };

  test.each(["pipe", "folder", "circle", "device"])("a %s", async (name) => {
    const path = await special(name);
    const words = name === "circle" ? "it cannot be opened (ELOOP)" : "it is not a plain file";
    const served = await refusal([...SERVE, path, "--model", "practice/tiny-2mb"]);
    expect(served).toMatchObject({ code: 2, stderr: `config file ${path} cannot be used: ${words}\n` });
    const tuned = await refusal([...TUNE, path]);
    expect(tuned).toMatchObject({ code: 1, stderr: `autotune: config ${path} cannot be used: ${words}\n` });
    expect(readPolicy(path, process.getuid?.() ?? 0)).toMatchObject({
      summary: { isReadable: false, jobs: ["restore"] },
    });
  });
});

describe("A2, LP2 broken YAML is refused by serve, by a tune and as the local policy", () => {
  test.each(HOSTILE_YAML)("$name", async ({ bytes, says }) => {
    give(bytes);
    const served = await refusal([...SERVE, file, "--model", "practice/tiny-2mb"]);
    expect(served).toMatchObject({ code: 2, stdout: "" });
    expect(served.stderr).toContain(says);
    const tuned = await refusal([...TUNE, file]);
    expect(tuned).toMatchObject({ code: 1, stdout: "" });
    expect(tuned.stderr).toContain(says);
    const policy = readPolicy(file, process.getuid?.() ?? 0);
    expect(policy.problem).toContain(says);
    expect(policy.summary).toMatchObject({ isReadable: false, jobs: ["restore"] });
  });

  test.each(HOSTILE_YAML)("B79, B83 and is left alone by an apply: $name", ({ bytes }) => {
    const folder = mkdtempSync(join(batch.folder, "config", "apply-"));
    const configPath = join(folder, "config.yaml");
    writeFileSync(configPath, bytes, { mode: 0o600 });
    const applied = applyRecipe({ configPath, values: WINNER, wallMs: 1_800_000_000_000 });
    expect(applied).toMatchObject({ kind: "failed", reason: expect.stringContaining(configPath) });
    expect(readFileSync(configPath).equals(bytes)).toBe(true);
    expect(readdirSync(folder).filter((name) => !name.startsWith("config.yaml.lock"))).toEqual(["config.yaml"]);
    rmSync(folder, { recursive: true });
  });

  test.each(ODD_YAML)("but not $name", ({ bytes, value }) => {
    expect(parseYaml(bytes)).toEqual({ kind: "ok", value });
  });

  test("a key that poisons prototypes is a key", () => {
    const read = parseYaml(Buffer.from("__proto__: {port: 1}\n"));
    expect(JSON.stringify(read)).toBe('{"kind":"ok","value":{"__proto__":{"port":1}}}');
    expect(Object.keys({})).toEqual([]);
  });
});
