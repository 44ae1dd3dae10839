import { randomBytes, randomUUID } from "node:crypto";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aRun } from "../../core/imaging/record/test-records.ts";
import type { TestAgent } from "./test-agent.ts";
import { joinedAgent, runningTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

let at: TestConsole;

beforeAll(async () => {
  at = await startTestConsole();
});
afterAll(() => at.close());

const hashOf = (bytes: Uint8Array): string => bytesToHex(blake3(bytes));
const random = () => new Uint8Array(randomBytes(500));

/** A machine with a live image job whose one run brought an output, a "before" picture and a thumbnail. */
async function imageJob() {
  const agent = await joinedAgent(at);
  const { job, fence } = await runningTune(at.ctx, agent);
  const input = hashOf(random());
  const paramsJson = JSON.stringify({ inputs: [{ blake3: input, name: "a.png" }], preview: true });
  await at.app.db.job.update({ where: { id: job }, data: { kind: "image-run", paramsJson } });
  const files = { output: random(), before: random(), thumb: random() };
  const blobs = { output: hashOf(files.output), before: hashOf(files.before), thumb: hashOf(files.thumb) };
  const record = aRun({ run_id: randomUUID(), input_blake3: input, output_blake3: blobs.output });
  const trial = agent.event("job.trial", { record, blobs }, { job, fence });
  const end = { outcome: "succeeded", exitReason: "ok", message: null, tune: null };
  return { agent, job, fence, trial, files, finish: () => agent.event("job.finished", end, { job, fence }) };
}

async function send(agent: TestAgent, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const url = `${at.plane.url}/agent/v1/blobs/${hashOf(bytes)}?offset=0&total=${bytes.length}`;
  const headers = { authorization: `Bearer ${agent.bearer}`, "content-type": "application/octet-stream" };
  return (await fetch(url, { method: "PUT", headers, body: bytes })).status;
}

const endOf = (id: string) =>
  at.app.db.job.findUniqueOrThrow({ where: { id }, select: { state: true, exitReason: true, outcomeNote: true } });

test.each([
  ["output", ["before", "thumb"]],
  ["before", ["output", "thumb"]],
  ["thumb", ["output", "before"]],
  ["every blob", []],
] as const)("INV-22 a job whose results name a missing %s does not succeed", async (_title, sent) => {
  const { agent, job, trial, files, finish } = await imageJob();
  for (const name of sent) expect(await send(agent, files[name])).toBe(200);
  expect((await agent.send(trial)).refused).toEqual([]);
  expect((await agent.send(finish())).refused).toEqual([]);
  expect(await endOf(job)).toMatchObject({ state: "FAILED", exitReason: "blobs_missing" });
});

test("INV-22 a job whose blobs are all stored and hashed succeeds", async () => {
  const { agent, job, trial, files, finish } = await imageJob();
  for (const bytes of Object.values(files)) expect(await send(agent, bytes)).toBe(200);
  await agent.send(trial);
  await agent.send(finish());
  expect(await endOf(job)).toMatchObject({ state: "SUCCEEDED" });
});

test("INV-22 a blob found damaged later no longer counts as stored", async () => {
  const { agent, job, trial, files, finish } = await imageJob();
  for (const bytes of Object.values(files)) await send(agent, bytes);
  await at.app.db.imageBlob.deleteMany({ where: { blake3: hashOf(files.before) } });
  await agent.send(trial);
  await agent.send(finish());
  expect(await endOf(job)).toMatchObject({ state: "FAILED", exitReason: "blobs_missing" });
});

test("IM45 the reason of an input that cannot be read is stored before it is acknowledged, and one told twice is a duplicate", async () => {
  const { agent, job, fence, trial } = await imageJob();
  await agent.send(trial);
  const { orgId, db } = at.app;
  const blake3 = hashOf(random());
  await db.imageInput.create({ data: { orgId, blake3, origin: "upload", receivedAt: new Date() } });
  const item = { inputBlake3: blake3, step: "classify", state: "sent", jobId: job };
  await db.imageBatchItem.create({ data: { ...item, orgId, batchId: randomUUID(), position: 0 } });
  const told = agent.event("job.unreadable", { blake3, reason: "truncated", detail: "ends early" }, { job, fence });
  expect(await agent.send(told)).toMatchObject({ stored: [told.eventId], refused: [] });
  const input = await db.imageInput.findUniqueOrThrow({ where: { orgId_blake3: { orgId, blake3 } } });
  expect(input.problem).toBe("truncated: ends early");
  expect(await agent.send(told)).toMatchObject({ duplicate: [told.eventId], stored: [] });
});
