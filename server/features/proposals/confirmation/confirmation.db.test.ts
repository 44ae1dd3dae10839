import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ImageReplayParams } from "../../../../core/contract/v1/image-jobs.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { seedClasses } from "../../images/batches/plan-batch.ts";
import { findVersion } from "../../images/classes/class-repo.ts";
import { keepVersion } from "../../images/classes/ensure-classes.ts";
import { moveLiveRecipe } from "../../images/classes/move-live-recipe.ts";
import { imageAgent, imageContext } from "../../images/test-images.ts";
import { openProposal } from "../deciding/open-proposal.ts";
import { rejectProposal } from "../deciding/reject.ts";
import { advanceConfirmations } from "./advance.ts";
import { readProgress } from "./read-progress.ts";
import { startConfirmation } from "./start-confirmation.ts";
import { CLASS, judge, proposed, runAll, settle, tellError, uploaded } from "./test-confirmation.ts";

let app: TestApp;
let ctx: Context;
let agentId: string;

beforeEach(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
  agentId = await imageAgent(app);
  await seedClasses(ctx);
});
afterEach(() => app.close());

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const drawn = (confirmationId: string) =>
  app.db.imageConfirmationItem.findMany({ where: { confirmationId }, orderBy: { position: "asc" } });
const rowOf = (id: string) => app.db.imageConfirmation.findUniqueOrThrow({ where: { id } });

/** A running confirmation whose pairs are on the bench. */
async function ready(pictures = 30, planned: 30 | 60 = 30) {
  await uploaded(app, pictures);
  const proposal = await proposed(app);
  const { confirmationId } = await startConfirmation(ctx, { id: proposal.id, planned });
  await runAll(app, agentId);
  return { confirmationId, proposal };
}

async function changeLive(proposalId: string | null = null, isBack = true): Promise<void> {
  const other = await proposed(app, { gamma: 1.15, origin: "edit" });
  const row = await app.db.imageProposal.findUniqueOrThrow({ where: { id: other.id } });
  const of = { orgId: app.orgId, class: CLASS };
  await transaction(app, "test.move", async (tx) => {
    const text = { ...of, sha: row.recipeSha, toml: row.toml, origin: "person" as const, by: "Ada" };
    const toVersion = await keepVersion(app, tx, text);
    const move = { ...of, expectedSha: row.baseSha, toVersion, kind: "edit" as const, by: "Ada" };
    await moveLiveRecipe(app, tx, { ...move, proposalId });
    if (!isBack) return;
    const base = await findVersion(tx, { ...of, recipeSha: row.baseSha });
    const back = { ...of, expectedSha: row.recipeSha, toVersion: base?.version ?? 0, kind: "edit" as const, by: "Ada" };
    await moveLiveRecipe(app, tx, back);
  });
}

/** Another proposal for the class, as a person or a tune makes it. */
async function newerProposal(): Promise<void> {
  const { id, baseSha, recipeSha } = await proposed(app, { gamma: 1.2, origin: "edit" });
  const { toml } = await app.db.imageProposal.findUniqueOrThrow({ where: { id } });
  await app.db.imageProposal.delete({ where: { id } });
  const what = { class: CLASS, origin: "edit", baseSha, recipeSha, toml, resultJson: "{}" };
  await transaction(app, "test.open", (tx) => openProposal(ctx, tx, what));
}

describe("its start", () => {
  test("TU40 TD25 n fresh inputs are drawn, none that the tune used, and both recipes run on each as image-replay", async () => {
    const tuned = await uploaded(app, 12);
    const others = await uploaded(app, 31);
    await uploaded(app, 5, "receipt");
    const { id, baseSha, recipeSha } = await proposed(app, { tuned });
    const { confirmationId } = await startConfirmation(ctx, { id, planned: 30 });
    const inputs = (await drawn(confirmationId)).map(({ inputBlake3 }) => inputBlake3);
    expect(new Set(inputs).size).toBe(30);
    expect(inputs.every((input) => others.includes(input))).toBe(true);
    const jobs = await app.db.job.findMany({ where: { kind: "image-replay" } });
    const items = jobs.flatMap(({ paramsJson }) => {
      const params = ImageReplayParams.parse(JSON.parse(paramsJson));
      expect(params).toMatchObject({ class: CLASS, proposalId: id });
      return params.items;
    });
    expect(items).toHaveLength(60);
    for (const input of inputs) {
      const shas = items.filter(({ blake3 }) => blake3 === input).map((item) => item.recipeSha);
      expect(shas.toSorted()).toEqual([baseSha, recipeSha].toSorted());
    }
    expect(new Set(items.map(({ workLongSide }) => workLongSide))).toEqual(new Set([1600]));
  });

  test("TU40 too few fresh inputs say how many are missing and start nothing", async () => {
    await uploaded(app, 27);
    const { id } = await proposed(app);
    await expect(startConfirmation(ctx, { id, planned: 30 })).rejects.toThrow("needs 3 more images");
    await expect(startConfirmation(ctx, { id, planned: 60 })).rejects.toThrow("needs 33 more images");
    expect(await app.db.imageBatch.count()).toBe(0);
  });

  test("TU40 a regression, a roll back, a closed proposal and a changed live recipe start none", async () => {
    await uploaded(app, 30);
    const start = (id: string) => startConfirmation(ctx, { id, planned: 30 });
    await expect(start((await proposed(app, { verdict: "regression" })).id)).rejects.toThrow(/regression/);
    await expect(start((await proposed(app, { origin: "roll_back" })).id)).rejects.toThrow(/roll back/);
    const { id } = await proposed(app);
    await app.db.imageProposal.update({ where: { id }, data: { state: "rejected" } });
    await expect(start(id)).rejects.toMatchObject({ code: "PROPOSAL_CLOSED" });
    await app.db.imageProposal.update({ where: { id }, data: { state: "open" } });
    await changeLive("somebody else", false);
    await expect(start(id)).rejects.toMatchObject({ code: "PROPOSAL_STALE" });
    await expect(start(randomUUID())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("TU40 asking twice is one confirmation", async () => {
    await uploaded(app, 40);
    const { id } = await proposed(app);
    const first = await startConfirmation(ctx, { id, planned: 30 });
    expect(await startConfirmation(ctx, { id, planned: 60 })).toEqual(first);
    expect(await app.db.imageConfirmation.count()).toBe(1);
  });
});

describe("its course", () => {
  test("TU40 TD25 nothing is told before the end; 17 better, 6 ties, 7 worse of 30 pass with bound 0.0181", async () => {
    const { confirmationId } = await ready();
    await judge(ctx, confirmationId, [...times(17, "candidate" as const), ...times(6, "tie" as const)]);
    await judge(ctx, confirmationId, times(6, "live"));
    await settle(app);
    const progress = await readProgress(app.db, { orgId: app.orgId, id: confirmationId });
    expect(progress).toEqual({ run: 30, ready: 1, judged: 29, replaced: 0 });
    expect(await rowOf(confirmationId)).toMatchObject({ state: "running", endedAt: null });
    expect((await rowOf(confirmationId)).resultJson ?? "{}").not.toMatch(/figures|mean|lower/);
    await judge(ctx, confirmationId, ["live"]);
    await settle(app);
    const ended = await rowOf(confirmationId);
    expect(ended.state).toBe("passed");
    const { figures } = JSON.parse(ended.resultJson ?? "{}");
    expect(figures).toMatchObject({ better: 17, tied: 6, worse: 7, judged: 30 });
    expect(figures.lower.toFixed(4)).toBe("0.0181");
  });

  test("TU40 TD25 it ends early only as a failure, and the same two recipes get no second try", async () => {
    const { confirmationId, proposal } = await ready();
    await judge(ctx, confirmationId, times(10, "live"));
    await settle(app);
    expect(await rowOf(confirmationId)).toMatchObject({ state: "failed" });
    await uploaded(app, 60);
    await expect(startConfirmation(ctx, { id: proposal.id, planned: 60 })).rejects.toThrow(/did not pass/);
  });

  test("TU40 not sure takes the next fresh input, and the last one waits for more images", async () => {
    const { confirmationId } = await ready(31);
    await judge(ctx, confirmationId, ["not_sure"]);
    await settle(app);
    const items = await drawn(confirmationId);
    expect(items.map(({ isReplaced }) => isReplaced)).toEqual([true, ...times(30, false)]);
    expect(new Set(items.map(({ inputBlake3 }) => inputBlake3)).size).toBe(31);
    await judge(ctx, confirmationId, ["not_sure"]);
    await settle(app);
    expect(await rowOf(confirmationId)).toMatchObject({ state: "running", resultJson: '{"missing":1}' });
    const [late] = await uploaded(app, 1);
    await settle(app);
    expect((await drawn(confirmationId)).at(-1)?.inputBlake3).toBe(late);
    await runAll(app, agentId);
    await judge(ctx, confirmationId, times(30, "candidate"));
    await settle(app);
    expect(await rowOf(confirmationId)).toMatchObject({ state: "passed" });
  });

  test("TU40 a picture that a recipe cannot do is replaced; runs that were lost are asked for again", async () => {
    await uploaded(app, 31);
    const { id } = await proposed(app);
    const { confirmationId } = await startConfirmation(ctx, { id, planned: 30 });
    const [one, two] = await drawn(confirmationId);
    const runsOf = (pairId = "") => app.db.imageRun.findMany({ where: { pairId }, orderBy: { number: "asc" } });
    const [bad] = await runsOf(one?.pairId);
    await tellError(app, agentId, bad?.id ?? "");
    const lost = (await runsOf(two?.pairId)).map((run) => run.id);
    await app.db.imageBatchItem.updateMany({
      where: { runId: { in: lost } },
      data: { state: "failed", reason: "lost" },
    });
    await app.db.imageRun.updateMany({ where: { id: { in: lost } }, data: { state: "failed" } });
    await runAll(app, agentId);
    await runAll(app, agentId);
    const items = await drawn(confirmationId);
    expect(items).toHaveLength(31);
    expect(items.map(({ isReplaced }) => isReplaced)).toEqual([true, ...times(30, false)]);
    expect(items[1]?.pairId).not.toBe(two?.pairId);
    expect(items.slice(1).every(({ liveRun, candidateRun }) => liveRun !== null && candidateRun !== null)).toBe(true);
  });

  test("TU40 only blind answers of this console decide: imported and unblinded verdicts count for nothing", async () => {
    const { confirmationId } = await ready();
    await judge(ctx, confirmationId, times(29, "live"));
    const [counted] = await app.db.imagePair.findMany({ where: { confirmationId }, take: 1 });
    await settle(app);
    expect((await rowOf(confirmationId)).state).toBe("failed");
    await app.db.imageConfirmation.update({ where: { id: confirmationId }, data: { state: "running", endedAt: null } });
    await app.db.imageRatingSession.updateMany({ where: { id: counted?.sessionId ?? "" }, data: { isBlind: false } });
    await settle(app);
    expect((await rowOf(confirmationId)).state).toBe("running");
    await app.db.imageRatingSession.updateMany({ data: { isBlind: true } });
    await app.db.imagePair.updateMany({ data: { sessionId: null } });
    await settle(app);
    expect((await rowOf(confirmationId)).state).toBe("running");
  });
});

test("TU40 a run that its agent made by another recipe than asked for is never judged: its picture is replaced", async () => {
  await uploaded(app, 32);
  const proposal = await proposed(app);
  const { confirmationId } = await startConfirmation(ctx, { id: proposal.id, planned: 30 });
  const [{ pairId } = { pairId: "" }] = await drawn(confirmationId);
  const { baseSha, recipeSha } = proposal;
  const { recipeBlob } = await app.db.imageBatchItem.findFirstOrThrow({ where: { pairId, recipeSha: baseSha } });
  const asked = await app.db.imageBatchItem.findFirstOrThrow({ where: { pairId, recipeSha } });
  await app.db.imageBatchItem.updateMany({ where: { pairId, recipeSha }, data: { recipeBlob } });
  await app.db.imageRun.updateMany({ where: { id: asked.runId ?? "" }, data: { recipeSha: baseSha } });
  await runAll(app, agentId);
  const [first, second] = await drawn(confirmationId);
  expect(first).toMatchObject({ isReplaced: true, liveRun: null, candidateRun: null });
  expect(second).toMatchObject({ isReplaced: false });
});

describe("what voids it", () => {
  test("TU41 a changed live recipe voids it for good, even when it is changed back", async () => {
    const { confirmationId } = await ready();
    app.clock.advance(1000);
    await changeLive();
    await settle(app);
    const row = await rowOf(confirmationId);
    expect(row).toMatchObject({ state: "void", resultJson: '{"reason":"the live recipe changed"}' });
    await expect(judge(ctx, confirmationId, ["candidate"])).rejects.toThrow(/nothing waits/);
  });

  test("TU41 a passed one too, with its figures kept, but not by the promotion it was for", async () => {
    const { confirmationId, proposal } = await ready();
    await judge(ctx, confirmationId, times(30, "candidate"));
    await settle(app);
    await changeLive(proposal.id);
    await settle(app);
    expect((await rowOf(confirmationId)).state).toBe("passed");
    await changeLive();
    await settle(app);
    expect((await rowOf(confirmationId)).state).toBe("void");
    expect((await rowOf(confirmationId)).resultJson).toMatch(/"better":30.*"reason"/);
  });

  test("TU40 a failure that verdicts decided stands though a newer proposal comes before its end is noted", async () => {
    const { confirmationId } = await ready();
    await judge(ctx, confirmationId, times(10, "live"));
    await newerProposal();
    expect((await rowOf(confirmationId)).state).toBe("failed");
    await uploaded(app, 30);
    const again = await proposed(app);
    await expect(startConfirmation(ctx, { id: again.id, planned: 30 })).rejects.toThrow(/did not pass/);
  });

  test.each([
    ["a newer proposal", () => newerProposal(), "the proposal was superseded"],
    ["a rejection", (id: string) => rejectProposal(ctx, { id, comment: "" }), "the proposal was rejected"],
  ])(
    "TU41 AP6 %s voids it in the same act, with its reason in the log, and its runs stop",
    async (_title, act, reason) => {
      await uploaded(app, 30);
      const { id } = await proposed(app, { origin: "edit" });
      const { confirmationId } = await startConfirmation(ctx, { id, planned: 30 });
      await act(id);
      const { state, resultJson, batchId } = await rowOf(confirmationId);
      expect([state, resultJson]).toEqual(["void", JSON.stringify({ reason })]);
      const entry = await app.db.auditEntry.findFirst({ where: { action: "image_confirmation.void" } });
      expect(entry).toMatchObject({ actor: "console", object: `image-proposal:${id}` });
      const batch = await app.db.imageBatch.findUniqueOrThrow({ where: { id: batchId ?? "" } });
      expect(batch.cancelledAt).toEqual(app.clock.now());
      expect(await app.db.imageBatchItem.count({ where: { state: "waiting" } })).toBe(0);
      expect(await app.db.job.count({ where: { state: { in: ["QUEUED", "LEASED", "RUNNING"] } } })).toBe(0);
    },
  );

  test("TU41 a superseded proposal and cancelled runs void a running one, and another may begin after it", async () => {
    const { confirmationId, proposal } = await ready();
    await app.db.imageProposal.update({ where: { id: proposal.id }, data: { state: "superseded" } });
    await settle(app);
    expect((await rowOf(confirmationId)).state).toBe("void");
    await app.db.imageProposal.update({ where: { id: proposal.id }, data: { state: "open" } });
    const next = await startConfirmation(ctx, { id: proposal.id, planned: 30 });
    expect(next.confirmationId).not.toBe(confirmationId);
    await app.db.imageBatch.updateMany({ data: { cancelledAt: app.clock.now() } });
    await settle(app);
    expect((await rowOf(next.confirmationId)).resultJson).toMatch(/cancelled/);
  });
});

test("a turn with nothing to do commits nothing, so that the pump rests", async () => {
  await ready();
  let wakes = 0;
  app.bus.listen(() => {
    wakes += 1;
  });
  await advanceConfirmations(app);
  expect(wakes).toBe(0);
});
