import type { PixelDistance } from "../../../../core/contract/v1/image-jobs.ts";
import type { RunRecord } from "../../../../core/imaging/record/run.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { changeInput, findInput, keepInput } from "../inputs/input-repo.ts";
import { appendRecord } from "../records/append-record.ts";
import { changeRuns, findRun, insertRun } from "../runs/run-repo.ts";
import type { ResultSource, ResultStored } from "./result-source.ts";
import { columnsOfRun, type RunBlobs } from "./run-columns.ts";

/** A finished run: its line goes into the log, its row becomes `done`; a run nobody asked for here gets a row (IM46). */
export async function storeRun(
  app: App,
  tx: Tx,
  told: { from: ResultSource; record: RunRecord; blobs: RunBlobs | null; distance?: PixelDistance | undefined },
): Promise<ResultStored> {
  const { from, record, blobs, distance } = told;
  const { orgId } = from;
  const known = await findRun(tx, orgId, record.run_id);
  if (known !== null && known.inputBlake3 !== record.input_blake3) return "differs";
  const appended = await appendRecord(app, tx, { from, index: indexOfRun(record), line: JSON.stringify(record) });
  if (appended.kind !== "stored") return appended.kind;
  const at = app.clock.now();
  await keepInputOfRun(app, tx, { from, record, thumb: blobs?.thumb ?? null });
  const input = await findInput(tx, orgId, record.input_blake3);
  const end = {
    ...columnsOfRun(record, blobs),
    state: "done",
    seq: appended.seq,
    endedAt: at,
    receivedAt: at,
    agentId: from.agentId,
    jobId: from.jobId,
    isClassCorrected: input?.classBy === "correction" && input.class !== record.class,
    distanceJson: distance === undefined ? null : JSON.stringify(distance),
    errorReason: null,
    errorDetail: null,
  };
  if (known !== null) {
    const kept = { classBy: known.classBy ?? end.classBy, pairId: end.pairId ?? known.pairId };
    const notRateable = end.notRateable ?? known.notRateable;
    await changeRuns(tx, { orgId, ids: [known.id] }, { ...end, ...kept, notRateable });
  } else {
    const isPreview = record.work_long_side !== null;
    await insertRun(tx, { ...end, id: record.run_id, orgId, origin: from.origin, isPreview, requestedAt: at });
  }
  await publish(tx, { orgId, at, topic: "image", subject: record.class, kind: "run" });
  return "stored";
}

/** How the log finds a run. */
const indexOfRun = (record: RunRecord) => ({
  identity: `run:${record.run_id}`,
  kind: "run",
  v: 2,
  tsUnixMs: record.ts_unix_ms,
  runId: record.run_id,
  pairId: record.pair_id ?? null,
  inputBlake3: record.input_blake3,
  class: record.class,
});

async function keepInputOfRun(
  app: App,
  tx: Tx,
  { from, record, thumb }: { from: ResultSource; record: RunRecord; thumb: string | null },
): Promise<void> {
  const { orgId } = from;
  const { bytes, w, h, format } = record.input;
  await keepInput(tx, {
    orgId,
    blake3: record.input_blake3,
    agentId: from.agentId,
    origin: from.origin === "console" ? "upload" : from.origin,
    bytes,
    format,
    width: w,
    height: h,
    class: record.class,
    classBy: record.class_by,
    confidence: record.confidence ?? null,
    traitsJson: JSON.stringify(record.traits),
    receivedAt: app.clock.now(),
  });
  const input = await findInput(tx, orgId, record.input_blake3);
  if (input !== null && input.thumbBlake3 === null && thumb !== null) {
    await changeInput(tx, { orgId, blake3: input.blake3 }, { thumbBlake3: thumb });
  }
}
