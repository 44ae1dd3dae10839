import { z } from "zod";
import { ImageWarnings } from "../../../../core/contract/v1/image-jobs.ts";
import { tellStored } from "../../../../core/imaging/classify/explain.ts";
import type { Context } from "../../../trpc/context.ts";
import { storedBlobs } from "../../blobs/index.ts";
import { findInputs, type InputRow, pageOfInputs } from "../inputs/input-repo.ts";
import { pageOfRuns } from "../runs/run-repo.ts";
import {
  type ImageInputList,
  type ImageInputRow,
  type ImageRunList,
  ImageRunRow,
  type ListInputsInput,
  type ListRunsInput,
} from "../schema.ts";
import { inheritedScores } from "./inherited-scores.ts";
import { latestScores } from "./recipe-scores.ts";
import { standingScores } from "./score-repo.ts";

/** Runs of the current filter, newest first, with their scores so far. */
export async function listRuns(
  ctx: Context,
  input: z.infer<typeof ListRunsInput>,
): Promise<z.infer<typeof ImageRunList>> {
  const { db } = ctx.app;
  const { orgId } = ctx.scope;
  const { page, pageSize, ...filter } = input;
  const { rows, total, unfiltered } = await pageOfRuns(db, {
    orgId,
    ...filter,
    skip: (page - 1) * pageSize,
    take: pageSize,
  });
  const latest = latestScores(await standingScores(db, { orgId, runIds: rows.map(({ id }) => id) }));
  const rated = new Set(latest.map(({ runId }) => runId));
  const unrated = rows.filter(({ id, state }) => state === "done" && !rated.has(id));
  const inherited = await inheritedScores(db, { orgId, ids: unrated.map(({ id }) => id) });
  const outputs = rows.flatMap(({ outputBlake3 }) => outputBlake3 ?? []);
  const stored = await storedBlobs(db, orgId, outputs);
  const inputs = new Map(
    (
      await findInputs(
        db,
        orgId,
        rows.map((row) => row.inputBlake3),
      )
    ).map((row) => [row.blake3, row]),
  );
  const shown = rows.map((row) => {
    const scores = latest.filter(({ runId }) => runId === row.id).map(({ score }) => score);
    const picture = inputs.get(row.inputBlake3);
    return {
      id: row.id,
      label: `IMG-${row.number}`,
      state: ImageRunRow.shape.state.parse(row.state),
      inputBlake3: row.inputBlake3,
      name: picture?.name ?? null,
      class: row.class,
      classBy: row.classBy,
      isClassCorrected: row.isClassCorrected,
      isShaMismatch: row.isShaMismatch,
      recipeSha: row.recipeSha,
      thumbBlake3: row.thumbBlake3 ?? picture?.thumbBlake3 ?? null,
      notRateable: row.notRateable,
      hasOutput: row.state === "done" && row.outputBlake3 !== null && stored.has(row.outputBlake3),
      ratings: scores.length,
      meanScore: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
      inherited: inherited.get(row.id) ?? null,
      durationMs: row.durationMs,
      errorReason: row.errorReason ?? row.errorDetail,
      warnings: ImageWarnings.parse(JSON.parse(row.warningsJson ?? "[]")),
      requestedAt: row.requestedAt.toISOString(),
    };
  });
  return { rows: shown, total, unfiltered };
}

/** Pictures of the current filter, newest first, with what the classifier said of each. */
export async function listInputs(
  ctx: Context,
  input: z.infer<typeof ListInputsInput>,
): Promise<z.infer<typeof ImageInputList>> {
  const { page, pageSize, ...filter } = input;
  const { rows, total, unfiltered } = await pageOfInputs(ctx.app.db, {
    orgId: ctx.scope.orgId,
    ...filter,
    skip: (page - 1) * pageSize,
    take: pageSize,
  });
  return { rows: rows.map(rowOfInput), total, unfiltered };
}

/** What is shown of a stored classification; records of other versions may hold more. */
const Stored = z.object({
  class: z.string(),
  rule: z.string(),
  reasons: z.array(z.unknown()),
  runner_up: z.unknown(),
});

function rowOfInput(row: InputRow): ImageInputRow {
  const stored = Stored.safeParse(JSON.parse(row.classificationJson ?? "null")).data;
  return {
    blake3: row.blake3,
    name: row.name,
    origin: row.origin,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    class: row.class,
    classBy: row.classBy,
    confidence: row.confidence,
    traits: z.array(z.string()).parse(JSON.parse(row.traitsJson)),
    rule: row.rule,
    reasons:
      stored === undefined
        ? []
        : tellStored({ label: stored.class, rule: stored.rule, reasons: stored.reasons, runnerUp: stored.runner_up }),
    thumbBlake3: row.thumbBlake3,
    problem: row.problem,
    isUnusable: row.isUnusable,
    receivedAt: row.receivedAt.toISOString(),
  };
}
