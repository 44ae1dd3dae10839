import { afterEach, beforeEach, expect, test } from "vitest";
import { AppError } from "../../platform/errors.ts";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import type { Context } from "../../trpc/context.ts";
import { advanceConfirmations } from "./confirmation/advance.ts";
import { approveProposal, getProposal, listProposals, proposeRecipe, rejectProposal } from "./service.ts";
import { CLASS, editProposal, liveOf, override, person, shown } from "./test-proposals.ts";

let app: TestApp;
let proposer: Context;
let approver: Context;

beforeEach(async () => {
  app = await createTestApp();
  proposer = await person(app, "Ada");
  approver = await person(app, "Ben");
});
afterEach(() => app.close());

async function refusal(act: Promise<unknown>): Promise<AppError> {
  const failure = await act.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof AppError)) throw new Error(`not refused: ${String(failure)}`);
  return failure;
}

test("TU49 an approval moves the live recipe, and the page shows it decided with its history", async () => {
  const { id, sha, baseSha } = await editProposal(proposer, 1.3);
  const page = await getProposal(approver, { id });
  expect(page.changes.diff.filter(({ mark }) => mark !== " ").map(({ mark }) => mark)).toEqual(["-", "+"]);
  expect(page.viewer).toMatchObject({ approve: { isAllowed: true }, override: { isNeeded: true } });
  const decided = await approveProposal(approver, { ...(await shown(approver, id)), comment: "looks right" });
  expect(decided).toEqual({ id, state: "promoted", liveSha: sha });
  expect((await liveOf(app)).sha).toBe(sha);
  const after = await getProposal(approver, { id });
  expect(after.state).toBe("promoted");
  expect(after.history).toMatchObject([
    { by: "Ben", act: "approved", comment: "looks right", isForced: true, reason: override.reason },
  ]);
  expect(await app.db.imageEvent.count({ where: { kind: "promotion", class: CLASS } })).toBe(1);
  const audit = await app.db.auditEntry.findFirst({ where: { action: "image_proposal.approved" } });
  expect(audit).toMatchObject({ beforeHash: baseSha, afterHash: sha, actor: approver.actor?.userId });
});

test("TD24 TU49 a recipe changed underneath is refused with both shas and the diff, and nothing moves", async () => {
  const { id, baseSha } = await editProposal(proposer, 1.3);
  const page = await shown(approver, id);
  const other = await editProposal(proposer, 1.6);
  await approveProposal(approver, await shown(approver, other.id));
  const stale = await refusal(approveProposal(approver, page));
  expect(stale.code).toBe("PROPOSAL_STALE");
  expect(stale.details).toMatchObject({ pinned: baseSha, live: other.sha });
  expect(JSON.stringify(stale.details)).toContain("gamma = 1.6");
  expect((await liveOf(app)).sha).toBe(other.sha);
});

test("TU49 a rejected proposal cannot be approved, and its comment stays", async () => {
  const { id } = await editProposal(proposer, 1.3);
  const page = await shown(approver, id);
  await rejectProposal(approver, { id, comment: "too bright" });
  expect((await refusal(approveProposal(approver, page))).code).toBe("PROPOSAL_CLOSED");
  const { history } = await getProposal(approver, { id });
  expect(history).toMatchObject([{ act: "rejected", comment: "too bright" }]);
});

test("AP6 what the console did by itself is told as its act, not as a former account's", async () => {
  const { id, sha: recipeSha, baseSha } = await editProposal(proposer, 1.3);
  const confirmation = { id: crypto.randomUUID(), orgId: app.orgId, proposalId: id, class: CLASS, baseSha, recipeSha };
  const run = { planned: 30, seed: 42n, state: "running", requestedBy: "u", requestedAt: app.clock.now() };
  await app.db.imageConfirmation.create({ data: { ...confirmation, ...run } });
  await rejectProposal(approver, { id, comment: "" });
  await advanceConfirmations(app);
  const { history } = await getProposal(approver, { id });
  expect(history.map(({ act, by }) => `${act} by ${by}`)).toEqual([
    "rejected by Ben",
    "confirmation.void by this console",
  ]);
});

test("AP7 after 30 days it is expired: listed as such, and every act on it is refused", async () => {
  const { id } = await editProposal(proposer, 1.3);
  const page = await shown(approver, id);
  app.clock.advance(30 * 24 * 3_600_000);
  expect((await listProposals(approver, { state: "open", page: 1, pageSize: 10 })).rows).toEqual([]);
  const { rows } = await listProposals(approver, { state: "expired", page: 1, pageSize: 10 });
  expect(rows).toMatchObject([{ id, state: "expired", flags: ["unconfirmed"] }]);
  expect((await refusal(approveProposal(approver, page))).code).toBe("PROPOSAL_CLOSED");
  expect((await refusal(rejectProposal(approver, { id, comment: "" }))).code).toBe("PROPOSAL_CLOSED");
});

test("AP7 TU41 a newer proposal supersedes the open one, and one that had expired stays expired, counted as such", async () => {
  const { id: expired } = await editProposal(proposer, 1.3);
  app.clock.advance(31 * 24 * 3_600_000);
  const { id: first, sha } = await editProposal(proposer, 1.4);
  const { id: second } = await proposeRecipe(proposer, { class: CLASS, recipeSha: sha, version: null });
  const listed = async (state: "open" | "expired" | "superseded") => {
    const { rows, total } = await listProposals(approver, { state, page: 1, pageSize: 10 });
    return { total, ids: rows.map(({ id }) => id) };
  };
  expect(await listed("expired")).toEqual({ total: 1, ids: [expired] });
  expect(await listed("superseded")).toEqual({ total: 1, ids: [first] });
  expect(await listed("open")).toEqual({ total: 1, ids: [second] });
  const { history } = await getProposal(approver, { id: expired });
  expect(history.map(({ act }) => act)).not.toContain("superseded");
});
