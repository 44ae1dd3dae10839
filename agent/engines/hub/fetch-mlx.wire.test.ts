import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decidePreWarmFailure } from "../../../core/autotune/pre-warm.ts";
import { MLX_REVISION, startMlxHub } from "../../test/fixtures/engine-mlx-hub.ts";
import { isModelCached } from "../model-cache.ts";
import { resolveModel } from "../resolve-model.ts";

const ID = "espalier/tiny-4bit";
const WHOLE = {
  ".gitattributes": Buffer.from("*.safetensors filter=lfs"),
  "README.md": Buffer.from("# tiny"),
  "config.json": Buffer.from("{}"),
  "tokenizer.json": Buffer.from('{"a":1}'),
  "model.safetensors.index.json": Buffer.from(
    JSON.stringify({ weight_map: { a: "model-00001-of-00002.safetensors", b: "model-00002-of-00002.safetensors" } }),
  ),
  "model-00001-of-00002.safetensors": Buffer.alloc(3000, 1),
  "model-00002-of-00002.safetensors": Buffer.alloc(2000, 2),
};

type Hub = Awaited<ReturnType<typeof startMlxHub>>;
let hub: Hub;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espalier-mlx-hub-"));
});
afterEach(async () => {
  await hub.close();
  rmSync(folder, { recursive: true });
});

const stores = () => ({
  hubCacheDir: folder,
  practiceDir: join(folder, "practice"),
  ollamaDir: join(folder, "ollama"),
});

async function resolve(files: Record<string, Buffer> = WHOLE, wrong: readonly string[] = []) {
  hub = await startMlxHub(files);
  for (const name of wrong) hub.wrong.add(name);
  return again();
}

const again = () =>
  resolveModel(ID, {
    engine: "mlx_lm.server",
    endpoint: hub.url,
    stores: stores(),
    revisions: {},
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });

test("A50 A51 a whole MLX snapshot is fetched once, into the hub's own layout, and handed on as a folder", async () => {
  const model = await resolve();
  const snapshot = join(folder, "models--espalier--tiny-4bit", "snapshots", MLX_REVISION);
  expect(model).toEqual({ path: snapshot, bytes: 5000, revision: MLX_REVISION });
  expect(readdirSync(snapshot).toSorted()).toEqual(
    Object.keys(WHOLE)
      .filter((name) => !name.startsWith("."))
      .toSorted(),
  );
  expect(
    readFileSync(join(snapshot, "model-00002-of-00002.safetensors")).equals(WHOLE["model-00002-of-00002.safetensors"]),
  ).toBe(true);
  const count = hub.fetched.length;
  await again();
  expect(hub.fetched).toHaveLength(count);
  expect(isModelCached(ID, stores(), "mlx_vlm.server")).toBe(true);
});

test.each(["model-00001-of-00002.safetensors", "tokenizer.json"])(
  "A51 B46 another digest of %s than the hub's is a hash mismatch, whole-run integrity, and nothing to load",
  async (name) => {
    const message = `weight hash mismatch: ${name}`;
    await expect(resolve(WHOLE, [name])).rejects.toThrow(message);
    expect(decidePreWarmFailure(message)).toBe("integrity");
    expect(isModelCached(ID, stores(), "mlx_lm.server")).toBe(false);
  },
);

test("A51 an interrupted fetch goes on with what is missing", async () => {
  await expect(resolve(WHOLE, ["model-00002-of-00002.safetensors"])).rejects.toThrow();
  hub.wrong.clear();
  hub.fetched.splice(0);
  await again();
  expect(hub.fetched).toEqual(["model-00002-of-00002.safetensors"]);
});

test("B44 a repository without its tokenizer has the wrong shape", async () => {
  const { "tokenizer.json": _gone, ...files } = WHOLE;
  await expect(resolve(files)).rejects.toThrow("missing tokenizer.json in espalier/tiny-4bit");
});

test("A50 a repository without weights has no MLX form", async () => {
  await expect(resolve({ "config.json": Buffer.from("{}"), "tokenizer.json": Buffer.from("{}") })).rejects.toThrow(
    "model espalier/tiny-4bit has no MLX form",
  );
});
