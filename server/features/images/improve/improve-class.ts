import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { findBatchByRequestKey, type NewItem } from "../batches/batch-repo.ts";
import { seedClasses } from "../batches/plan-batch.ts";
import { pumpAfterCommit } from "../batches/pump.ts";
import { storeBatch } from "../batches/start-batch.ts";
import type { RunnableRecipe } from "../classes/live-recipes.ts";
import { storeRecipeBlob } from "../classes/recipe-blob.ts";
import type { ImproveInput, StartBatchOutput } from "../schema.ts";
import { type ImprovePlan, prepareImprove } from "./prepare-improve.ts";

/** IM54: pairs of the live recipe and explored argument sets over the class's pictures; a double submit makes one batch (H-34). Throws BAD_INPUT with why there is nothing to run. */
export async function improveClass(
  ctx: Context,
  input: z.infer<typeof ImproveInput>,
): Promise<z.infer<typeof StartBatchOutput>> {
  await seedClasses(ctx);
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const { class: label, count, requestKey } = input;
  const plan = await prepareImprove(app.db, { orgId, class: label, count });
  if (plan.kind === "nothing") throw new AppError("BAD_INPUT", { message: plan.why });
  const items = await itemsOf(ctx, label, plan);
  const made = await transaction(app, "images.improve", async (tx) => {
    const same = await findBatchByRequestKey(tx, orgId, requestKey);
    if (same !== null) return { batchId: same.id };
    const batch = { kind: "improve" as const, class: label, isPreview: true, isAgain: true, requestKey };
    return storeBatch(ctx, tx, { ...batch, items, refused: [] });
  });
  await pumpAfterCommit(app);
  return made;
}

const LIVE = { origin: "live", why: "the live recipe, which the other side is compared with" } as const;

const UNTOUCHED = {
  origin: "untouched",
  why: "a gold pair: the picture as it is, which a careful rater prefers",
} as const;
const BROKEN = { origin: "broken", why: "a gold pair: the same picture, obviously broken" } as const;

/** The texts go among the blobs first: an explored one is no version of the class. */
async function itemsOf(
  { app, scope }: Context,
  label: string,
  { live, pairs, gold }: Extract<ImprovePlan, { kind: "pairs" }>,
): Promise<NewItem[]> {
  const item = async ({ sha, toml, maxSeconds }: RunnableRecipe): Promise<NewItem> => {
    const recipeBlob = await storeRecipeBlob(app, scope.orgId, toml);
    return { inputBlake3: "", step: "run", state: "waiting", class: label, recipeSha: sha, recipeBlob, maxSeconds };
  };
  const liveItem = await item(live);
  const items: NewItem[] = [];
  for (const { input: inputBlake3, explored, origin, why } of pairs) {
    const pairId = app.random.uuid();
    const exploredItem = await item(explored);
    const of = { inputBlake3, pairId };
    items.push({ ...liveItem, ...of, ...LIVE }, { ...exploredItem, ...of, origin, why });
  }
  for (const { input: inputBlake3, untouched, broken } of gold) {
    const of = { inputBlake3, pairId: app.random.uuid() };
    items.push({ ...(await item(untouched)), ...of, ...UNTOUCHED }, { ...(await item(broken)), ...of, ...BROKEN });
  }
  return items;
}
