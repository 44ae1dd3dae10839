import { chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { walkBlobs } from "./keep-blobs.ts";
import { recordBlobAlone } from "./service.ts";

const DAY_MS = 86_400_000;
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function stored(text: string): Promise<string> {
  const put = await app.blobs.put(once(text), { limitBytes: 100 });
  if (put.kind !== "stored") throw new Error(put.kind);
  const { hash, bytes } = put;
  await recordBlobAlone(app, { orgId: app.orgId, hash, bytes, header: null, source: "server", agentId: null });
  return hash;
}

const rows = async () => (await app.db.imageBlob.findMany({ select: { blake3: true } })).map((row) => row.blake3);
const walk = () => walkBlobs(app, async () => true);

test("IM43 what nothing names goes after 7 days, what an input or a waiting job names stays", async () => {
  const [loose, input, inJob] = [await stored("loose"), await stored("input"), await stored("recipe text")];
  const common = { orgId: app.orgId, origin: "upload", receivedAt: app.clock.now() };
  await app.db.imageInput.create({ data: { ...common, blake3: input } });
  const job = { orgId: app.orgId, agentId: "a", kind: "image-run", state: "QUEUED", requestedBy: "Ada" };
  const times = { requestedAt: app.clock.now(), queueDeadlineAt: app.clock.now() };
  const paramsJson = JSON.stringify({ inputs: [{ recipeBlob: inJob }] });
  await app.db.job.create({ data: { ...job, ...times, id: "j", requestKey: "k", paramsJson } });

  app.clock.advance(6 * DAY_MS);
  expect((await walk()).removed).toEqual([]);
  app.clock.advance(2 * DAY_MS);
  expect((await walk()).removed).toEqual([loose]);
  expect((await rows()).sort()).toEqual([input, inJob].sort());
  expect(await app.blobs.stat(loose)).toBeNull();

  await app.db.job.update({ where: { id: "j" }, data: { state: "SUCCEEDED" } });
  expect((await walk()).removed).toEqual([inJob]);
});

test("IM43 the recipe text of a wish that waits in a batch stays until the wish ended", async () => {
  const text = await stored("explored recipe");
  const wish = { batchId: "b", position: 0, orgId: app.orgId, inputBlake3: "i", step: "run", recipeBlob: text };
  await app.db.imageBatchItem.create({ data: { ...wish, state: "waiting" } });
  app.clock.advance(8 * DAY_MS);
  expect((await walk()).removed).not.toContain(text);
  await app.db.imageBatchItem.updateMany({ data: { state: "cancelled" } });
  expect((await walk()).removed).toContain(text);
});

test("IM43 the walk hashes again and sets aside what no longer matches, in the log and the database", async () => {
  const hash = await stored("sound");
  const file = app.blobs.fileOf(hash);
  chmodSync(file, 0o644);
  writeFileSync(file, "rotten");
  utimesSync(file, app.clock.now(), app.clock.now());
  expect((await walk()).quarantined).toEqual([hash]);
  expect(await rows()).not.toContain(hash);
  expect(app.logged.join("")).toContain("blob-quarantined");
});

test("IM43 a walk goes on behind a blob that cannot be read, and says which", async () => {
  const [first, second] = [await stored("one to go on from"), await stored("one to go on to")].sort();
  const odd = first ?? "";
  rmSync(app.blobs.fileOf(odd));
  mkdirSync(app.blobs.fileOf(odd));
  utimesSync(app.blobs.fileOf(odd), app.clock.now(), app.clock.now());
  const { verified } = await walk();
  expect(verified).toBeGreaterThan(1);
  expect(app.logged.filter((line) => line.includes("blob-unreadable") && line.includes(odd))).toHaveLength(1);
  chmodSync(app.blobs.fileOf(second ?? ""), 0o644);
  writeFileSync(app.blobs.fileOf(second ?? ""), "rotten");
  utimesSync(app.blobs.fileOf(second ?? ""), app.clock.now(), app.clock.now());
  expect((await walk()).quarantined).toEqual([second]);
  rmSync(app.blobs.fileOf(odd), { recursive: true });
});
