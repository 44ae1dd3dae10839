import type { z } from "zod";
import { EVENT_BODIES } from "../../../core/contract/v1/events.ts";
import { ImageTrial } from "../../../core/contract/v1/image-jobs.ts";
import { decodeWire } from "../../../core/contract/v1/wire.ts";
import { areBlobsStored, haveBlobs } from "../../features/blobs/index.ts";
import { noteGoodbye } from "../../features/fleet/index.ts";
import { storeImageResult, storeUnreadable } from "../../features/images/index.ts";
import {
  type Applied,
  deferJob,
  endJob,
  type JobStanding,
  noteProgress,
  type Placed,
  refuseJob,
  standingOf,
  startJob,
  storeObligation,
} from "../../features/jobs/index.ts";
import { type ProbeSource, storeProbeEnd, storeProbeSlice, storeProbeStart } from "../../features/probes/index.ts";
import { noteHeldRecipe } from "../../features/proposals/index.ts";
import {
  appendTuneLog,
  finishLocalTune,
  finishTune,
  startLocalTune,
  storeTuneTrial,
  storeTuneVisit,
} from "../../features/tunes/index.ts";
import type { App, Tx } from "../../platform/app.ts";

interface Step {
  app: App;
  tx: Tx;
  placed: Placed;
  standing: JobStanding;
}

type Handler = (step: Step) => Promise<Applied>;

const STORED: Applied = { kind: "stored", isLate: false, keepBody: false };
const LATE: Applied = { kind: "stored", isLate: true, keepBody: true };
const RAW: Applied = { kind: "stored", isLate: false, keepBody: true };
const INVALID: Applied = { kind: "refused", code: "invalid" };

function bodyOf<T>(schema: z.ZodType<T>, placed: Placed): T | null {
  try {
    return decodeWire(schema, placed.body);
  } catch {
    return null;
  }
}

/** Only an open job with this very fence changes its state (INV-3, INV-4, INV-5); everything else is kept as late. */
function whenCurrent(
  act: (step: Step & { standing: Extract<JobStanding, { kind: "current" }> }) => Promise<boolean>,
): Handler {
  return async (step) => {
    const { standing } = step;
    if (standing.kind !== "current") return LATE;
    return (await act({ ...step, standing })) ? STORED : LATE;
  };
}

const onStarted = whenCurrent(({ app, tx, standing }) => startJob(app, tx, standing.job));

const onRefused = whenCurrent(async ({ app, tx, placed, standing }) => {
  const body = bodyOf(EVENT_BODIES["job.refused"], placed);
  return body !== null && (await refuseJob(app, tx, { job: standing.job, ...body }));
});

const onDeferred = whenCurrent(async ({ app, tx, placed, standing }) => {
  const body = bodyOf(EVENT_BODIES["job.deferred"], placed);
  return body !== null && (await deferJob(app, tx, { job: standing.job, ...body }));
});

const onProgress = whenCurrent(async ({ app, tx, placed, standing }) => {
  const body = bodyOf(EVENT_BODIES["job.progress"], placed);
  return body !== null && (await noteProgress(app, tx, { job: standing.job, progress: body }));
});

/** B128: rows of a run are kept whatever became of its job, only a fence from the future is not believed; a run by hand has none (JK8). */
function onRow<T>(schema: z.ZodType<T>, store: (step: Step, isByHand: boolean, body: T) => Promise<string>): Handler {
  return async (step) => {
    const { placed, standing } = step;
    const body = bodyOf(schema, placed);
    if (body === null) return INVALID;
    const isByHand = placed.event.job === undefined;
    if (!isByHand && (standing.kind === "future" || standing.kind === "unknown")) return LATE;
    const stored = await store(step, isByHand, body);
    if (stored === "no_run") return LATE;
    if (stored === "differs") return { kind: "refused", code: "hash_mismatch" };
    return isByHand || standing.kind === "current" ? STORED : LATE;
  };
}

const onTrial = onRow(EVENT_BODIES["job.trial"], ({ app, tx, placed }, isByHand, { trial }) =>
  storeTuneTrial(app, tx, { agentId: placed.agentId, orgId: placed.orgId, trial, isByHand }),
);

/** JK8: records of image jobs pass through no key mapping; kept whatever became of their job (B128). */
const onImageTrial: Handler = async ({ app, tx, placed, standing }) => {
  const trial = ImageTrial.safeParse(placed.body);
  if (!trial.success) return INVALID;
  const isByHand = placed.event.job === undefined;
  if (!isByHand && (standing.kind === "future" || standing.kind === "unknown")) return LATE;
  const { orgId, agentId } = placed;
  const from = {
    orgId,
    agentId,
    origin: isByHand ? ("share" as const) : ("console" as const),
    jobId: placed.event.job ?? null,
  };
  const told = isByHand ? await withStoredBlobs(tx, orgId, trial.data) : trial.data;
  const stored = await storeImageResult(app, tx, { from, trial: told });
  if (stored === "differs") return { kind: "refused", code: "hash_mismatch" };
  return isByHand || standing.kind === "current" ? STORED : { ...LATE, keepBody: false };
};

/** IM46, INV-22: what a Mac shares without having sent its pictures is kept as its record alone. */
async function withStoredBlobs(tx: Tx, orgId: string, trial: ImageTrial): Promise<ImageTrial> {
  if (!("blobs" in trial) || !("output" in trial.blobs) || trial.record.kind !== "run") return trial;
  const named = [trial.record.input_blake3, ...Object.values(trial.blobs).filter((hash) => hash !== null)];
  if (await haveBlobs(tx, orgId, named)) return trial;
  return { record: trial.record, blobs: { output: null, before: null, thumb: null } };
}

/** A `job.trial` of an image job carries a record, one of a tune a trial. */
const isImageTrial = (placed: Placed): boolean =>
  placed.event.type === "job.trial" &&
  typeof placed.body === "object" &&
  placed.body !== null &&
  "record" in placed.body;

/** IM45: true of the picture, whatever became of the job. */
const onUnreadable: Handler = async ({ app, tx, placed, standing }) => {
  const told = bodyOf(EVENT_BODIES["job.unreadable"], placed);
  if (told === null) return INVALID;
  if (standing.kind === "future" || standing.kind === "unknown") return LATE;
  await storeUnreadable(app, tx, { job: standing.job, told });
  return standing.kind === "current" ? STORED : { ...LATE, keepBody: false };
};

/** B127: each visit is an event of its own. */
const onVisit = onRow(EVENT_BODIES["job.visit"], ({ app, tx, placed }, isByHand, { visit }) =>
  storeTuneVisit(app, tx, { agentId: placed.agentId, orgId: placed.orgId, visit, isByHand }),
);

/** ID5: a run by hand begins and ends without a job. */
const onTuneStarted = onRow(EVENT_BODIES["tune.started"], ({ app, tx, placed }, _isByHand, { run }) =>
  startLocalTune(app, tx, { from: placed, run }),
);
const onTuneFinished = onRow(EVENT_BODIES["tune.finished"], ({ app, tx, placed }, _isByHand, { tune }) =>
  finishLocalTune(app, tx, { from: placed, finished: tune }),
);

const onLog: Handler = async ({ app, tx, placed, standing }) => {
  const body = bodyOf(EVENT_BODIES["job.log"], placed);
  if (body === null) return INVALID;
  if (standing.kind === "future" || standing.kind === "unknown") return LATE;
  await appendTuneLog(app, tx, { job: standing.job, chunk: body });
  return standing.kind === "current" ? STORED : { ...LATE, keepBody: false };
};

const BLOBS_MISSING = {
  outcome: "failed" as const,
  exitReason: "blobs_missing",
  message: "a file that a result names is not stored on the console",
};

/** B75: a forged recipe hash is refused, and the job that brought it ends as failed; INV-22: so does one whose blobs are missing. */
const onFinished: Handler = async ({ app, tx, placed, standing }) => {
  const body = bodyOf(EVENT_BODIES["job.finished"], placed);
  if (body === null) return INVALID;
  if (standing.kind === "future" || standing.kind === "unknown") return LATE;
  const { job } = standing;
  const verdict = await finishTune(app, tx, { job, finished: body.tune, endedBy: body });
  const isForged = verdict === "hash_mismatch";
  const end = isForged
    ? { outcome: "failed" as const, exitReason: "internal_error", message: "recipe hash mismatch" }
    : body.outcome === "succeeded" && !(await areBlobsStored(tx, job))
      ? BLOBS_MISSING
      : body;
  const isEnded = standing.kind === "current" && (await endJob(app, tx, { job, end }));
  if (isForged) return { kind: "refused", code: "hash_mismatch" };
  if (body.imageRecipe !== undefined) await noteHeldRecipe(app, tx, { job, held: body.imageRecipe });
  return isEnded ? STORED : LATE;
};

/** Rows of a probe are kept whatever became of its job, and those of a probe by hand have none (B128). */
function onProbe<T>(schema: z.ZodType<T>, store: (step: Step, from: ProbeSource, body: T) => Promise<string>): Handler {
  return async (step) => {
    const { placed, standing } = step;
    const body = bodyOf(schema, placed);
    if (body === null) return INVALID;
    const isOfJob = placed.event.job !== undefined;
    if (isOfJob && (standing.kind === "future" || standing.kind === "unknown")) return LATE;
    const job = standing.kind === "current" || standing.kind === "late" ? standing.job : null;
    const stored = await store(step, { orgId: placed.orgId, agentId: placed.agentId, job }, body);
    if (stored === "no_probe") return LATE;
    if (stored === "differs") return { kind: "refused", code: "hash_mismatch" };
    return standing.kind === "late" ? { ...LATE, keepBody: false } : STORED;
  };
}

const onProbeStarted = onProbe(EVENT_BODIES["probe.started"], ({ app, tx }, from, body) =>
  storeProbeStart(app, tx, { from, start: body.probe }),
);
const onProbeLevel = onProbe(EVENT_BODIES["probe.level"], ({ app, tx }, from, body) =>
  storeProbeSlice(app, tx, { from, slice: body.slice }),
);
const onProbeFinished = onProbe(EVENT_BODIES["probe.finished"], ({ app, tx }, from, body) =>
  storeProbeEnd(app, tx, { from, end: body.end }),
);

const onGoodbye: Handler = async ({ app, tx, placed }) => {
  await noteGoodbye(app, tx, { id: placed.agentId, orgId: placed.orgId });
  return STORED;
};

/** Of the agent itself, whatever became of the job that drained. */
const onObligation =
  (event: "opened" | "cleared" | "failed"): Handler =>
  async ({ app, tx, placed }) => {
    const report = bodyOf(EVENT_BODIES[`obligation.${event}`], placed);
    if (report === null) return INVALID;
    const { orgId, agentId } = placed;
    const stored = await storeObligation(app, tx, { orgId, agentId, event, report });
    return stored === "differs" ? { kind: "refused", code: "hash_mismatch" } : STORED;
  };

const HANDLERS: Partial<Record<string, Handler>> = {
  "job.received": whenCurrent(async () => true),
  "job.permitted": whenCurrent(async () => true),
  "job.started": onStarted,
  "job.refused": onRefused,
  "job.deferred": onDeferred,
  "job.progress": onProgress,
  "job.trial": onTrial,
  "job.visit": onVisit,
  "job.unreadable": onUnreadable,
  "job.log": onLog,
  "job.finished": onFinished,
  "tune.started": onTuneStarted,
  "tune.finished": onTuneFinished,
  "probe.started": onProbeStarted,
  "probe.level": onProbeLevel,
  "probe.finished": onProbeFinished,
  "obligation.opened": onObligation("opened"),
  "obligation.cleared": onObligation("cleared"),
  "obligation.failed": onObligation("failed"),
  "agent.goodbye": onGoodbye,
};

/** Applies one admitted event; a type without a handler is stored and shown raw (CO2). */
export async function applyEvent(app: App, tx: Tx, placed: Placed): Promise<Applied> {
  if (isImageTrial(placed)) {
    return onImageTrial({ app, tx, placed, standing: await standingOf(app, tx, placed) });
  }
  const schema = Object.entries(EVENT_BODIES).find(([type]) => type === placed.event.type)?.[1];
  if (schema !== undefined && bodyOf<unknown>(schema, placed) === null) return INVALID;
  const handler = HANDLERS[placed.event.type];
  if (handler === undefined) return RAW;
  const standing = await standingOf(app, tx, placed);
  return handler({ app, tx, placed, standing });
}
