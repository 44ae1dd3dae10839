import { randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeRevoke } from "../../core/imaging/record/record.ts";
import { aRating, aRun } from "../../core/imaging/record/test-records.ts";
import { importLog } from "../features/images/index.ts";
import type { TestAgent } from "./test-agent.ts";
import { joinedAgent, runningTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

let at: TestConsole;

beforeAll(async () => {
  at = await startTestConsole();
});
afterAll(() => at.close());

const NONE = { output: null, before: null, thumb: null };
const hashOf = (bytes: Uint8Array): string => bytesToHex(blake3(bytes));
const random = () => new Uint8Array(randomBytes(300));
const byHand = (agent: TestAgent, body: object) => agent.event("job.trial", body, { stream: "share" });
const runRow = (id: string) => at.app.db.imageRun.findFirstOrThrow({ where: { id } });
const inputRow = (blake3: string) =>
  at.app.db.imageInput.findUniqueOrThrow({ where: { orgId_blake3: { orgId: at.app.orgId, blake3 } } });

/** A full-size run of a Mac, as `image auto` makes it, with its pictures. */
function sharedRun() {
  const files = { input: random(), output: random(), before: random(), thumb: random() };
  const blobs = { output: hashOf(files.output), before: hashOf(files.before), thumb: hashOf(files.thumb) };
  const input_blake3 = hashOf(files.input);
  const record = aRun({ run_id: randomUUID(), input_blake3, output_blake3: blobs.output });
  return { files, blobs, record };
}

async function send(agent: TestAgent, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const url = `${at.plane.url}/agent/v1/blobs/${hashOf(bytes)}?offset=0&total=${bytes.length}`;
  const headers = { authorization: `Bearer ${agent.bearer}`, "content-type": "application/octet-stream" };
  expect((await fetch(url, { method: "PUT", headers, body: bytes })).status).toBe(200);
}

test("IM46 a shared run with its pictures may be rated, one without is a record and says so", async () => {
  const agent = await joinedAgent(at);
  const whole = sharedRun();
  for (const bytes of Object.values(whole.files)) await send(agent, bytes);
  const alone = sharedRun();
  await agent.send(byHand(agent, { record: whole.record, blobs: whole.blobs }));
  await agent.send(byHand(agent, { record: alone.record, blobs: NONE }));
  expect(await runRow(whole.record.run_id)).toMatchObject({ origin: "share", state: "done", notRateable: null });
  expect(await runRow(alone.record.run_id)).toMatchObject({ origin: "share", notRateable: "no_pixels" });
  expect(await inputRow(whole.record.input_blake3)).toMatchObject({ origin: "share" });
  expect(await inputRow(alone.record.input_blake3)).toMatchObject({ origin: "import" });
});

test("INV-22 IM46 a shared run whose pictures are not here is kept as its record until they come", async () => {
  const agent = await joinedAgent(at);
  const { files, blobs, record } = sharedRun();
  expect((await agent.send(byHand(agent, { record, blobs }))).refused).toEqual([]);
  expect(await runRow(record.run_id)).toMatchObject({ notRateable: "no_pixels", beforeBlake3: null });
  for (const bytes of Object.values(files)) await send(agent, bytes);
  await agent.send(byHand(agent, { record, blobs }));
  expect(await runRow(record.run_id)).toMatchObject({ notRateable: null, beforeBlake3: blobs.before });
  await agent.send(byHand(agent, { record, blobs: NONE }));
  expect(await runRow(record.run_id)).toMatchObject({ notRateable: null, beforeBlake3: blobs.before });
  expect(await at.app.db.imageEvent.count({ where: { runId: record.run_id } })).toBe(1);
});

test("IM46 ratings of a Mac count once, also when its log was imported before, and a revoke takes one back", async () => {
  const agent = await joinedAgent(at);
  const { record } = sharedRun();
  const rating = aRating({ event_id: randomUUID(), run_id: record.run_id, input_blake3: record.input_blake3 });
  const log = `${JSON.stringify(record)}\n${JSON.stringify(rating)}\n`;
  await importLog(at.app, at.app.orgId, Readable.from([Buffer.from(log)]));
  for (const told of [{ record, blobs: NONE }, { record: rating }, { record: rating }]) {
    expect((await agent.send(byHand(agent, told))).refused).toEqual([]);
  }
  const ratings = () => at.app.db.imageRating.findMany({ where: { runId: record.run_id } });
  expect(await ratings()).toMatchObject([{ score: 4, join: "run", revokedBy: null }]);
  const revoke = makeRevoke({
    ts_unix_ms: 1_700_000_002_000,
    event_id: randomUUID(),
    rater_id: "local",
    revokes: rating.event_id,
  });
  await agent.send(byHand(agent, { record: revoke }));
  expect(await ratings()).toMatchObject([{ revokedBy: revoke.event_id }]);
});

const UNKNOWN_KEY = (value: string) => (line: string) => line.replace("{", `{"from_elsewhere":${value},`);

test.each<[string, (line: string) => string, number]>([
  ["behind a byte order mark is the same", (line) => `\ufeff${line}`, 0],
  ["with half a letter under an unknown key is another one", UNKNOWN_KEY('"\\ud83d"'), 1],
  ["with a number too large under an unknown key is another one", UNKNOWN_KEY("1e999"), 1],
])("IM46 OB2 IM37 a record that was imported %s, and its share is decided", async (_title, spelled, refused) => {
  const agent = await joinedAgent(at);
  const { record } = sharedRun();
  const line = spelled(JSON.stringify(record));
  await importLog(at.app, at.app.orgId, Readable.from([Buffer.from(line)]));
  const answer = await agent.send(byHand(agent, { record, blobs: NONE }));
  expect(answer.refused).toHaveLength(refused);
  const stored = await at.app.db.imageEvent.findMany({ where: { runId: record.run_id } });
  expect(stored.map((row) => Buffer.from(row.line).equals(Buffer.from(line)))).toEqual([true]);
});

test("IM46 an answer inside a job is refused: people answer by hand or on the console", async () => {
  const agent = await joinedAgent(at);
  const subject = await runningTune(at.ctx, agent);
  const answer = await agent.send(agent.event("job.trial", { record: aRating({ event_id: randomUUID() }) }, subject));
  expect(answer.refused).toHaveLength(1);
});
