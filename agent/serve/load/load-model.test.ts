import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Engine } from "../../engines/engine.ts";
import { ScriptedEngine } from "../../test/fixtures/engine-scripted.ts";
import { writeMlxFolder } from "../../test/fixtures/engine-table.ts";
import { resolveOptions } from "../options/resolve-options.ts";
import { createRuntime } from "../serve-runtime.ts";
import { loadModel } from "./load-model.ts";

const folder = mkdtempSync(join(tmpdir(), "espalier-load-"));
afterAll(() => rmSync(folder, { recursive: true }));
const model = writeMlxFolder(folder);

/** An engine whose machine has this budget; it opens whatever it is given. */
function engineWith(name: Engine["name"], budgetBytes: number | null): Engine {
  const inspection = { trainedContext: 8192, kvBytesPerToken: 1024, budgetBytes };
  return { name, inspect: async () => inspection, open: async () => new ScriptedEngine() };
}

async function load(engine: Engine, flags: Record<string, unknown> = {}) {
  const resolved = resolveOptions({ flags: { model, engine: engine.name, ...flags }, environment: {}, yaml: {} });
  if (resolved.kind === "error") throw new Error(resolved.message);
  const lines: string[] = [];
  const { options } = resolved;
  const facts = { model, engineName: engine.name, maxRequestBodyBytes: 1e6, startedMonoMs: 0 };
  await loadModel({
    options,
    stores: { hubCacheDir: folder, practiceDir: folder, ollamaDir: folder },
    ramBytes: 16 * 2 ** 30,
    engine,
    runtime: createRuntime(facts),
    runFile: { nameEngine: () => undefined, remove: () => undefined },
    log: (line) => lines.push(line),
    signal: new AbortController().signal,
  });
  return lines;
}

test("A62 mlx_lm.server, whose KV cache nothing bounds, is not started when the estimate does not fit", async () => {
  await expect(load(engineWith("mlx_lm.server", 1000), { max_context_override: 4000 })).rejects.toThrow(
    "mlx_lm.server is not started: memory estimate: weights 64 + KV cache 4096000 + reserve 536870912 = 540966976 bytes of 1000: does_not_fit",
  );
});

test.each([
  ["any other engine is started all the same", engineWith("mlx_vlm.server", 1000)],
  ["an unknown budget refuses nothing", engineWith("mlx_lm.server", null)],
])("A62 %s", async (_title, engine) => {
  const lines = await load(engine, { max_context_override: 4000 });
  expect(lines.some((line) => line.startsWith("memory estimate: weights 64"))).toBe(true);
  expect(lines.at(-1)).toMatch(/^serving /);
});

test("A6 A60 a default cap is lowered by the model's own header to the largest multiple of 1,000 that fits", async () => {
  const lines = await load(engineWith("mlx_vlm.server", 536_870_912 + 64 + 3_500 * 1024));
  expect(lines).toContain("context cap lowered to 3000 tokens: the estimate fits 3000 tokens");
});
