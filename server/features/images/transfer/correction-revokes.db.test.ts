import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCorrection, makeRevoke } from "../../../../core/imaging/record/record.ts";
import type { ClassificationRecord } from "../../../../core/imaging/record/run.ts";
import { aRun, ENGINE, RUN_FIELDS } from "../../../../core/imaging/record/test-records.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { correctClass } from "../classes/correct-class.ts";
import { ensureClasses } from "../classes/ensure-classes.ts";
import { readClassRecords } from "../records/class-records.ts";
import { storeClassification } from "../results/store-classification.ts";
import { imageContext, storeBlobs } from "../test-images.ts";
import { exportLog } from "./export-log.ts";
import { importLog } from "./import-log.ts";
import { storeSharedAnswer } from "./store-shared.ts";

let app: TestApp;
let ctx: Context;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
  await transaction(app, "test.classes", (tx) => ensureClasses(app, tx, app.orgId));
});
afterAll(() => app.close());

const START = 1_700_000_000_000;
const hash = (): string => (randomUUID() + randomUUID()).replaceAll("-", "");
const runOf = (input_blake3: string, label: string) => aRun({ run_id: randomUUID(), input_blake3, class: label });
const correctionOf = (input_blake3: string, class_now: string, over: { by?: string; ts_unix_ms?: number } = {}) =>
  makeCorrection({
    ...{ ts_unix_ms: START + 10, event_id: randomUUID(), by: "ada" },
    ...{ input_blake3, class_was: "receipt", class_now, ...over },
  });
const revokeOf = ({ event_id }: { event_id: string }, rater_id = "ada") =>
  makeRevoke({ ts_unix_ms: START + 90, event_id: randomUUID(), rater_id, revokes: event_id });

function imported(...records: readonly object[]) {
  async function* log() {
    yield Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  }
  return importLog(app, app.orgId, log());
}
async function textOf(lines: AsyncIterable<Uint8Array | Uint8Array[]>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of lines) parts.push(...(Array.isArray(part) ? part : [part]));
  return Buffer.concat(parts).toString("utf8");
}
/** The class of a picture, who said it, and the classes of its runs that count in their own. */
async function stateOf(blake3: string) {
  const orgId_blake3 = { orgId: app.orgId, blake3 };
  const input = await app.db.imageInput.findUniqueOrThrow({ where: { orgId_blake3 } });
  const runs = await app.db.imageRun.findMany({ where: { inputBlake3: blake3, isClassCorrected: false } });
  return { class: input.class, by: input.classBy, counting: runs.map((run) => run.class).sort() };
}

async function uploaded(): Promise<string> {
  const blake3 = hash();
  const receivedAt = app.clock.now();
  await app.db.imageInput.create({ data: { orgId: app.orgId, blake3, origin: "upload", receivedAt } });
  await storeBlobs(app, [blake3]);
  return blake3;
}
function classified(input_blake3: string, label: string) {
  const { signals, input } = RUN_FIELDS;
  const record: ClassificationRecord = {
    ...{ kind: "classification", v: 2, ts_unix_ms: START, input_blake3, class: label, class_by: "heuristic" },
    ...{ confidence: 0.8, traits: [], rule: "r", reasons: [], runner_up: null, signals, input },
    ...{ classifier_version: 1, engine: ENGINE, host_id: "h" },
  };
  const from = { orgId: app.orgId, agentId: null, origin: "console" as const, jobId: null };
  return transaction(app, "test.classify", (tx) => storeClassification(app, tx, { from, record, thumb: null }));
}

test("IM33 IM12 each revoke of a correction gives the picture the class it had before, and its runs count again", async () => {
  const blake3 = hash();
  const [first, second] = [
    correctionOf(blake3, "graphic"),
    correctionOf(blake3, "screenshot", { ts_unix_ms: START + 20 }),
  ];
  await imported(runOf(blake3, "receipt"), runOf(blake3, "graphic"), first, second);
  expect(await stateOf(blake3)).toEqual({ class: "screenshot", by: "correction", counting: [] });
  await imported(revokeOf(second));
  expect(await stateOf(blake3)).toEqual({ class: "graphic", by: "correction", counting: ["graphic"] });
  await imported(revokeOf(first));
  expect(await stateOf(blake3)).toEqual({ class: "receipt", by: "heuristic", counting: ["graphic", "receipt"] });
});

test("IM12 what is corrected here holds over a correction that a log from a fast clock brought, also after the next import", async () => {
  const blake3 = await uploaded();
  await imported(correctionOf(blake3, "screenshot", { ts_unix_ms: 9_000_000_000_000 }));
  await correctClass(ctx, { inputs: [blake3], class: "graphic" });
  await imported(correctionOf(blake3, "mono-photo"));
  expect(await stateOf(blake3)).toMatchObject({ class: "graphic", by: "correction" });
});

test("IM33 an earlier correction that is taken back changes nothing while a later one stands, in whatever order they arrive", async () => {
  const blake3 = hash();
  const later = correctionOf(blake3, "screenshot", { ts_unix_ms: START + 20 });
  const earlier = correctionOf(blake3, "graphic");
  await imported(later, earlier);
  expect(await stateOf(blake3)).toMatchObject({ class: "screenshot" });
  await imported(revokeOf(earlier));
  expect(await stateOf(blake3)).toMatchObject({ class: "screenshot", by: "correction" });
});

test("IM33 IM11 a picture whose correction is taken back has the class it was classified with, also where that came later; one that nobody classified has none", async () => {
  const [before, after, never] = [await uploaded(), await uploaded(), await uploaded()];
  await classified(before, "receipt");
  const corrections = [before, after, never].map((blake3) => correctionOf(blake3, "graphic"));
  await imported(...corrections);
  await classified(after, "mono-photo");
  for (const blake3 of [before, after, never]) expect(await stateOf(blake3)).toMatchObject({ class: "graphic" });
  await imported(...corrections.map((record) => revokeOf(record)));
  expect(await stateOf(before)).toMatchObject({ class: "receipt", by: "heuristic" });
  expect(await stateOf(after)).toMatchObject({ class: "mono-photo", by: "heuristic" });
  expect(await stateOf(never)).toMatchObject({ class: null, by: null });
  await classified(never, "receipt");
  expect(await stateOf(never)).toMatchObject({ class: "receipt", by: "heuristic" });
});

test("IM33 nobody takes a correction back but who gave it: not another rater, not a Mac, not an import what was given here", async () => {
  const [mine, ofMac, here] = [hash(), hash(), await uploaded()];
  const corrections = [correctionOf(mine, "graphic"), correctionOf(ofMac, "graphic")] as const;
  await imported(...corrections);
  await correctClass(ctx, { inputs: [here], class: "graphic" });
  const given = await app.db.imageEvent.findFirstOrThrow({ where: { kind: "correction", inputBlake3: here } });
  const byBob = revokeOf(corrections[0], "bob");
  const ofGiven = revokeOf({ event_id: given.eventId ?? "" }, ctx.actor?.userId);
  expect(await imported(byBob, ofGiven)).toMatchObject({
    refusedRevokes: [
      { reason: "other_rater", count: 1 },
      { reason: "given_here", count: 1 },
    ],
  });
  const from = { orgId: app.orgId, agentId: "mac-1", origin: "share" as const, jobId: null };
  const record = revokeOf(corrections[1]);
  await transaction(app, "test.share", (tx) => storeSharedAnswer(app, tx, { from, record }));
  for (const blake3 of [mine, ofMac, here])
    expect(await stateOf(blake3)).toMatchObject({ class: "graphic", by: "correction" });
});

test("IM33 a revoke that arrives before its correction takes it back all the same; one of another rater does not, and no tune reads it", async () => {
  const [one, two, three] = [hash(), hash(), hash()];
  const corrections = [one, two, three].map((blake3) => correctionOf(blake3, "graphic"));
  const [ofOne, ofTwo, byBob] = corrections.map((record, n) => revokeOf(record, n === 2 ? "bob" : "ada"));
  await imported(...[one, two, three].map((blake3) => runOf(blake3, "receipt")), ofOne ?? {}, byBob ?? {});
  await imported(ofTwo ?? {}, ...corrections);
  const back = { class: "receipt", by: "heuristic", counting: ["receipt"] };
  expect(await stateOf(one)).toEqual(back);
  expect(await stateOf(two)).toEqual(back);
  expect(await stateOf(three)).toEqual({ class: "graphic", by: "correction", counting: [] });
  const read = await textOf(readClassRecords(app.db, { orgId: app.orgId }));
  expect(read).toContain(ofOne?.event_id);
  expect(read).not.toContain(byBob?.event_id);
});

test("IM33 IM56 the export of the class a correction named wrong has the correction with its revoke", async () => {
  const blake3 = hash();
  const correction = correctionOf(blake3, "graphic");
  const revoke = revokeOf(correction);
  await imported(runOf(blake3, "receipt"), correction, revoke);
  for (const label of ["receipt", "graphic"]) {
    const text = await textOf(exportLog(app, { orgId: app.orgId, class: label }));
    for (const { event_id } of [correction, revoke]) expect(text).toContain(event_id);
  }
  expect(await textOf(exportLog(app, { orgId: app.orgId, class: "screenshot" }))).not.toContain(revoke.event_id);
});
