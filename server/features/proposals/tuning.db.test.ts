import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runTune } from "../../../agent/tuner/run-tune.ts";
import { AppError } from "../../platform/errors.ts";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import type { Context } from "../../trpc/context.ts";
import { exportLog, findFit, readClassRecords } from "../images/index.ts";
import { approveProposal, getProposal, listProposals, tuneClass } from "./service.ts";
import { BRIGHTER, importText, pairedLog } from "./test-log.ts";
import { CLASS, editProposal, liveOf, person } from "./test-proposals.ts";
import { linesOf, runTuneWorker } from "./tuning/run-tune-worker.ts";

let app: TestApp;
let proposer: Context;
let approver: Context;

beforeEach(async () => {
  app = await createTestApp();
  proposer = await person(app, "Ada");
  approver = await person(app, "Ben");
});
afterEach(() => app.close());

const asked = { class: CLASS, seed: 42, method: null };

async function exported(): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of exportLog(app, { orgId: app.orgId, class: null })) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

test("TU48 TU44 a tune in the worker thread stores the same bytes as the command line writes from the exported log", async () => {
  await importText(app, pairedLog({ inputs: 45, starsOf: BRIGHTER }));
  const made = await tuneClass(proposer, asked);
  if (made.kind !== "proposal") throw new Error(made.text);
  const page = await getProposal(approver, { id: made.id });
  const dir = mkdtempSync(path.join(tmpdir(), "espalier-same-bytes-"));
  writeFileSync(path.join(dir, `${CLASS}.toml`), (await liveOf(app)).toml);
  writeFileSync(path.join(dir, "log.ndjson"), await exported());
  const flags = { log: path.join(dir, "log.ndjson"), class: CLASS, recipeDir: dir, wantsJson: false };
  const io = { out: () => undefined, err: () => undefined };
  await runTune({ ...flags, seed: 42, method: null, join: null }, io);
  expect(page.changes.toml).toBe(readFileSync(path.join(dir, `${CLASS}.next.toml`), "utf8"));
  rmSync(dir, { recursive: true });
});

test("TU48 the page has diff, means with n and seed, C-10, C-12, C-14, the pairs and the pins", async () => {
  await importText(app, pairedLog({ inputs: 45, starsOf: BRIGHTER }));
  const made = await tuneClass(proposer, asked);
  if (made.kind !== "proposal") throw new Error(made.text);
  const page = await getProposal(approver, { id: made.id });
  expect(page).toMatchObject({ verdict: "improves", state: "open", requestedBy: "Ada" });
  const changed = page.changes.diff.filter(({ mark }) => mark !== " ").map(({ mark, text }) => mark + text);
  expect(changed).toContainEqual(expect.stringMatching(/^\+gamma = \S+\s+# above 1 brightens$/));
  expect(page.changes.diff.some(({ text }) => text.includes("[proposal]"))).toBe(false);
  const { evidence } = page;
  expect(evidence).toMatchObject({
    seed: 42,
    counts: { total: 90, inputs: 45, raters: 2, pairs: 90, pairedInputs: 45 },
  });
  const held = evidence?.scatter.scores.filter(({ split }) => split === "holdout") ?? [];
  expect(held.length).toBe(2 * (evidence?.counts.holdout ?? 0));
  expect(evidence?.slices.map(({ parameter }) => parameter)).toEqual([
    "light.gamma",
    "vivid.saturation",
    "edge.jagged",
  ]);
  const gamma = evidence?.slices[0]?.points ?? [];
  expect((gamma.at(-1)?.gain ?? 0) - (gamma[0]?.gain ?? 0)).toBeGreaterThan(0.5);
  expect(gamma.every(({ lower, gain, upper }) => lower <= gain && gain <= upper)).toBe(true);
  expect(page.pairs.best).toHaveLength(5);
  expect(page.pairs.best.every(({ value }) => value > 0)).toBe(true);
  expect(page.pairs.worst.every(({ value }) => value < 0)).toBe(true);
  expect(page.pins).toMatchObject({ method: "gp@1", seed: 42, evidenceRows: 180, liveSha: page.baseSha });
  expect(page.against.map(({ flag }) => flag)).toEqual(["unconfirmed"]);
});

test("TU28 TU29 a tune keeps its fit: what to try next, and how uncertain each argument set is", async () => {
  await importText(app, pairedLog({ inputs: 45, starsOf: BRIGHTER }));
  const of = { orgId: app.orgId, class: CLASS };
  expect(await findFit(app.db, of)).toBeNull();
  const made = await tuneClass(proposer, asked);
  if (made.kind !== "proposal") throw new Error(made.text);
  const { evidence, pins } = await getProposal(approver, { id: made.id });
  const fit = await findFit(app.db, of);
  expect(fit).toMatchObject({ baseSha: pins.liveSha, rows: 180, values: evidence?.fitted });
  expect(fit?.promising?.values["light.gamma"]).toBeGreaterThan(1.06);
  const spreads = await app.db.imageSpread.findMany({ where: of });
  const sets = await app.db.imageRun.findMany({ where: of, distinct: ["recipeSha"], select: { recipeSha: true } });
  expect(new Set(spreads.map(({ recipeSha }) => recipeSha))).toEqual(new Set(sets.map(({ recipeSha }) => recipeSha)));
  expect(spreads.find(({ recipeSha }) => recipeSha === pins.liveSha)?.spread).toBe(0);
});

test("TU41 a newer tune supersedes the open one, the same tune again is the same proposal", async () => {
  await importText(app, pairedLog({ inputs: 45, starsOf: BRIGHTER }));
  const first = await tuneClass(proposer, asked);
  expect(await tuneClass(proposer, asked)).toEqual(first);
  const second = await tuneClass(approver, { ...asked, seed: 43 });
  if (first.kind !== "proposal" || second.kind !== "proposal") throw new Error("nothing proposed");
  const { rows } = await listProposals(approver, { page: 1, pageSize: 10 });
  expect(rows.map(({ id, state }) => [id, state])).toEqual([
    [second.id, "open"],
    [first.id, "superseded"],
  ]);
  const { history } = await getProposal(approver, { id: first.id });
  expect(history.map(({ act }) => act)).toEqual(["proposed", "superseded"]);
});

test("TD4 19 rated runs store nothing and say what the command line says", async () => {
  await importText(app, pairedLog({ inputs: 9, starsOf: BRIGHTER }));
  expect(await tuneClass(proposer, asked)).toEqual({
    kind: "none",
    why: "skipped",
    text: "color-photo: skipped, 18 rated runs (0 incompatible), 20 needed",
  });
  expect(await app.db.imageProposal.count()).toBe(0);
});

test("TU48 a tune over its limit is killed with an error that says so", async () => {
  await importText(app, pairedLog({ inputs: 45, starsOf: BRIGHTER }));
  const order = { ...asked, ask: "tune" as const, toml: (await liveOf(app)).toml, fitted: null, wantsFit: false };
  const late = runTuneWorker(order, linesOf(readClassRecords(app.db, { orgId: app.orgId })), {
    ms: 1,
    memoryMb: 1_024,
  });
  await expect(late).rejects.toMatchObject({ code: "TUNE_TIMED_OUT", message: expect.stringContaining("0.001 s") });
});

test("TU48 a thread that runs out of memory is an error that says what to do, and the console lives on", async () => {
  const order = { ...asked, ask: "tune" as const, toml: (await liveOf(app)).toml, fitted: null, wantsFit: false };
  const pages = () => linesOf(readClassRecords(app.db, { orgId: app.orgId }));
  const failure = await runTuneWorker(order, pages(), { ms: 60_000, memoryMb: 4 }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "TUNE_OUT_OF_MEMORY",
    message: "the tune of color-photo needs more than 4 MB",
  });
  expect(await runTuneWorker(order, pages())).toMatchObject({ kind: "none" });
});

test("TU48 two tunes of a class at once: one runs, the other is refused; a live recipe changed meanwhile is stale", async () => {
  await importText(app, pairedLog({ inputs: 45, starsOf: BRIGHTER }));
  const first = tuneClass(proposer, asked);
  await expect(tuneClass(approver, asked)).rejects.toMatchObject({ code: "TUNE_RUNNING" });
  expect((await first).kind).toBe("proposal");
  const { id } = await editProposal(proposer, 1.3);
  const { pins } = await getProposal(approver, { id });
  const override = { class: CLASS, reason: "checked by eye" };
  const page = { id, comment: "", snapshot: pins.snapshot, liveSha: pins.liveSha, override };
  const tuning = tuneClass(proposer, { ...asked, seed: 44 });
  await approveProposal(approver, page);
  const failure = await tuning.then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure instanceof AppError && failure.code).toBe("PROPOSAL_STALE");
});
