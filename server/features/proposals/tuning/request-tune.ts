import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { findClass, findVersion, keepFit, lastPlace, readClassRecords, seedClasses } from "../../images/index.ts";
import { openProposal } from "../deciding/open-proposal.ts";
import { changeBetween } from "../reading/diffs.ts";
import { expiredAt } from "../reading/standing.ts";
import { findSameTune } from "../repo.ts";
import type { TuneClassInput, TuneClassOutput } from "../schema.ts";
import { linesOf, runTuneWorker, type TuneEnd } from "./run-tune-worker.ts";

type Answer = z.infer<typeof TuneClassOutput>;

/** The classes that this process is tuning. */
const running = new Set<string>();

/**
 * Tunes a class over the console's log; a proposal is stored and supersedes the open one (TU41, TU48).
 * Throws NOT_FOUND, TUNE_RUNNING, TUNE_BUSY, TUNE_TIMED_OUT, TUNE_OUT_OF_MEMORY, BAD_INPUT where the live recipe cannot be tuned, PROPOSAL_STALE where it changed meanwhile.
 */
export async function tuneClass(ctx: Context, input: z.infer<typeof TuneClassInput>): Promise<Answer> {
  const { orgId } = ctx.scope;
  const key = `${orgId} ${input.class}`;
  if (running.has(key)) throw new AppError("TUNE_RUNNING", { message: `${input.class} is being tuned` });
  running.add(key);
  try {
    const toml = await liveText(ctx, input.class);
    const place = await lastPlace(ctx.app.db, { orgId });
    const pages = linesOf(readClassRecords(ctx.app.db, { orgId }));
    const order = { ...input, ask: "tune" as const, toml, fitted: null, wantsFit: true };
    const end = await runTuneWorker(order, pages);
    await storeFit(ctx, input.class, { end, place });
    return await store(ctx, input.class, end);
  } finally {
    running.delete(key);
  }
}

async function liveText(ctx: Context, label: string): Promise<string> {
  const { orgId } = ctx.scope;
  await seedClasses(ctx);
  const known = await findClass(ctx.app.db, orgId, label);
  if (known === null) throw new AppError("NOT_FOUND", { message: `there is no class ${label}` });
  const recipeSha = known.liveSha;
  const version = recipeSha === null ? null : await findVersion(ctx.app.db, { orgId, class: label, recipeSha });
  if (version === null) throw new AppError("BAD_INPUT", { message: `${label} has no live recipe to start from` });
  return version.toml;
}

/** What the tune learnt serves "Improve" and the queue, also where it found nothing to propose (TU28, TU29). */
async function storeFit(ctx: Context, label: string, { end, place }: { end: TuneEnd; place: number }): Promise<void> {
  if (end.kind === "invalid" || end.fit === null) return;
  const { fit } = end;
  const at = ctx.app.clock.now();
  const of = { orgId: ctx.scope.orgId, class: label };
  await transaction(ctx.app, "proposals.keep-fit", (tx) => keepFit(tx, of, { fit, seq: place, at }));
}

async function store(ctx: Context, label: string, end: TuneEnd): Promise<Answer> {
  switch (end.kind) {
    case "invalid":
      throw new AppError("BAD_INPUT", { message: `the live recipe of ${label}: ${end.problem}` });
    case "state":
      throw new Error("a tune was answered with a state");
    case "none":
      return { kind: "none", why: end.why, text: end.text };
    case "proposal":
      return storeProposal(ctx, label, end);
  }
}

function storeProposal(ctx: Context, label: string, end: Extract<TuneEnd, { kind: "proposal" }>): Promise<Answer> {
  const { orgId } = ctx.scope;
  const { baseSha, sha, toml, verdict, evidenceBlake3, inputs, result } = end;
  return transaction(ctx.app, "proposals.tune", async (tx) => {
    const live = (await findClass(tx, orgId, label))?.liveSha ?? null;
    if (live !== baseSha) {
      const details = await changeBetween(tx, { orgId, class: label }, { pinned: baseSha, live });
      throw new AppError("PROPOSAL_STALE", { message: `the live recipe of ${label} changed during the tune`, details });
    }
    const notBefore = expiredAt(ctx.app.clock.now());
    const same = await findSameTune(tx, { orgId, class: label, baseSha, toml }, notBefore);
    if (same !== null) return { kind: "proposal", ...same };
    const opened = await openProposal(ctx, tx, {
      class: label,
      origin: "tune",
      baseSha,
      recipeSha: sha,
      toml,
      method: result.method,
      seed: BigInt(result.seed),
      verdict,
      delta: result.means.delta,
      gain: result.gain?.gain ?? null,
      gainLower: result.gain?.lower ?? null,
      gainUpper: result.gain?.upper ?? null,
      resultJson: JSON.stringify(result),
      evidenceBlake3,
      inputsJson: JSON.stringify(inputs),
    });
    return { kind: "proposal", ...opened };
  });
}
