import { inputProblem } from "../../../../core/imaging/record/input-problem.ts";
import type { RunErrorRecord } from "../../../../core/imaging/record/run.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { noteProblem } from "../inputs/input-repo.ts";
import { appendRecord } from "../records/append-record.ts";
import { changeRuns, findRun, insertRun } from "../runs/run-repo.ts";
import type { ResultSource, ResultStored } from "./result-source.ts";

/** A run that ended without an output (IM27); one that another attempt finished meanwhile stays finished. Of the reasons only one is surely the picture's, whatever the recipe: it is cut off (IM45). */
export async function storeRunError(
  app: App,
  tx: Tx,
  told: { from: ResultSource; record: RunErrorRecord },
): Promise<ResultStored> {
  const { from, record } = told;
  const { orgId } = from;
  const known = await findRun(tx, orgId, record.run_id);
  if (known !== null && known.inputBlake3 !== record.input_blake3) return "differs";
  const index = {
    identity: `run_error:${record.run_id}:${record.ts_unix_ms}`,
    kind: "run_error",
    v: 2,
    tsUnixMs: record.ts_unix_ms,
    runId: record.run_id,
    inputBlake3: record.input_blake3,
    class: record.class,
  };
  const appended = await appendRecord(app, tx, { from, index, line: JSON.stringify(record) });
  if (appended.kind !== "stored") return appended.kind;
  const at = app.clock.now();
  const end = {
    state: "failed",
    errorReason: record.reason,
    durationMs: record.duration_ms,
    engineJson: JSON.stringify(record.engine),
    tsUnixMs: BigInt(record.ts_unix_ms),
    seq: appended.seq,
    agentId: from.agentId,
    jobId: from.jobId,
    endedAt: at,
    receivedAt: at,
  };
  if (known === null) {
    await insertRun(tx, {
      ...end,
      id: record.run_id,
      orgId,
      origin: from.origin,
      inputBlake3: record.input_blake3,
      class: record.class,
      recipeSha: record.recipe_sha,
      isPreview: true,
      requestedAt: at,
    });
  } else if (known.state !== "done") await changeRuns(tx, { orgId, ids: [known.id] }, end);
  if (record.reason === "truncated") {
    await noteProblem(tx, { orgId, blake3: record.input_blake3 }, inputProblem(record.reason, null));
  }
  await publish(tx, { orgId, at, topic: "image", subject: record.class, kind: "run" });
  return "stored";
}
