import type { z } from "zod";
import { parseRunnableRecipe } from "../../../../core/imaging/recipe/parse-recipe.ts";
import { problemText } from "../../../../core/imaging/recipe/problem.ts";
import type { StoredRun } from "../../../../core/tuning/replay/stored-run.ts";
import type { App } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { storedBlobs } from "../../blobs/index.ts";
import { findBatchByRequestKey } from "../batches/batch-repo.ts";
import { pumpAfterCommit } from "../batches/pump.ts";
import { storeBatch } from "../batches/start-batch.ts";
import { storeRecipeBlob } from "../classes/recipe-blob.ts";
import type { ReplayInput, StartBatchOutput } from "../schema.ts";
import { itemsOfReplay, type PlacedRecipe, readStored, whyNoReplay } from "./plan-replay.ts";
import { storedLines } from "./replay-repo.ts";

/** Runs stored runs of a class once more on an agent, with their own recipe and, where one is given, with a candidate (TU52); the same request key gives the same batch. Throws BAD_INPUT for a moved corpus (TU53) and for an invalid candidate. */
export async function startReplay(
  ctx: Context,
  input: z.infer<typeof ReplayInput>,
): Promise<z.infer<typeof StartBatchOutput>> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const { class: label, recipeSha, most: take, requestKey } = input;
  const read = readStored(await storedLines(app.db, { orgId, class: label, recipeSha, take }));
  const missing = await missingInputs(app, orgId, read.runs);
  const why = whyNoReplay(label, read, missing);
  if (why !== null) throw new AppError("BAD_INPUT", { message: why });
  const candidate =
    input.candidate === null ? null : await placeCandidate(app, { orgId, label, toml: input.candidate });
  const runs = read.runs.filter(({ inputBlake3 }) => !missing.has(inputBlake3));
  const own = await placeOwn(app, orgId, runs);
  const made = await transaction(app, "images.start-replay", async (tx) => {
    const same = await findBatchByRequestKey(tx, orgId, requestKey);
    if (same !== null) return { batchId: same.id };
    return storeBatch(ctx, tx, {
      kind: "replay",
      class: label,
      isPreview: true,
      isAgain: true,
      requestKey,
      items: itemsOfReplay(runs, { own, candidate }),
      refused: [...missing].map((blake3) => ({ blake3, reason: "its pixels are not here" })),
      replay: {
        candidateSha: candidate?.sha ?? null,
        missingInputs: [...missing],
        notReplayable: read.notReplayable,
      },
    });
  });
  await pumpAfterCommit(app);
  return made;
}

/** Inputs whose pixels the organisation does not have; what another has is no news to it (AC2, BL2). */
async function missingInputs(app: App, orgId: string, runs: readonly StoredRun[]): Promise<Set<string>> {
  const inputs = [...new Set(runs.map(({ inputBlake3 }) => inputBlake3))];
  const stored = await storedBlobs(app.db, orgId, inputs);
  return new Set(inputs.filter((blake3) => !stored.has(blake3)));
}

async function placeOwn(
  app: App,
  orgId: string,
  runs: readonly StoredRun[],
): Promise<(run: StoredRun) => PlacedRecipe> {
  const blobs = new Map<string, string>();
  for (const { recipe } of runs) {
    if (!blobs.has(recipe.text)) blobs.set(recipe.text, await storeRecipeBlob(app, orgId, recipe.text));
  }
  return ({ recipe }) => ({
    sha: recipe.sha,
    blob: blobs.get(recipe.text) ?? "",
    maxSeconds: recipe.limits.maxSeconds,
  });
}

async function placeCandidate(
  app: App,
  { orgId, label, toml }: { orgId: string; label: string; toml: string },
): Promise<PlacedRecipe> {
  const parsed = parseRunnableRecipe(toml, { fileStem: label });
  if (parsed.kind === "invalid") {
    throw new AppError("BAD_INPUT", { message: parsed.problems.map(problemText).join("; ") });
  }
  const { sha, limits } = parsed.recipe;
  return { sha, blob: await storeRecipeBlob(app, orgId, toml), maxSeconds: limits.maxSeconds };
}
