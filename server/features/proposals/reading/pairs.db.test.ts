import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import type { Context } from "../../../trpc/context.ts";
import { seedClasses } from "../../images/batches/plan-batch.ts";
import { imageAgent, imageContext } from "../../images/test-images.ts";
import { advanceConfirmations } from "../confirmation/advance.ts";
import { startConfirmation } from "../confirmation/start-confirmation.ts";
import { judge, proposed, runAll, uploaded } from "../confirmation/test-confirmation.ts";
import { getProposal } from "./get-proposal.ts";

let app: TestApp;
let ctx: Context;

beforeEach(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
  await seedClasses(ctx);
});
afterEach(() => app.close());

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

async function passed() {
  const agentId = await imageAgent(app);
  await uploaded(app, 30);
  const proposal = await proposed(app, { origin: "edit" });
  const { confirmationId } = await startConfirmation(ctx, { id: proposal.id, planned: 30 });
  await runAll(app, agentId);
  await judge(ctx, confirmationId, [...times(24, "candidate" as const), ...times(6, "live" as const)]);
  await advanceConfirmations(app);
  return { proposal, confirmationId };
}

test("TU48 TU40 the best and worst pairs are of the very verdicts that the confirmation's figures are of", async () => {
  const { proposal, confirmationId } = await passed();
  const verdicts = await app.db.imagePair.findMany({ where: { confirmationId }, orderBy: { seq: "asc" } });
  const late = verdicts.slice(-6).map((row, index) => {
    const other = row.verdict === "left" ? "right" : "left";
    const sessionId = index < 3 ? row.sessionId : null;
    return { ...row, eventId: randomUUID(), seq: 1_000 + index, raterId: "bo", verdict: other, sessionId };
  });
  await app.db.imagePair.createMany({ data: late });
  const { pairs, confirmation } = await getProposal(ctx, { id: proposal.id });
  expect(confirmation?.figures).toMatchObject({ judged: 30, better: 24, tied: 0, worse: 6 });
  expect(pairs.from).toBe("confirmation");
  expect(pairs.best.map(({ value, raters }) => [value, raters])).toEqual(times(5, [1, 1]));
  expect(pairs.worst.map(({ value, raters }) => [value, raters])).toEqual(times(5, [-1, 1]));
});

test("TU40 a new proposal of two recipes that were confirmed stands on that confirmation and starts no second one", async () => {
  const { proposal, confirmationId } = await passed();
  await app.db.imageProposal.updateMany({ where: { id: proposal.id }, data: { state: "superseded" } });
  const again = await proposed(app, { origin: "edit" });
  expect(again).toMatchObject({ baseSha: proposal.baseSha, recipeSha: proposal.recipeSha });
  const page = await getProposal(ctx, { id: again.id });
  expect(page.confirmation).toMatchObject({ id: confirmationId, state: "passed" });
  expect(page.against.map(({ flag }) => flag)).not.toContain("unconfirmed");
  await expect(startConfirmation(ctx, { id: again.id, planned: 30 })).rejects.toThrow(/has passed/);
});
