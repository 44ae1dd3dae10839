import type { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { ensureClasses } from "../classes/ensure-classes.ts";
import { recentDurations } from "../runs/run-repo.ts";
import type { BatchInput, BatchPlan } from "../schema.ts";
import { chooseHost } from "./choose-host.ts";
import { type ItemPlan, planItems } from "./plan-items.ts";

/** Milliseconds for one picture where nothing was measured here yet. */
const GUESS_MS = { preview: 3_000, full: 12_000 };
const HIGH_FACTOR = 2;

/** IM53: what would run and about how long; nothing is started by asking. */
export async function planBatch(ctx: Context, input: z.infer<typeof BatchInput>): Promise<z.infer<typeof BatchPlan>> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  await seedClasses(ctx);
  const plan = await planItems(app.db, {
    orgId,
    inputs: input.inputs,
    forcedClass: input.class,
    isAgain: input.runAgain,
  });
  const { blockers, host } = await chooseHost(app, orgId, "image-run");
  return {
    count: plan.planned.length,
    groups: groupsOf(plan),
    refused: plan.refused,
    estimate: await estimateOf(app.db, { orgId, count: plan.planned.length, isPreview: input.preview }),
    hostName: host?.facts.hostName ?? null,
    blockers,
  };
}

/** The ten classes exist from the first question on. */
export async function seedClasses(ctx: Context): Promise<void> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  if ((await app.db.imageClass.count({ where: { orgId, liveSha: { not: null } } })) >= 10) return;
  await transaction(app, "images.classes", (tx) => ensureClasses(app, tx, orgId));
}

function groupsOf(plan: ItemPlan): z.infer<typeof BatchPlan>["groups"] {
  const groups = new Map<string, z.infer<typeof BatchPlan>["groups"][number]>();
  for (const { class: label, recipe } of plan.planned) {
    const key = label ?? "";
    const known = groups.get(key);
    if (known !== undefined) known.count += 1;
    else
      groups.set(key, {
        class: label,
        recipeSha: recipe?.sha ?? null,
        isPassThrough: recipe?.isPassThrough ?? false,
        count: 1,
      });
  }
  return [...groups.values()].sort((a, b) => (a.class ?? "").localeCompare(b.class ?? ""));
}

async function estimateOf(
  tx: Tx,
  of: { orgId: string; count: number; isPreview: boolean },
): Promise<z.infer<typeof BatchPlan>["estimate"]> {
  const measured = (await recentDurations(tx, of.orgId, of.isPreview)).sort((a, b) => a - b);
  const median = measured[Math.floor(measured.length / 2)];
  const eachMs = median ?? (of.isPreview ? GUESS_MS.preview : GUESS_MS.full);
  const seconds = Math.ceil((of.count * eachMs) / 1000);
  const basis =
    median === undefined ? "a guess: nothing was run here yet" : `from the last ${measured.length} runs here`;
  return { lowSeconds: seconds, highSeconds: seconds * HIGH_FACTOR, basis };
}
