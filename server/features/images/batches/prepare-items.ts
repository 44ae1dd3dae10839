import type { App, Tx } from "../../../platform/app.ts";
import { transaction } from "../../../platform/transaction.ts";
import { uuidv7 } from "../../../platform/uuid-v7.ts";
import { liveRecipeOf, storedRecipe } from "../classes/live-recipes.ts";
import { storeRecipeBlob } from "../classes/recipe-blob.ts";
import { findInputs, type InputRow } from "../inputs/input-repo.ts";
import { insertRun, newestEngineOf, type RunRow, sameRuns } from "../runs/run-repo.ts";
import { type BatchRow, changeItem, findBatch, type ItemRow, isAgainOf, itemsOf } from "./batch-repo.ts";
import { chooseHost } from "./choose-host.ts";

/** Everybody else's writes wait for a transaction, and it ends after 15 s: thousands of items go in many. */
const ITEMS_A_COMMIT = 200;

/** Gives waiting items what a job needs: class and recipe once the class is known, and a run; an equal run that exists is returned instead (IM52). */
export async function prepareItems(app: App, batch: BatchRow): Promise<void> {
  const { orgId, id: batchId } = batch;
  const waiting = (await itemsOf(app.db, { orgId, batchId, state: "waiting" })).filter(({ runId }) => runId === null);
  if (waiting.length === 0 || batch.cancelledAt !== null) return;
  const inputs = new Map(
    (await findInputs(app.db, orgId, [...new Set(waiting.map(({ inputBlake3 }) => inputBlake3))])).map((row) => [
      row.blake3,
      row,
    ]),
  );
  const resolved = await resolveRecipes(app, waiting, inputs);
  if (resolved.length === 0) return;
  const { host } = await chooseHost(app, orgId, "image-run");
  for (let start = 0; start < resolved.length; start += ITEMS_A_COMMIT) {
    const items = resolved.slice(start, start + ITEMS_A_COMMIT);
    await transaction(app, "images.prepare", async (tx) => {
      const fresh = await findBatch(tx, orgId, batchId);
      if (fresh === null || fresh.cancelledAt !== null) return;
      const engine = host === null ? null : await newestEngineOf(tx, orgId, host.row.id);
      for (const item of items) await giveRun(app, tx, { batch, item, engine });
    });
  }
}

type JobRecipe = Pick<ItemRow, "recipeSha" | "recipeBlob" | "maxSeconds">;

/** Items that can have a run now: of the recipe they were planned with, whatever is live since; a classify item whose input has a class meanwhile becomes a run of that class's live recipe. */
async function resolveRecipes(
  app: App,
  waiting: readonly ItemRow[],
  inputs: ReadonlyMap<string, InputRow>,
): Promise<ItemRow[]> {
  const known = new Map<string, JobRecipe | null>();
  const resolved: ItemRow[] = [];
  for (const item of waiting) {
    const input = inputs.get(item.inputBlake3);
    const label = item.class ?? input?.class ?? null;
    if (label === null || input === undefined) continue;
    // An explored or a stored text is no version of the class; it is among the blobs since its batch began.
    if (item.recipeSha !== null && (item.pairId !== null || item.replayOf !== null)) {
      resolved.push(item);
      continue;
    }
    const sha = item.step === "run" ? item.recipeSha : null;
    const found = await recipeForJob(app, { orgId: item.orgId, label, sha }, known);
    const changes = found ?? { recipeSha: null, recipeBlob: null, maxSeconds: item.maxSeconds };
    resolved.push({ ...item, step: "run", class: label, classBy: item.classBy ?? input.classBy, ...changes });
  }
  return resolved;
}

/** The recipe with this sha, or the live one where it is null, with its text among the blobs. */
async function recipeForJob(
  app: App,
  { orgId, label, sha }: { orgId: string; label: string; sha: string | null },
  known: Map<string, JobRecipe | null>,
): Promise<JobRecipe | null> {
  const key = `${label} ${sha}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const recipe =
    sha === null
      ? await liveRecipeOf(app.db, orgId, label)
      : await storedRecipe(app.db, { orgId, class: label, recipeSha: sha });
  const found =
    recipe === null
      ? null
      : {
          recipeSha: recipe.sha,
          recipeBlob: await storeRecipeBlob(app, orgId, recipe.toml),
          maxSeconds: recipe.maxSeconds,
        };
  known.set(key, found);
  return found;
}

async function giveRun(
  app: App,
  tx: Tx,
  { batch, item, engine }: { batch: BatchRow; item: ItemRow; engine: string | null },
): Promise<void> {
  const { class: label, classBy, recipeSha, recipeBlob, maxSeconds, step } = item;
  if (label === null || recipeSha === null) {
    return changeItem(tx, item, { state: "failed", step: "run", class: label, reason: "recipe_missing" });
  }
  const { orgId, isPreview } = batch;
  const of = { orgId, inputBlake3: item.inputBlake3, recipeSha, isPreview };
  const mayReuse = item.pairId === null && item.replayOf === null && !isAgainOf(batch);
  const same = mayReuse ? reusable(await sameRuns(tx, of), { label, engine }) : null;
  const facts = { class: label, classBy, recipeSha, recipeBlob, maxSeconds, step };
  if (same !== null) {
    const isDone = same.state === "done";
    const change = { runId: same.id, isReused: true, jobId: same.jobId, state: isDone ? "done" : "sent" };
    return changeItem(tx, item, { ...facts, ...change });
  }
  const runId = uuidv7(app);
  await insertRun(tx, {
    ...of,
    id: runId,
    origin: "console",
    state: "queued",
    class: label,
    classBy,
    batchId: batch.id,
    pairId: item.pairId,
    notRateable: keptFromBench(batch, item),
    ...(item.replayOf === null ? {} : { replayOf: item.replayOf, isPreview: item.workLongSide !== null }),
    requestedBy: batch.requestedBy,
    requestedAt: app.clock.now(),
  });
  await changeItem(tx, item, { ...facts, runId });
}

/** Whoever rates it elsewhere would know it when it is judged blind (TU40, IM64). */
function keptFromBench(batch: BatchRow, { origin }: ItemRow): string | null {
  if (batch.kind === "confirm") return "confirmation";
  return origin === "untouched" || origin === "broken" ? "gold" : null;
}

/** IM52: the newest run with the engine the next job would have; one that has not ended yet counts as such, unless it is kept from the bench. */
export function reusable(
  same: readonly Pick<RunRow, "class" | "state" | "engineJson" | "isShaMismatch" | "notRateable" | "id" | "jobId">[],
  next: { label: string; engine: string | null },
): Pick<RunRow, "id" | "state" | "jobId"> | null {
  return (
    same.find(
      (run) =>
        run.class === next.label &&
        !run.isShaMismatch &&
        (run.state !== "done" ? run.notRateable === null : next.engine !== null && run.engineJson === next.engine),
    ) ?? null
  );
}
