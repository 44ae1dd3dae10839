import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeRevoke } from "../../../../core/imaging/record/record.ts";
import { aRating } from "../../../../core/imaging/record/test-records.ts";
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

const ratingOf = (rater_id = "ada") => aRating({ event_id: randomUUID(), run_id: undefined, rater_id });
const revokeOf = ({ event_id, rater_id }: { event_id: string; rater_id: string }) =>
  makeRevoke({ ts_unix_ms: 1_800_000_000_000, event_id: randomUUID(), rater_id, revokes: event_id });

function imported(...records: readonly object[]) {
  async function* log() {
    yield Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  }
  return importLog(app, app.orgId, log());
}
const shared = (agentId: string, record: ReturnType<typeof ratingOf> | ReturnType<typeof revokeOf>) =>
  transaction(app, "test.share", (tx) => {
    const from = { orgId: app.orgId, agentId, origin: "share" as const, jobId: null };
    return storeSharedAnswer(app, tx, { from, record });
  });
const revokedBy = async (eventId: string) =>
  (await app.db.imageRating.findUniqueOrThrow({ where: { eventId } })).revokedBy;

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
  const exported: Uint8Array[] = [];
  for await (const part of exportLog(app, { orgId: app.orgId, class: null })) exported.push(part);
  const read: Uint8Array[] = [];
  for await (const page of readClassRecords(app.db, { orgId: app.orgId })) read.push(...page);
  const [log, tuned] = [exported, read].map((lines) => Buffer.concat(lines).toString("utf8"));
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
