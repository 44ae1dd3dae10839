import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import { uuidv7 } from "../../../platform/uuid-v7.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { itemOf, planItems } from "../batches/plan-items.ts";
import { pumpBatches } from "../batches/pump.ts";
import { storeBatch } from "../batches/start-batch.ts";
import { changeInput, findInputs } from "../inputs/input-repo.ts";
import { appendRecord } from "../records/append-record.ts";
import { markClassCorrected } from "../runs/run-repo.ts";
import type { CorrectClassInput, CorrectClassOutput } from "../schema.ts";
import { findClass } from "./class-repo.ts";
import { ensureClasses } from "./ensure-classes.ts";

/** IM12, TC17: the right label of these pictures as events; old runs keep their class and leave its tuning, one run each with the right recipe is queued. */
export async function correctClass(
  ctx: Context,
  input: z.infer<typeof CorrectClassInput>,
): Promise<z.infer<typeof CorrectClassOutput>> {
  const actor = requireActor(ctx);
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const { class: classNow } = input;
  const made = await transaction(app, "images.correct-class", async (tx) => {
    await ensureClasses(app, tx, orgId);
    const label = await findClass(tx, orgId, classNow);
    if (label === null || label.origin === "imported") {
      throw new AppError("BAD_INPUT", { message: `there is no class ${classNow}` });
    }
    const wrong = (await findInputs(tx, orgId, input.inputs)).filter((row) => row.class !== classNow);
    if (wrong.length === 0) return { corrected: 0, batchId: null };
    const at = app.clock.now();
    for (const row of wrong) {
      const eventId = uuidv7(app);
      const record = {
        kind: "correction",
        v: 2,
        ts_unix_ms: at.getTime(),
        event_id: eventId,
        input_blake3: row.blake3,
        class_was: row.class ?? "unknown",
        class_now: classNow,
        by: actor.userId,
      };
      await appendRecord(app, tx, {
        from: { orgId, agentId: null, origin: "console" },
        index: {
          identity: `event:${eventId}`,
          kind: "correction",
          v: 2,
          tsUnixMs: at.getTime(),
          eventId,
          inputBlake3: row.blake3,
          class: classNow,
          raterId: actor.userId,
        },
        line: JSON.stringify(record),
      });
      await changeInput(tx, { orgId, blake3: row.blake3 }, { class: classNow, classBy: "correction" });
    }
    await markClassCorrected(tx, { orgId, hashes: wrong.map(({ blake3 }) => blake3), classNow });
    await publish(tx, { orgId, at, topic: "image", subject: classNow, kind: "class" });
    const plan = await planItems(tx, { orgId, inputs: wrong.map(({ blake3 }) => blake3), forcedClass: null });
    if (plan.planned.length === 0) return { corrected: wrong.length, batchId: null };
    const { batchId } = await storeBatch(ctx, tx, {
      kind: "run",
      class: classNow,
      isPreview: true,
      isAgain: false,
      requestKey: app.random.uuid(),
      items: plan.planned.map(itemOf),
      refused: plan.refused,
    });
    return { corrected: wrong.length, batchId };
  });
  await pumpBatches(app);
  return made;
}
