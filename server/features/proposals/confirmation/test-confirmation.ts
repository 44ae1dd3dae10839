import { randomUUID } from "node:crypto";
import { parseRecipe } from "../../../../core/imaging/recipe/parse-recipe.ts";
import type { CanonicalStep } from "../../../../core/imaging/recipe/recipe.ts";
import type { RunRecord } from "../../../../core/imaging/record/run.ts";
import type { TestApp } from "../../../platform/test-app.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { appRouter } from "../../../trpc/router.ts";
import { findClass, pumpAfterCommit, storedRecipe, storeImageResult } from "../../images/index.ts";
import { advanceConfirmations } from "./advance.ts";

export const CLASS = "color-photo";
const FACTS = { bytes: 1000, w: 640, h: 480, format: "jpeg", icc: null, hdr: false, pages: 1 };
const STAMPED = {
  v: 2 as const,
  ts_unix_ms: 1_800_000_000_000,
  engine: { sharp: "0.35.5", vips: "8.18.7", arch: "x64", os: "linux", threads: 1 },
  host_id: "h",
};

const hash = (): string => (randomUUID() + randomUUID()).replaceAll("-", "");

/** Pictures of the class whose bytes are here. */
export async function uploaded(app: TestApp, count: number, label = CLASS): Promise<string[]> {
  const hashes = Array.from({ length: count }, hash).sort();
  const at = app.clock.now();
  const { orgId } = app;
  await app.db.imageInput.createMany({
    data: hashes.map((blake3) => {
      return { orgId, blake3, origin: "upload", class: label, classBy: "heuristic", format: "jpeg", receivedAt: at };
    }),
  });
  await app.db.imageBlob.createMany({
    data: hashes.map((blake3) => ({ orgId, blake3, bytes: 1000, format: "jpeg", source: "upload", receivedAt: at })),
  });
  return hashes;
}

interface Proposed {
  id: string;
  baseSha: string;
  recipeSha: string;
}

function parsed(toml: string) {
  const recipe = parseRecipe(toml, { fileStem: CLASS });
  if (recipe.kind === "invalid") throw new Error("the text is no recipe");
  return recipe.recipe;
}

/** An open proposal of a brighter recipe, straight in the database. */
export async function proposed(
  app: TestApp,
  over: { gamma?: number; tuned?: readonly string[]; verdict?: string; origin?: string } = {},
): Promise<Proposed> {
  const { orgId } = app;
  const baseSha = (await findClass(app.db, orgId, CLASS))?.liveSha ?? "";
  const live = await storedRecipe(app.db, { orgId, class: CLASS, recipeSha: baseSha });
  const toml = (live?.toml ?? "").replace(/^gamma = .*$/m, `gamma = ${over.gamma ?? 1.3}`);
  const recipeSha = parsed(toml).sha;
  const id = randomUUID();
  const number = (await app.db.imageProposal.count()) + 1;
  const { origin = "tune", verdict = "improves", tuned = [] } = over;
  const what = { id, orgId, number, class: CLASS, origin, verdict, baseSha, recipeSha, toml, resultJson: "{}" };
  const inputsJson = JSON.stringify(tuned);
  const asked = { state: "open", requestedBy: "u", requestedAt: app.clock.now() };
  await app.db.imageProposal.create({ data: { ...what, inputsJson, ...asked } });
  return { id, baseSha, recipeSha };
}

/** What an agent sends for every run that was asked for and has no end yet. */
export async function runAll(app: TestApp, agentId: string): Promise<void> {
  await pumpAfterCommit(app);
  const runs = await app.db.imageRun.findMany({ where: { state: "queued" } });
  for (const run of runs) {
    const item = await app.db.imageBatchItem.findFirstOrThrow({ where: { runId: run.id } });
    const toml = new TextDecoder().decode(await readBlob(app, item.recipeBlob ?? ""));
    await tellRun(app, { agentId, run, steps: parsed(toml).steps });
  }
  await settle(app);
}

/** Batches and confirmations go on as the pumps bring them. */
export async function settle(app: TestApp): Promise<void> {
  await pumpAfterCommit(app);
  await advanceConfirmations(app);
  await pumpAfterCommit(app);
}

async function readBlob(app: TestApp, blake3: string): Promise<Buffer> {
  const stream = await app.blobs.get(blake3);
  if (stream === null) throw new Error(`no blob ${blake3}`);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function tellRun(
  app: TestApp,
  told: {
    agentId: string;
    run: { id: string; inputBlake3: string; class: string; recipeSha: string };
    steps: readonly CanonicalStep[];
  },
): Promise<void> {
  const { agentId, run, steps } = told;
  const record: RunRecord = {
    ...STAMPED,
    kind: "run",
    run_id: run.id,
    input_blake3: run.inputBlake3,
    class: run.class,
    class_by: "heuristic",
    traits: [],
    classifier_version: 2,
    signals: { luma_mean: 120, noise: 3, entropy: 7 },
    recipe_sha: run.recipeSha,
    steps: [...steps],
    args: {},
    input: FACTS,
    work_long_side: 1600,
    output_blake3: hash(),
    output_pixels_blake3: hash(),
    output: { bytes: 900, w: 640, h: 480, format: "jpeg" },
    duration_ms: 120,
    step_ms: [120],
    skipped: [],
  };
  const from = { orgId: app.orgId, agentId, origin: "console" as const, jobId: null };
  const trial = { record, blobs: { output: record.output_blake3, before: hash(), thumb: hash() } };
  await transaction(app, "test.trial", (tx) => storeImageResult(app, tx, { from, trial }));
}

/** What an agent sends for a run that the picture or the recipe ended. */
export async function tellError(app: TestApp, agentId: string, runId: string): Promise<void> {
  const run = await app.db.imageRun.findFirstOrThrow({ where: { id: runId } });
  const { inputBlake3: input_blake3, recipeSha: recipe_sha } = run;
  const what = { kind: "run_error" as const, reason: "time_limit" as const, duration_ms: 30_000, class: run.class };
  const record = { ...STAMPED, ...what, run_id: runId, input_blake3, recipe_sha };
  const from = { orgId: app.orgId, agentId, origin: "console" as const, jobId: null };
  await transaction(app, "test.trial", (tx) => storeImageResult(app, tx, { from, trial: { record } }));
}

type Answer = "candidate" | "live" | "tie" | "not_sure";

/** Judges pairs on the bench one by one, each as the list says, wherever the sides stand. */
export async function judge(ctx: Context, confirmationId: string, answers: readonly Answer[]): Promise<void> {
  const bench = appRouter.createCaller(ctx).ratings;
  const { id: sessionId } = await bench.open({ mode: "pairs", confirmationId });
  for (const answer of answers) {
    const { items } = await bench.next({ sessionId, count: 1 });
    const [item] = items;
    if (item === undefined) throw new Error("nothing waits on the bench");
    const verdict = answer === "candidate" || answer === "live" ? await sideOf(ctx, item.viewId, answer) : answer;
    await bench.rate({ viewId: item.viewId, answer: { kind: "verdict", verdict, ms: 900 } });
  }
}

async function sideOf({ app }: Context, viewId: string, wanted: "candidate" | "live"): Promise<"left" | "right"> {
  const left = await app.db.imageView.findFirstOrThrow({ where: { viewId, side: "left" } });
  const item = await app.db.imageConfirmationItem.findFirstOrThrow({ where: { pairId: left.pairId ?? "" } });
  const isWanted = left.runId === (wanted === "live" ? item.liveRun : item.candidateRun);
  return isWanted ? "left" : "right";
}
