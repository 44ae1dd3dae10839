import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { databaseFile } from "../../platform/create-app.ts";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import type { Context } from "../../trpc/context.ts";
import { verifyAudit } from "../activity/index.ts";
import { findVersion } from "../images/index.ts";
import { getClass, saveRecipe } from "../images/service.ts";
import { approveProposal, getProposal, proposeRecipe, rejectProposal, rollBackRecipe, tuneClass } from "./service.ts";
import { BRIGHTER, importText, pairedLog } from "./test-log.ts";
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

async function tuned(): Promise<string> {
  await importText(app, pairedLog({ inputs: 45, starsOf: BRIGHTER }));
  const made = await tuneClass(proposer, { class: CLASS, seed: 42, method: null });
  if (made.kind !== "proposal") throw new Error(made.text);
  return made.id;
}

test("TD24 two approvals at once: one wins, the other is refused, the recipe moves once", async () => {
  const { id, sha } = await editProposal(proposer, 1.3);
  const others = await Promise.all(["Cy", "Di", "Ed"].map((name) => person(app, name)));
  const pages = await Promise.all([approver, ...others].map(async (by) => ({ by, page: await shown(by, id) })));
  const ends = await Promise.allSettled(pages.map(({ by, page }) => approveProposal(by, page)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const end of ends) {
    if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "PROPOSAL_CLOSED" });
  }
  expect(await app.db.imageRecipeMove.count({ where: { class: CLASS, kind: "promote" } })).toBe(1);
  expect(await app.db.auditEntry.count({ where: { action: "image_proposal.approved" } })).toBe(1);
  expect((await liveOf(app)).sha).toBe(sha);
});

test("TD24 AP11 approvals of two proposals from one base at once: one becomes live, the other is stale", async () => {
  const first = await editProposal(proposer, 1.3);
  const second = await editProposal(proposer, 1.6);
  const asked = await Promise.all([first, second].map(({ id }) => shown(approver, id)));
  const ends = await Promise.allSettled(asked.map((page) => approveProposal(approver, page)));
  const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  expect(refused).toMatchObject([{ code: "PROPOSAL_STALE", details: { pinned: first.baseSha } }]);
  expect([first.sha, second.sha]).toContain((await liveOf(app)).sha);
});

describe("who and with what", () => {
  test("AP3 the proposer cannot approve, also from a second session; rejecting is allowed; the switch lifts it", async () => {
    const { id, sha } = await editProposal(proposer, 1.3);
    const { viewer } = await getProposal(proposer, { id });
    expect(viewer.approve).toEqual({ isAllowed: false, why: expect.stringContaining("four eyes") });
    const { actor } = proposer;
    const second = actor === null ? proposer : { ...proposer, actor: { ...actor, sessionId: "another" } };
    await expect(approveProposal(second, await shown(second, id))).rejects.toMatchObject({ code: "FOUR_EYES" });
    await app.db.serverMeta.create({ data: { key: "four_eyes", value: "off" } });
    expect(await approveProposal(second, await shown(second, id))).toMatchObject({ liveSha: sha });
  });

  test("AP4 an approval with another digest than the page's is refused", async () => {
    const { id, baseSha } = await editProposal(proposer, 1.3);
    const page = { ...(await shown(approver, id)), snapshot: "0".repeat(64) };
    await expect(approveProposal(approver, page)).rejects.toMatchObject({ code: "PROPOSAL_CHANGED" });
    expect((await liveOf(app)).sha).toBe(baseSha);
  });

  test("AP2 a proposal edited after the page was shown is refused", async () => {
    const { id, baseSha } = await editProposal(proposer, 1.3);
    const page = await shown(approver, id);
    await app.db.imageProposal.update({ where: { id }, data: { toml: "# another text" } });
    await expect(approveProposal(approver, page)).rejects.toMatchObject({ code: "PROPOSAL_CHANGED" });
    expect((await liveOf(app)).sha).toBe(baseSha);
  });

  test.each([
    ["nothing typed", null, "override"],
    ["another class typed", { class: "photo", reason: "checked by eye" }, "class"],
    ["nine characters", { class: CLASS, reason: "too short" }, "reason"],
  ])("TU50 AP5 an unconfirmed one with %s is refused and nothing moves", async (_title, given, lacks) => {
    const { id, baseSha } = await editProposal(proposer, 1.3);
    const asked = { ...(await shown(approver, id)), override: given };
    const refused = approveProposal(approver, asked);
    await expect(refused).rejects.toMatchObject({
      code: "OVERRIDE_NEEDED",
      details: { lacks, causes: ["unconfirmed"] },
    });
    expect((await liveOf(app)).sha).toBe(baseSha);
  });

  test("TU50 AP1 H-28 force of a stale one is pinned to the live recipe that was shown, whose lines it replaces", async () => {
    const { id, sha } = await editProposal(proposer, 1.3);
    await force(await editProposal(proposer, 1.5));
    const page = await shown(approver, id);
    await force(await editProposal(proposer, 1.7));
    await expect(approveProposal(approver, page)).rejects.toMatchObject({ code: "PROPOSAL_STALE" });
    const again = await getProposal(approver, { id });
    expect(again.against.map(({ flag }) => flag)).toEqual(["stale", "unconfirmed"]);
    expect(again.stale?.diff.some(({ text }) => text.includes("gamma = 1.7"))).toBe(true);
    expect(again.changes.from).toBe("live");
    expect(again.changes.diff.filter(({ mark }) => mark !== " ").map(({ text }) => text)).toEqual([
      expect.stringContaining("gamma = 1.7"),
      expect.stringContaining("gamma = 1.3"),
    ]);
    expect(again.undo).toContain(again.pins.liveSha?.slice(0, 12));
    expect(await approveProposal(approver, await shown(approver, id))).toMatchObject({ liveSha: sha });
    const move = await app.db.imageRecipeMove.findFirst({ where: { proposalId: id } });
    expect(move).toMatchObject({ isForced: true, reason: override.reason, toSha: sha });
    const done = await getProposal(approver, { id });
    expect(done).toMatchObject({ changes: { from: "replaced", diff: again.changes.diff }, undo: again.undo });
  });
});

const force = async ({ id }: { id: string }) => approveProposal(approver, await shown(approver, id));

test("TU47 a forced tune keeps the typed reason in its text, and its roll back needs none", async () => {
  const id = await tuned();
  const { recipeSha, baseSha } = await getProposal(approver, { id });
  await force({ id });
  const version = await findVersion(app.db, { orgId: app.orgId, class: CLASS, recipeSha });
  expect(version?.toml).toContain("forced = true");
  expect(version?.toml).toContain(`reason = "${override.reason}"`);
  const back = await rollBackRecipe(proposer, { class: CLASS, recipeSha: null });
  await approveProposal(approver, { ...(await shown(approver, back.id)), override: null });
  expect((await liveOf(app)).sha).toBe(baseSha);
});

test("AP1 TU45 a tune whose scores were taken back says so, and an approval from the page before is refused", async () => {
  const id = await tuned();
  const page = await shown(approver, id);
  app.clock.advance(1000);
  const [score] = await app.db.imageRating.findMany({ where: { class: CLASS }, orderBy: { seq: "asc" }, take: 1 });
  const event = { v: 2, ts_unix_ms: 1_800_000_000_000, event_id: crypto.randomUUID(), rater_id: score?.raterId };
  await importText(app, `${JSON.stringify({ kind: "revoke", ...event, revokes: score?.eventId })}\n`);
  await expect(approveProposal(approver, page)).rejects.toMatchObject({ code: "PROPOSAL_CHANGED" });
  const { against } = await getProposal(approver, { id });
  expect(against.at(-1)?.text).toBe(
    "Since this was tuned, 1 answer or picture of its evidence was taken back or corrected.",
  );
});

test("TU40 a passed confirmation of exactly these recipes needs no override; a changed live recipe voids it (TU41)", async () => {
  const id = await tuned();
  const { recipeSha, baseSha } = await getProposal(approver, { id });
  const confirmation = { id: crypto.randomUUID(), orgId: app.orgId, proposalId: id, class: CLASS, baseSha, recipeSha };
  const run = { planned: 30, seed: 42n, state: "passed", requestedBy: "u", requestedAt: app.clock.now() };
  await app.db.imageConfirmation.create({ data: { ...confirmation, ...run } });
  const page = await getProposal(approver, { id });
  expect(page.viewer.override).toMatchObject({ isNeeded: false, causes: [] });
  await force(await editProposal(proposer, 1.5));
  const voided = await getProposal(approver, { id });
  expect(voided.confirmation?.state).toBe("void");
  expect(voided.against.map(({ flag }) => flag)).toEqual(["stale", "unconfirmed"]);
});

describe("rolling back", () => {
  test("TU51 AP9 the recipe before is proposed with its diff, approved like any other, and can be undone again", async () => {
    const { id, sha, baseSha } = await editProposal(proposer, 1.3);
    await force({ id });
    const back = await rollBackRecipe(proposer, { class: CLASS, recipeSha: null });
    const page = await getProposal(approver, { id: back.id });
    expect(page).toMatchObject({ origin: "roll_back", baseSha: sha, recipeSha: baseSha, verdict: null, against: [] });
    expect(page.changes.diff.filter(({ mark }) => mark === "+").map(({ text }) => text)).toEqual([
      expect.stringContaining("gamma = 1.06"),
    ]);
    await expect(approveProposal(proposer, await shown(proposer, back.id))).rejects.toMatchObject({
      code: "FOUR_EYES",
    });
    await approveProposal(approver, { ...(await shown(approver, back.id)), override: null });
    expect((await liveOf(app)).sha).toBe(baseSha);
    const undone = await rollBackRecipe(proposer, { class: CLASS, recipeSha: null });
    await approveProposal(approver, { ...(await shown(approver, undone.id)), override: null });
    expect((await liveOf(app)).sha).toBe(sha);
    const moves = await app.db.imageRecipeMove.findMany({ where: { class: CLASS }, orderBy: { seq: "asc" } });
    expect(moves.map(({ kind }) => kind)).toEqual(["starter", "promote", "roll_back", "roll_back"]);
  });

  test("AP9 a recipe that was never live, the live one, and a class without an earlier one are refused", async () => {
    const { sha, baseSha } = await editProposal(proposer, 1.3);
    const to = (recipeSha: string | null) => rollBackRecipe(proposer, { class: CLASS, recipeSha });
    for (const recipeSha of [sha, baseSha, null, "0".repeat(64)]) {
      await expect(to(recipeSha)).rejects.toMatchObject({ code: "BAD_INPUT" });
    }
    expect(await app.db.imageProposal.count({ where: { origin: "roll_back" } })).toBe(0);
  });

  test("TU51 a person's stored text is proposed unconfirmed, and proposing it supersedes the open one", async () => {
    const { id, sha } = await editProposal(proposer, 1.3);
    const again = await proposeRecipe(approver, { class: CLASS, recipeSha: sha, version: null });
    expect((await getProposal(approver, { id })).state).toBe("superseded");
    const { against, origin } = await getProposal(approver, { id: again.id });
    expect([origin, against.map(({ flag }) => flag)]).toEqual(["edit", ["unconfirmed"]]);
    await expect(rejectProposal(approver, { id, comment: "" })).rejects.toMatchObject({ code: "PROPOSAL_CLOSED" });
  });
});

describe("several texts of one sha", () => {
  const commented = (toml: string) => `# wider on purpose\n${toml}`;

  test("TU51 AC5 IM17 a saved text with the live sha runs only once its proposal is approved, and can be undone", async () => {
    const { live } = await getClass(proposer, { class: CLASS });
    const toml = commented(live?.toml ?? "");
    const saved = await saveRecipe(proposer, { class: CLASS, toml });
    expect(saved).toMatchObject({ recipeSha: live?.recipeSha, isLive: false });
    const page = await getClass(proposer, { class: CLASS });
    expect([page.live, page.moves.length]).toEqual([live, 1]);
    expect(await liveOf(app)).toEqual({ sha: live?.recipeSha, toml: live?.toml });
    const { id } = await proposeRecipe(proposer, { class: CLASS, recipeSha: saved.recipeSha, version: saved.version });
    const shownPage = await getProposal(approver, { id });
    expect(shownPage).toMatchObject({ against: [], viewer: { confirm: { isAllowed: false } } });
    expect(shownPage.changes.diff.filter(({ mark }) => mark !== " ")).toEqual([
      { mark: "+", text: "# wider on purpose" },
    ]);
    await approveProposal(approver, { ...(await shown(approver, id)), override: null });
    expect(await liveOf(app)).toEqual({ sha: live?.recipeSha, toml });
    expect((await getProposal(approver, { id })).changes).toEqual({ ...shownPage.changes, from: "replaced" });
    const propose = proposeRecipe(proposer, { class: CLASS, recipeSha: saved.recipeSha, version: null });
    await expect(propose).rejects.toMatchObject({ code: "BAD_INPUT" });
    const back = await rollBackRecipe(proposer, { class: CLASS, recipeSha: null });
    await approveProposal(approver, { ...(await shown(approver, back.id)), override: null });
    expect((await getClass(proposer, { class: CLASS })).live).toEqual(live);
  });

  test.each(["edit", "roll_back"])(
    "AP2 AP4 of a proposal (%s) the text that was shown becomes live, though another of its sha was saved since",
    async (origin) => {
      const first = await editProposal(proposer, 1.3);
      let id = first.id;
      if (origin === "roll_back") {
        await force(first);
        id = (await rollBackRecipe(proposer, { class: CLASS, recipeSha: null })).id;
      }
      const page = await shown(approver, id);
      const { toml } = (await getProposal(approver, { id })).changes;
      await saveRecipe(proposer, { class: CLASS, toml: commented(toml) });
      await approveProposal(approver, page);
      expect((await liveOf(app)).toml).toBe(toml);
    },
  );
});

/** Every table that a promotion writes, with the kind of write. */
const WRITES = [
  ["image_recipes", "INSERT"],
  ["image_classes", "UPDATE"],
  ["image_recipe_moves", "INSERT"],
  ["image_proposals", "UPDATE"],
  ["image_confirmations", "UPDATE"],
  ["image_events", "INSERT"],
  ["audit_entry", "INSERT"],
  ["feed_entry", "INSERT"],
  ["counter", "UPDATE"],
] as const;

test("TUB4 AP11 a promotion that fails at any of its writes leaves the old recipe whole, and then succeeds", async () => {
  const id = await tuned();
  const { recipeSha, baseSha } = await getProposal(approver, { id });
  const confirmation = { id: crypto.randomUUID(), orgId: app.orgId, proposalId: id, class: CLASS, baseSha, recipeSha };
  const run = { planned: 30, seed: 42n, state: "running", requestedBy: "u", requestedAt: app.clock.now() };
  await app.db.imageConfirmation.create({ data: { ...confirmation, ...run } });
  const page = await shown(approver, id);
  const before = await everything();
  for (const [table, act] of WRITES) {
    const fault = `CREATE TRIGGER fault BEFORE ${act} ON ${table} BEGIN SELECT RAISE(ABORT, 'disk'); END`;
    execute(fault);
    await expect(approveProposal(approver, page)).rejects.toThrow();
    execute("DROP TRIGGER fault");
    expect([table, await everything()]).toEqual([table, before]);
  }
  expect(await approveProposal(approver, page)).toMatchObject({ liveSha: recipeSha });
  expect(await verifyAudit(app.db)).toMatchObject({ kind: "whole" });
});

/** Changes the schema behind the console's back, as no procedure can. */
function execute(sql: string): void {
  const db = new Database(databaseFile(app.env.dataDir));
  db.exec(sql);
  db.close();
}

/** What a promotion may change. */
async function everything(): Promise<string> {
  const { db } = app;
  const rows = [
    await db.imageRecipe.findMany({ orderBy: { id: "asc" } }),
    await db.imageClass.findMany({ orderBy: { label: "asc" } }),
    await db.imageRecipeMove.findMany({ orderBy: { id: "asc" } }),
    await db.imageProposal.findMany({ orderBy: { id: "asc" } }),
    await db.imageConfirmation.findMany({ orderBy: { id: "asc" } }),
    await db.imageEvent.count(),
    await db.auditEntry.count(),
    await db.feedEntry.count(),
    await db.counter.findMany({ orderBy: { name: "asc" } }),
  ];
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}
