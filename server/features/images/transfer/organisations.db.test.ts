import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCorrection, makePair, makeRevoke, recordLine } from "../../../../core/imaging/record/record.ts";
import { aRating, aRun } from "../../../../core/imaging/record/test-records.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { transaction } from "../../../platform/transaction.ts";
import { readClassRecords } from "../records/class-records.ts";
import { exportLog } from "./export-log.ts";
import { importLog } from "./import-log.ts";
import { storeSharedAnswer } from "./store-shared.ts";

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const INPUT = "ab".repeat(32);
const [left, right] = [aRun({ run_id: randomUUID() }), aRun({ run_id: randomUUID(), ts_unix_ms: 1_700_000_000_001 })];
const { input_blake3, class: label } = left;
const told = (at: number) => ({ event_id: randomUUID(), ts_unix_ms: 1_700_000_000_000 + at });
const rating = aRating({ ...told(2), run_id: left.run_id, input_blake3, rater_id: "ada" });
const again = aRating({ ...told(3), run_id: right.run_id, input_blake3, rater_id: "ada" });
const sides = { left_run: left.run_id, right_run: right.run_id };
const verdict = makePair({ ...told(4), ...sides, rater_id: "ada", verdict: "left", shown_left: "none", ms: 1 });
const revokeOf = ({ event_id: revokes }: { event_id: string }) => makeRevoke({ ...told(5), rater_id: "ada", revokes });
const V1 = `{"kind":"run","input_blake3":"${INPUT}","class":"Old Photo","recipe_sha":"x1","steps":[],"ts_unix_ms":1000}
{"kind":"rate","input_hash":"${INPUT}","score":4,"ts_unix_ms":2000}
`;
type Told = Parameters<typeof recordLine>[0];
const textOf = (...records: Told[]) => records.map((record) => `${recordLine(record)}\n`).join("");
const LOG = V1 + textOf(left, right, rating, again, verdict, revokeOf(rating));

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const imported = (orgId: string, text: string) => importLog(app, orgId, bytesOf(text));

/** All that an organisation holds of its log, in the order and words of every other one. */
async function heldBy(orgId: string) {
  const [of, orderBy] = [{ where: { orgId }, omit: { orgId: true } }, { seq: "asc" } as const];
  const exported: Uint8Array[] = [];
  for await (const part of exportLog(app, { orgId, class: null })) exported.push(part);
  const read: Uint8Array[] = [];
  for await (const page of readClassRecords(app.db, { orgId })) read.push(...page);
  return {
    runs: await app.db.imageRun.findMany({ ...of, orderBy }),
    ratings: await app.db.imageRating.findMany({ ...of, orderBy }),
    pairs: await app.db.imagePair.findMany({ ...of, orderBy }),
    inputs: await app.db.imageInput.findMany({ ...of, orderBy: { blake3: "asc" } }),
    exported: Buffer.concat(exported).toString("utf8"),
    tuned: Buffer.concat(read).toString("utf8"),
  };
}

test("IM56 AC2 one log in two organisations is whole in both, as if the other were not there", async () => {
  const [first, second] = [app.orgId, randomUUID()];
  const report = await imported(first, LOG);
  expect(report).toMatchObject({ runs: 3, ratings: 3, orphans: 0, known: 0, refusedRevokes: [], skipped: 0 });
  expect(await imported(second, LOG)).toEqual(report);
  const held = await heldBy(first);
  expect(await heldBy(second)).toEqual(held);
  expect(held.exported).toBe(LOG);
  expect(held).toMatchObject({ runs: { length: 3 }, ratings: { length: 3 }, pairs: [{ class: label }] });
  expect(await imported(second, LOG)).toMatchObject({ runs: 0, ratings: 0, known: 8 });
  expect(await heldBy(second)).toEqual(held);
});

test("AC2 TH4 what one organisation hears later of a run, an answer or a picture changes nothing in another with the same log", async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  for (const orgId of [first, second]) await imported(orgId, LOG);
  const before = await heldBy(second);
  const words = { class_was: label, class_now: "receipt", by: "ada" };
  const correction = makeCorrection({ ...told(6), ...words, input_blake3 });
  await imported(first, textOf(revokeOf(again), revokeOf(verdict), correction));
  const from = { orgId: first, agentId: "mac", origin: "share" as const, jobId: null };
  const more = aRating({ ...told(7), run_id: right.run_id, input_blake3, rater_id: "ben" });
  for (const record of [rating, more]) {
    await transaction(app, "test.share", (tx) => storeSharedAnswer(app, tx, { from, record }));
  }
  const changed = await heldBy(first);
  expect(changed.ratings.map(({ revokedBy }) => revokedBy === null)).toEqual([true, false, false, true]);
  expect(changed.runs.map(({ isClassCorrected }) => isClassCorrected)).toEqual([false, true, true]);
  expect(await heldBy(second)).toEqual(before);
});
