import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePair, makeRevoke } from "../../../../core/imaging/record/record.ts";
import { aRating, aRun } from "../../../../core/imaging/record/test-records.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { transaction } from "../../../platform/transaction.ts";
import { countOrphanRatings } from "../reading/score-repo.ts";
import { readClassRecords } from "../records/class-records.ts";
import { storeRun } from "../results/store-run.ts";
import { exportLog } from "./export-log.ts";
import { importLog } from "./import-log.ts";
import { storeSharedAnswer } from "./store-shared.ts";

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const ratingOf = (rater_id = "ada") => aRating({ event_id: randomUUID(), run_id: undefined, rater_id });
const verdictBy = (rater_id: string) => {
  const runs = { left_run: randomUUID(), right_run: randomUUID() };
  const at = { ts_unix_ms: 1_700_000_000_000, event_id: randomUUID() };
  return makePair({ ...at, ...runs, rater_id, verdict: "left", shown_left: "none", ms: 1 });
};
const revokeOf = ({ event_id, rater_id }: { event_id: string; rater_id: string }) =>
  makeRevoke({ ts_unix_ms: 1_800_000_000_000, event_id: randomUUID(), rater_id, revokes: event_id });

function imported(...records: readonly object[]) {
  async function* log() {
    yield Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  }
  return importLog(app, app.orgId, log());
}
const shared = (agentId: string, record: Parameters<typeof storeSharedAnswer>[2]["record"]) =>
  transaction(app, "test.share", (tx) => {
    const from = { orgId: app.orgId, agentId, origin: "share" as const, jobId: null };
    return storeSharedAnswer(app, tx, { from, record });
  });
const revokedBy = async (eventId: string) =>
  (await app.db.imageRating.findFirstOrThrow({ where: { eventId } })).revokedBy;
/** The log as it is exported, and as a tune reads it. */
async function bothLogs() {
  const exported: Uint8Array[] = [];
  for await (const part of exportLog(app, { orgId: app.orgId, class: null })) exported.push(part);
  const read: Uint8Array[] = [];
  for await (const page of readClassRecords(app.db, { orgId: app.orgId })) read.push(...page);
  const textOf = (lines: readonly Uint8Array[]) => Buffer.concat(lines).toString("utf8");
  return { log: textOf(exported), tuned: textOf(read) };
}

test("IM33 an imported revoke takes back what an import brought, in the same reading or a later one", async () => {
  const [first, second] = [ratingOf(), ratingOf()];
  const [ofFirst, ofSecond] = [revokeOf(first), revokeOf(second)];
  expect(await imported(first, ofFirst, second)).toMatchObject({ refusedRevokes: [] });
  expect(await imported(ofSecond)).toMatchObject({ refusedRevokes: [] });
  expect(await revokedBy(first.event_id)).toBe(ofFirst.event_id);
  expect(await revokedBy(second.event_id)).toBe(ofSecond.event_id);
});

test("IM33 IM37 a revoke of another rater or of a Mac's answer takes nothing back: it is counted with its reason, exported, and read by no tune", async () => {
  const [mine, ofMac] = [ratingOf("ada"), ratingOf("mac user")];
  await imported(mine);
  await shared("mac-1", ofMac);
  const [byBob, ofMacs] = [revokeOf({ ...mine, rater_id: "bob" }), revokeOf(ofMac)];
  expect(await imported(byBob, ofMacs)).toMatchObject({
    refusedRevokes: [
      { reason: "other_rater", count: 1 },
      { reason: "other_source", count: 1 },
    ],
  });
  expect([await revokedBy(mine.event_id), await revokedBy(ofMac.event_id)]).toEqual([null, null]);
  const { log, tuned } = await bothLogs();
  for (const { event_id } of [byBob, ofMacs]) {
    expect(log).toContain(event_id);
    expect(tuned).not.toContain(event_id);
  }
});

test("IM46 IM33 a Mac takes back what it shared, and nothing of another Mac or of an import it never sent", async () => {
  const [own, others, brought] = [ratingOf(), ratingOf(), ratingOf()];
  await imported(brought);
  await shared("mac-1", own);
  await shared("mac-2", others);
  for (const record of [own, others, brought]) expect(await shared("mac-1", revokeOf(record))).toBe("stored");
  expect(await revokedBy(own.event_id)).not.toBeNull();
  expect([await revokedBy(others.event_id), await revokedBy(brought.event_id)]).toEqual([null, null]);
});

test("IM33 IM37 a revoke that arrives before its answer takes it back all the same, by an import and by a Mac; of another source it does not, and no tune reads it", async () => {
  const [brought, ofMac, foreign, judged] = [ratingOf(), ratingOf(), ratingOf(), verdictBy("ada")];
  const taken = [revokeOf(brought), revokeOf(ofMac)] as const;
  const refused = [revokeOf(foreign), revokeOf(judged)] as const;
  await imported(taken[0], ...refused);
  await shared("mac-1", taken[1]);
  const early = await bothLogs();
  await imported(brought);
  for (const answer of [ofMac, foreign, judged]) await shared("mac-1", answer);
  expect(await revokedBy(brought.event_id)).toBe(taken[0].event_id);
  expect(await revokedBy(ofMac.event_id)).toBe(taken[1].event_id);
  expect(await revokedBy(foreign.event_id)).toBeNull();
  const pair = await app.db.imagePair.findFirstOrThrow({ where: { eventId: judged.event_id } });
  expect(pair.revokedBy).toBeNull();
  const { log, tuned } = await bothLogs();
  for (const { event_id } of [...taken, ...refused]) {
    expect(early.tuned).toContain(event_id);
    expect(log).toContain(event_id);
  }
  for (const { event_id } of taken) expect(tuned).toContain(event_id);
  for (const { event_id } of refused) expect(tuned).not.toContain(event_id);
});

test("IM33 a revoke that stands before its answer in one log takes it back all the same; one of another rater does not", async () => {
  const [mine, others] = [ratingOf("ada"), ratingOf("ada")];
  const [ofMine, byBob] = [revokeOf(mine), revokeOf({ ...others, rater_id: "bob" })];
  expect(await imported(ofMine, byBob, mine, others)).toMatchObject({
    refusedRevokes: [{ reason: "other_rater", count: 1 }],
  });
  expect([await revokedBy(mine.event_id), await revokedBy(others.event_id)]).toEqual([ofMine.event_id, null]);
});

test("IM34 IM46 an imported word that a picture is unusable flags it, and its revoke takes the flag back", async () => {
  const run = aRun({ run_id: randomUUID(), input_blake3: "7".repeat(64) });
  const at = { v: 2, ts_unix_ms: 1_700_000_000_000, rater_id: "ada" };
  const skip = { kind: "skip", ...at, event_id: randomUUID(), run_id: run.run_id, reason: "unusable" };
  const isUnusable = async () =>
    (
      await app.db.imageInput.findUniqueOrThrow({
        where: { orgId_blake3: { orgId: app.orgId, blake3: run.input_blake3 } },
      })
    ).isUnusable;
  await imported(run, { ...skip, event_id: randomUUID(), reason: "skip" });
  expect(await isUnusable()).toBe(false);
  await imported(skip);
  expect(await isUnusable()).toBe(true);
  await imported(revokeOf({ event_id: skip.event_id, rater_id: "ada" }));
  expect(await isUnusable()).toBe(false);
});

test("TU7 IM32 a rating that names an unknown run goes to no other run of its picture, and to its own once that is here", async () => {
  const input_blake3 = "9".repeat(64);
  const known = aRun({ run_id: randomUUID(), input_blake3 });
  const named = aRun({ run_id: randomUUID(), input_blake3, class: "receipt" });
  const rating = aRating({ event_id: randomUUID(), run_id: named.run_id, input_blake3, rater_id: "ada" });
  const before = await countOrphanRatings(app.db, app.orgId);
  expect(await imported(known, rating)).toMatchObject({ orphans: 1 });
  const row = () => app.db.imageRating.findFirstOrThrow({ where: { eventId: rating.event_id } });
  expect(await row()).toMatchObject({ runId: named.run_id, class: null, join: "run" });
  expect(await countOrphanRatings(app.db, app.orgId)).toBe(before + 1);
  await imported(named);
  expect(await row()).toMatchObject({ runId: named.run_id, class: "receipt" });
  expect(await countOrphanRatings(app.db, app.orgId)).toBe(before);
});

test("TU7 IM32 a verdict that came before its runs takes class and picture of the left one, once an import or a Mac brings that", async () => {
  const [brought, sent] = [verdictBy("ada"), verdictBy("ada")];
  const runOf = (run_id: string, picture: string) =>
    aRun({ run_id, input_blake3: picture.repeat(64), class: "receipt" });
  const row = ({ event_id: eventId }: { event_id: string }) =>
    app.db.imagePair.findFirstOrThrow({ where: { eventId } });
  await imported(brought, sent, runOf(brought.right_run, "5"));
  for (const verdict of [brought, sent]) expect(await row(verdict)).toMatchObject({ class: null, inputBlake3: null });
  await imported(runOf(brought.left_run, "5"));
  expect(await row(brought)).toMatchObject({ class: "receipt", inputBlake3: "5".repeat(64) });
  expect(await row(sent)).toMatchObject({ class: null, inputBlake3: null });
  const from = { orgId: app.orgId, agentId: "mac-1", origin: "share" as const, jobId: null };
  await transaction(app, "test.share-run", (tx) =>
    storeRun(app, tx, { from, record: runOf(sent.left_run, "6"), blobs: null }),
  );
  expect(await row(sent)).toMatchObject({ class: "receipt", inputBlake3: "6".repeat(64) });
});
