import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ApplyRecipeParams } from "../../../../core/contract/v1/apply.ts";
import { decideWrite } from "../../../../core/tuning/following/decide-write.ts";
import type { Environment } from "../../../host/environment.ts";
import { setJobState } from "../../../store/jobs.ts";
import type { AgentStore } from "../../../store/open-store.ts";
import { appendEvent } from "../../../store/outbox.ts";
import { heldSha, writeRecipe } from "../../../tuner/write-recipe.ts";
import type { EventWriter } from "../../event-writer.ts";
import { createBlobClient } from "../../plane/blob-client.ts";
import type { PlaneLink } from "../../plane/plane-link.ts";
import type { World } from "../../world.ts";
import { fetchRecipe, recipeFile } from "../images/fetch-recipes.ts";
import { armDeadline, JobStop } from "../lease/job-stop.ts";
import { RUN_S } from "../lease/run-deadline.ts";
import { runLeased } from "../lease/run-leased.ts";
import type { RunningJob, StopCause } from "../running-job.ts";
import { type ApplyEnd, CONFLICT, storeApplyEnd, UNREADABLE } from "./apply-end.ts";

interface ApplyJobSetup {
  readonly store: AgentStore;
  readonly world: World;
  readonly events: EventWriter;
  readonly plane: PlaneLink;
  readonly stateDir: string;
  readonly work: { readonly jobId: string; readonly fence: string; readonly params: ApplyRecipeParams };
  readonly env: Environment;
}

const failed = (exitReason: string, message: string): ApplyEnd => ({ outcome: "failed", exitReason, message });

function endOfStop(cause: StopCause, reason: string): ApplyEnd {
  const exitReason = cause === "deadline" ? "deadline" : "interrupted";
  return { outcome: cause === "cancelled" ? "cancelled" : "failed", exitReason, message: reason };
}

/** Runs one permitted apply of an image recipe (TU51). */
export function startApplyJob(setup: ApplyJobSetup): RunningJob {
  const stop = new JobStop();
  return {
    kind: "apply",
    workId: setup.work.jobId,
    phase: () => null,
    stop: (cause, reason) => stop.request(cause, reason),
    ended: runLeased(setup, { stop, progress: () => null, run: () => runApply(setup, stop) }),
  };
}

async function runApply(setup: ApplyJobSetup, stop: JobStop): Promise<null> {
  const { work, world, env } = setup;
  const { jobId, fence, params } = work;
  if (stop.cause === null) sayStarted(setup);
  const disarm = armDeadline(world, RUN_S.apply * 1000, stop);
  const end = await apply(setup, stop).catch((failure: unknown) =>
    failed("internal_error", failure instanceof Error ? failure.message : String(failure)),
  );
  disarm();
  await storeApplyEnd(setup, { subject: { job: jobId, fence }, label: params.class, environment: env, end });
  return null;
}

/** The job's row says RUNNING before anything is written, so that a next start knows what was begun (INV-11). */
function sayStarted({ store, world, events, work: { jobId: job, fence } }: ApplyJobSetup): void {
  store.transaction(() => {
    setJobState(store, job, "RUNNING");
    const startedAt = new Date(world.clock.wallMs()).toISOString();
    appendEvent(store, events.make("job.started", { startedAt }, { job, fence }));
  });
  events.wake();
}

async function apply(setup: ApplyJobSetup, stop: JobStop): Promise<ApplyEnd> {
  const { params, jobId } = setup.work;
  const text = stop.cause === null ? await fetchText(setup, stop) : null;
  if (stop.cause !== null || text === null) return endOfStop(stop.cause ?? "cancelled", stop.reason);
  if (typeof text !== "string") return text;
  const found = await heldSha(params.class, setup.env).then((held) => ({ held }), UNREADABLE);
  if (!("held" in found)) return found;
  const { held } = found;
  switch (decideWrite(held, params)) {
    case "has_it":
      return { outcome: "succeeded", exitReason: "ok", message: "this Mac had the recipe already" };
    case "conflict":
      return CONFLICT(params, held);
    case "write": {
      const { class: label, baseHash: base } = params;
      const done = await writeRecipe({ label, text, base, jobId, environment: setup.env });
      if (done.kind === "base_changed") return CONFLICT(params, done.live);
      const kept = done.kept === null ? null : `the text before it is kept in ${done.kept}`;
      return { outcome: "succeeded", exitReason: "ok", message: kept };
    }
  }
}

/** The approved text, its sha checked (JK7); null when the job was stopped meanwhile. */
async function fetchText(setup: ApplyJobSetup, stop: JobStop): Promise<string | ApplyEnd | null> {
  const { stateDir, work } = setup;
  const { recipe: recipeBlob, class: label, targetHash: recipeSha } = work.params;
  const folder = join(stateDir, "apply-jobs", work.jobId);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const wanted = { recipeBlob, label, recipeSha };
    const got = await fetchRecipe(wanted, { blobs: createBlobClient(setup), folder, signal: stop.signal });
    if (!("kind" in got)) return await readFile(recipeFile(folder, recipeBlob), "utf8");
    return got.kind === "stopped" ? null : failed(got.exitReason, got.message);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
