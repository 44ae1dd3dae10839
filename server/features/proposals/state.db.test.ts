import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import type { Context } from "../../trpc/context.ts";
import { approveProposal, getClassState, getProposal, tuneClass } from "./service.ts";
import { BRIGHTER, importText, pairedLog } from "./test-log.ts";
import { CLASS, person } from "./test-proposals.ts";

let app: TestApp;
let proposer: Context;
let approver: Context;

beforeEach(async () => {
  app = await createTestApp();
  proposer = await person(app, "Ada");
  approver = await person(app, "Ben");
});
afterEach(() => app.close());

const importInputs = (inputs: number) => importText(app, pairedLog({ inputs, starsOf: BRIGHTER }));
const stateFor = (by: Context, sessionId: string | null = null) =>
  getClassState(by, { class: CLASS, sessionId, afterEvent: null });

test("TU37 a class goes from collecting over computable and ready to promoted, each with what is missing", async () => {
  expect(await stateFor(proposer)).toMatchObject({
    state: "collecting",
    missing: ["20 more rated runs"],
    heldOut: null,
  });
  await importInputs(45);
  app.clock.advance(60_000);
  const computable = await stateFor(proposer);
  expect(computable).toMatchObject({ state: "computable", ratedRuns: 90, pairedRatings: 90, pairedInputs: 45 });
  expect(computable.missing).toEqual(["a gp proposal"]);
  const made = await tuneClass(proposer, { class: CLASS, seed: 42, method: null });
  if (made.kind !== "proposal") throw new Error(made.text);
  app.clock.advance(60_000);
  const ready = await stateFor(proposer);
  expect(ready).toMatchObject({ state: "ready", missing: ["a passed blind confirmation"], proposal: { id: made.id } });
  const { pins } = await getProposal(approver, { id: made.id });
  const override = { class: CLASS, reason: "checked by eye" };
  await approveProposal(approver, {
    id: made.id,
    comment: "",
    snapshot: pins.snapshot,
    liveSha: pins.liveSha,
    override,
  });
  app.clock.advance(60_000);
  expect(await stateFor(proposer)).toMatchObject({ state: "promoted", missing: [] });
});

test("TU31 IM63 the held-out error is told now and as it was from what was known when the sitting began", async () => {
  await importInputs(15);
  app.clock.advance(60_000);
  const id = randomUUID();
  const raterId = proposer.actor?.userId ?? "";
  const sitting = {
    id,
    orgId: app.orgId,
    raterId,
    mode: "scores",
    isBlind: true,
    seed: 1n,
    startedAt: app.clock.now(),
  };
  await app.db.imageRatingSession.create({ data: sitting });
  const before = await stateFor(proposer, id);
  expect(before.heldOut?.before).toBe(before.heldOut?.error);
  app.clock.advance(60_000);
  await importInputs(45);
  const after = await stateFor(proposer, id);
  expect(after.heldOut?.n).toBeGreaterThan(before.heldOut?.n ?? 0);
  expect(after.heldOut?.before).not.toBeNull();
  expect(after.heldOut?.before).not.toBe(after.heldOut?.error);
  await expect(stateFor(approver, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
