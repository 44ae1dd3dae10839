import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HUB_REVISION, type HubStandIn, startHub } from "../../test/fixtures/engine-hub.ts";
import { encodeHeader } from "../gguf/encode-header.ts";
import { isModelCached, listCachedModels, modelFolder } from "../model-cache.ts";
import { resolveModel } from "../resolve-model.ts";

const ID = "espalier/practice-GGUF:F32";
const NAME = "practice-F32.gguf";
const bytes = Buffer.concat([
  encodeHeader(
    [["general.architecture", { type: "string", value: "llama" }]],
    [{ name: "a", columns: 75_000, rows: 1, isVector: true }],
  ),
  Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251)),
]);

let hub: HubStandIn;
let folder: string;
let progress: [number, number][];

beforeEach(async () => {
  hub = await startHub({ name: NAME, bytes });
  folder = mkdtempSync(join(tmpdir(), "espalier-hub-"));
  progress = [];
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

function resolve(id = ID, revisions: Record<string, string> = {}) {
  return resolveModel(id, {
    engine: "embedded",
    endpoint: hub.url,
    stores: stores(),
    revisions,
    signal: new AbortController().signal,
    onProgress: (done, total) => progress.push([done, total]),
  });
}

test("A50 A51 a hub model is fetched into the hub's own layout, with progress, once", async () => {
  expect(isModelCached(ID, stores())).toBe(false);
  const model = await resolve();
  const snapshot = join(folder, "models--espalier--practice-GGUF", "snapshots", HUB_REVISION);
  expect(model).toEqual({ path: join(snapshot, NAME), bytes: bytes.length, revision: HUB_REVISION });
  expect(readFileSync(model.path).equals(bytes)).toBe(true);
  expect(progress[0]).toEqual([0, bytes.length]);
  expect(progress.at(-1)).toEqual([bytes.length, bytes.length]);
  await resolve();
  expect(hub.ranges).toEqual([null]);
  expect(isModelCached(ID, stores())).toBe(true);
  expect(listCachedModels(stores())).toEqual([{ id: ID, bytes: bytes.length }]);
  expect(modelFolder(ID, stores())).toBe(join(folder, "models--espalier--practice-GGUF"));
});

test("A50 a pinned revision is the one asked for", async () => {
  await resolve(ID, { [ID.toUpperCase()]: HUB_REVISION });
  expect(hub.listings).toEqual([`/api/models/espalier/practice-GGUF/revision/${HUB_REVISION}?blobs=true`]);
});

test("A51 B44 a cut download is transient, is not taken as cached, and goes on where it ended", async () => {
  hub.fault = "cut";
  await expect(resolve()).rejects.toThrow(/^fetch failed: practice-F32\.gguf was interrupted/);
  expect(isModelCached(ID, stores())).toBe(false);
  const snapshot = join(folder, "models--espalier--practice-GGUF", "snapshots", HUB_REVISION);
  const have = statSync(join(snapshot, `${NAME}.incomplete`)).size;
  expect(have).toBeGreaterThan(0);
  hub.fault = "none";
  expect(readFileSync((await resolve()).path).equals(bytes)).toBe(true);
  expect(hub.ranges).toEqual([null, `bytes=${have}-`]);
});

test("A51 B46 another digest than the hub's is a hash mismatch and leaves nothing to load", async () => {
  hub.fault = "wrong-digest";
  await expect(resolve()).rejects.toThrow(`weight hash mismatch: ${NAME}`);
  expect(isModelCached(ID, stores())).toBe(false);
});

test.each([
  ["broken", /^fetch failed: HTTP 500/],
  ["gated", /^fetch failed: .* is gated/],
] as const)("B44 a %s hub is named", async (fault, message) => {
  hub.fault = fault;
  await expect(resolve()).rejects.toThrow(message);
});

test.each([
  ["espalier/practice-GGUF:Q2_K", /has no GGUF form/],
  ["some-org/an-mlx-model", "model some-org/an-mlx-model has no GGUF form"],
  ["practice/unknown", "model practice/unknown is not known"],
  ["/nowhere/model.gguf", "model file /nowhere/model.gguf does not exist"],
])("A50 %s has no form to load", async (id, message) => {
  await expect(resolve(id)).rejects.toThrow(message);
});
