import type { PixelDistance } from "../../../../core/contract/v1/image-jobs.ts";
import { ClassBy } from "../../../../core/imaging/record/parts.ts";
import type { RunRecord } from "../../../../core/imaging/record/run.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { ensureClasses, keepImportedLabel } from "../classes/ensure-classes.ts";
import { changeInput, findInput, keepInput } from "../inputs/input-repo.ts";
import { appendRecord } from "../records/append-record.ts";
import { joinAnswers } from "../runs/join-answers.ts";
import { changeRuns, findRun, insertRun } from "../runs/run-repo.ts";
import type { ResultSource, ResultStored } from "./result-source.ts";
import { columnsOfRun, type RunBlobs } from "./run-columns.ts";

interface RunResult {
  from: ResultSource;
  record: RunRecord;
  blobs: RunBlobs | null;
  distance?: PixelDistance | undefined;
  /** What a person should look at, in the agent's words (IM30). */
  warnings?: readonly string[] | undefined;
}

/** A finished run: its line goes into the log, its row becomes `done`; a run nobody asked for here gets a row (IM46). */
export async function storeRun(app: App, tx: Tx, told: RunResult): Promise<ResultStored> {
  const { from, record, blobs, distance, warnings = [] } = told;
  const { orgId } = from;
  const known = await findRun(tx, orgId, record.run_id);
  if (known !== null && known.inputBlake3 !== record.input_blake3) return "differs";
  const line = JSON.stringify(from.origin === "console" ? saidBy(record, known) : record);
  const appended = await appendRecord(app, tx, { from, index: indexOfRun(record), line });
  const brings = appended.kind === "same" && known !== null && known.beforeBlake3 === null && hasPixels(blobs);
  if (appended.kind !== "stored" && !brings) return appended.kind;
  const at = app.clock.now();
  if (from.origin === "share") await keepSharedLabel(app, tx, { orgId, label: record.class });
  await keepInputOfRun(app, tx, { from, record, blobs });
  const input = await findInput(tx, orgId, record.input_blake3);
  const end = {
    ...columnsOfRun(record, blobs, from.origin),
    state: "done",
    seq: appended.seq,
    endedAt: at,
    receivedAt: at,
    agentId: from.agentId,
    jobId: from.jobId,
    isClassCorrected: input?.classBy === "correction" && input.class !== record.class,
    warningsJson: warnings.length === 0 ? null : JSON.stringify(warnings),
    distanceJson: distance === undefined ? null : JSON.stringify(distance),
    errorReason: null,
    errorDetail: null,
  };
  if (known !== null) {
    const kept = { classBy: known.classBy ?? end.classBy, pairId: end.pairId ?? known.pairId };
    // What this console asked a run for keeps it from the bench still; a run from elsewhere is judged by what is here now.
    const asked = known.origin === "console" && known.notRateable !== "no_pixels" ? known.notRateable : null;
    const notRateable = end.notRateable ?? asked;
    await changeRuns(tx, { orgId, ids: [known.id] }, { ...end, ...kept, notRateable });
  } else {
    const isPreview = record.work_long_side !== null;
    await insertRun(tx, { ...end, id: record.run_id, orgId, origin: from.origin, isPreview, requestedAt: at });
  }
  if (from.origin === "share") {
    const { run_id: runId, input_blake3: inputBlake3 } = record;
    await joinAnswers(tx, { orgId, runId, inputBlake3, class: record.class });
  }
  await publish(tx, { orgId, at, topic: "image", subject: record.class, kind: "run" });
  return "stored";
}

/** IM11: who said the class of a run that was asked for here is known here; the agent sees a name and its own guess. */
function saidBy(record: RunRecord, known: { classBy: string | null } | null): RunRecord {
  const { data } = ClassBy.safeParse(known?.classBy);
  return data === undefined ? record : { ...record, class_by: data };
}

const hasPixels = (blobs: RunBlobs | null): boolean => blobs !== null && blobs.output !== null && blobs.before !== null;

/** A label of a Mac that the console does not have is kept as one of an imported log (IM4). */
async function keepSharedLabel(app: App, tx: Tx, of: { orgId: string; label: string }): Promise<void> {
  await ensureClasses(app, tx, of.orgId);
  await keepImportedLabel(app, tx, of);
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
  { from, record, blobs }: { from: ResultSource; record: RunRecord; blobs: RunBlobs | null },
): Promise<void> {
  const { orgId } = from;
  const thumb = blobs?.thumb ?? null;
  const { bytes, w, h, format } = record.input;
  await keepInput(tx, {
    orgId,
    blake3: record.input_blake3,
    agentId: from.agentId,
    origin: originOfInput(from, blobs),
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
  if (input === null) return;
  const known = { thumbBlake3: input.thumbBlake3 ?? thumb, problem: null };
  if (known.thumbBlake3 === input.thumbBlake3 && input.problem === null) return;
  await changeInput(tx, { orgId, blake3: input.blake3 }, known);
}

/** A shared record without its pixels is as good as an imported one: nothing of it can be run here (IM46). */
function originOfInput({ origin }: ResultSource, blobs: RunBlobs | null): string {
  if (origin === "console") return "upload";
  return origin === "share" && hasPixels(blobs) ? "share" : "import";
}
