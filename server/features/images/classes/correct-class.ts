import type { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import { uuidv7 } from "../../../platform/uuid-v7.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { itemOf, planItems } from "../batches/plan-items.ts";
import { pumpAfterCommit } from "../batches/pump.ts";
import { storeBatch } from "../batches/start-batch.ts";
import { correctInputs, findInputs, type InputRow } from "../inputs/input-repo.ts";
import { appendNew } from "../records/append-record.ts";
import { markClassCorrected } from "../runs/run-repo.ts";
import type { CorrectClassInput, CorrectClassOutput } from "../schema.ts";
import { findClass } from "./class-repo.ts";
import { insertCorrections, lastCorrectionMs } from "./correction-repo.ts";
import { ensureClasses } from "./ensure-classes.ts";

/** Everybody else's writes wait for a transaction, and a query names 998 at most: thousands of pictures go in many, each whole with the batch of its runs. */
const PICTURES_A_COMMIT = 500;

type Corrected = z.infer<typeof CorrectClassOutput>;

/** IM12, TC17: the right label of these pictures as events; old runs keep their class and leave its tuning, one run each with the right recipe is queued. */
export async function correctClass(ctx: Context, input: z.infer<typeof CorrectClassInput>): Promise<Corrected> {
  const hashes = [...new Set(input.inputs)];
  const made: Corrected = { corrected: 0, batchId: null };
  for (let start = 0; start < hashes.length; start += PICTURES_A_COMMIT) {
    const some = hashes.slice(start, start + PICTURES_A_COMMIT);
    const { corrected, batchId } = await transaction(ctx.app, "images.correct-class", (tx) =>
      correctSome(ctx, tx, { hashes: some, classNow: input.class }),
    );
    made.corrected += corrected;
    made.batchId = batchId ?? made.batchId;
  }
  await pumpAfterCommit(ctx.app);
  return made;
}

async function correctSome(ctx: Context, tx: Tx, of: { hashes: string[]; classNow: string }): Promise<Corrected> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const { classNow } = of;
  await ensureClasses(app, tx, orgId);
  const label = await findClass(tx, orgId, classNow);
  if (label === null || label.origin === "imported") {
    throw new AppError("BAD_INPUT", { message: `there is no class ${classNow}` });
  }
  const wrong = (await findInputs(tx, orgId, of.hashes)).filter((row) => row.class !== classNow);
  if (wrong.length === 0) return { corrected: 0, batchId: null };
  const hashes = wrong.map(({ blake3 }) => blake3);
  await recordCorrections(ctx, tx, { wrong, classNow });
  await correctInputs(tx, { orgId, hashes, classNow });
  await markClassCorrected(tx, { orgId, hashes, classNow });
  await publish(tx, { orgId, at: app.clock.now(), topic: "image", subject: classNow, kind: "class" });
  const plan = await planItems(tx, { orgId, inputs: hashes, forcedClass: null, isAgain: false });
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
}

async function recordCorrections(
  ctx: Context,
  tx: Tx,
  { wrong, classNow }: { wrong: readonly InputRow[]; classNow: string },
): Promise<void> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const by = requireActor(ctx).userId;
  const hashes = wrong.map(({ blake3 }) => blake3);
  // No earlier than another correction of these pictures, also one that a log from a fast clock brought: the latest holds (IM12).
  const tsUnixMs = Math.max(app.clock.now().getTime(), await lastCorrectionMs(tx, { orgId, hashes }));
  const records = wrong.map((row) => {
    const eventId = uuidv7(app);
    const index = { identity: `event:${eventId}`, kind: "correction", v: 2, tsUnixMs, eventId };
    const record = {
      kind: "correction",
      v: 2,
      ts_unix_ms: tsUnixMs,
      event_id: eventId,
      input_blake3: row.blake3,
      class_was: row.class ?? "unknown",
      class_now: classNow,
      by,
    };
    return {
      index: { ...index, inputBlake3: row.blake3, class: classNow, raterId: by },
      line: JSON.stringify(record),
    };
  });
  const first = await appendNew(app, tx, { from: { orgId, agentId: null, origin: "console" }, records });
  await insertCorrections(
    tx,
    records.map(({ index: { eventId, inputBlake3 } }, place) => ({
      ...{ orgId, eventId, inputBlake3, classNow },
      seq: first + place,
      tsUnixMs: BigInt(tsUnixMs),
    })),
  );
}
