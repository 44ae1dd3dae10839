import { mkdir, rm } from "node:fs/promises";
import type { JobFinished, JobUnreadable } from "../../../../core/contract/v1/events.ts";
import type { ImageTrial } from "../../../../core/contract/v1/image-jobs.ts";
import { readThresholds } from "../../../imaging/classify/read-thresholds.ts";
import { createImagePool, type ImagePool } from "../../../imaging/pool/image-pool.ts";
import { hasImageRun, rememberImageRun } from "../../../store/image-runs.ts";
import { setJobState } from "../../../store/jobs.ts";
import type { AgentStore } from "../../../store/open-store.ts";
import { appendEvent } from "../../../store/outbox.ts";
import type { EventSubject, EventWriter } from "../../event-writer.ts";
import { type BlobClient, createBlobClient } from "../../plane/blob-client.ts";
import type { PlaneLink } from "../../plane/plane-link.ts";
import type { World } from "../../world.ts";
import { armDeadline, JobStop } from "../lease/job-stop.ts";
import { RUN_S } from "../lease/run-deadline.ts";
import { runLeased } from "../lease/run-leased.ts";
import type { RunningJob, StopCause } from "../running-job.ts";
import { type ClassifySetup, classifyInput } from "./classify-input.ts";
import type { RunEnd, Unreadable } from "./fetch-input.ts";
import { fetchRecipes, type Recipes } from "./fetch-recipes.ts";
import { type ImageWork, imageItems, inputsToClassify } from "./image-items.ts";
import { jobFolder } from "./job-folder.ts";
import { runItem } from "./run-item.ts";

export interface ImageJobSetup {
  readonly store: AgentStore;
  readonly world: World;
  readonly events: EventWriter;
  readonly plane: PlaneLink;
  readonly stateDir: string;
  readonly work: { readonly jobId: string; readonly fence: string; readonly asked: ImageWork };
  readonly env: Readonly<Record<string, string>>;
}

const MOST_DETAIL = 500;

type End = Pick<JobFinished, "outcome" | "exitReason" | "message">;

const failed = (exitReason: string, message: string): End => ({ outcome: "failed", exitReason, message });

/** What a stopped job says; null leaves it to its lease, so that another attempt goes on (T7). */
function endOfStop(cause: StopCause, reason: string): End | null {
  switch (cause) {
    case "cancelled":
      return { outcome: "cancelled", exitReason: "interrupted", message: reason };
    case "deadline":
      return failed("deadline", reason);
    case "store_failure":
      return failed("internal_error", reason);
    case "agent_stopping":
    case "lease_lost":
    case "stale_fence":
    case "not_allowed":
      return null;
  }
}

class ImageJob {
  readonly #setup: ImageJobSetup;
  readonly #subject: EventSubject;
  readonly #blobs: BlobClient;
  readonly #stop: JobStop;

  constructor(setup: ImageJobSetup, stop: JobStop) {
    this.#setup = setup;
    this.#stop = stop;
    this.#subject = { job: setup.work.jobId, fence: setup.work.fence };
    this.#blobs = createBlobClient(setup);
  }

  async run(): Promise<null> {
    const end = this.#stop.cause === null ? await this.#startAndWork() : null;
    const { cause } = this.#stop;
    if (cause !== null) this.#finishStopped(cause);
    else if (end !== null) this.#finish(end);
    return null;
  }

  #startAndWork(): Promise<End> {
    this.#sayStarted();
    return this.#workInScratch().catch((failure: unknown) =>
      failed("internal_error", failure instanceof Error ? failure.message : String(failure)),
    );
  }

  #sayStarted(): void {
    const { store, world, events } = this.#setup;
    store.transaction(() => {
      setJobState(store, this.#subject.job, "RUNNING");
      const startedAt = new Date(world.clock.wallMs()).toISOString();
      appendEvent(store, events.make("job.started", { startedAt }, this.#subject));
    });
    events.wake();
  }

  async #workInScratch(): Promise<End> {
    const { world, work, stateDir, env } = this.#setup;
    const folder = jobFolder(stateDir, work.jobId);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const disarm = armDeadline(world, RUN_S[work.asked.kind] * 1000, this.#stop);
    const takesAvif = env["ESPALIER_IMAGE_AVIF_INPUT"] === "1";
    const pool = createImagePool({ scratchDir: folder, takesAvif, monoMs: () => world.clock.monoMs() });
    try {
      return await this.#workWith(pool, folder);
    } finally {
      disarm();
      await pool.close();
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #workWith(pool: ImagePool, folder: string): Promise<End> {
    const { store, world, plane, work, env } = this.#setup;
    const engine = await pool.engine();
    if (!engine.ok) return failed("engine_missing", engine.detail);
    const left = imageItems(work.asked).filter(({ runId }) => !hasImageRun(store, runId));
    const recipes = await fetchRecipes(left, { blobs: this.#blobs, folder, signal: this.#stop.signal });
    if (recipes.kind !== "recipes") return this.#endOf(recipes);
    const hostId = plane.enrolment()?.agentId ?? "unknown";
    const thresholds = await readThresholds(env);
    const parts = {
      pool,
      folder,
      hostId,
      thresholds,
      engine: engine.engine,
      blobs: this.#blobs,
      signal: this.#stop.signal,
    };
    const setup = { ...parts, wallMs: () => Math.round(world.clock.wallMs()) };
    for (const item of left) {
      const recipe = recipes.of(item);
      if (recipe === undefined) continue;
      const end = await runItem(item, recipe, setup);
      if (end.kind !== "trial") return this.#endOf(end);
      this.#storeTrial(end.trial, item.runId);
    }
    return this.#classify(setup);
  }

  /** IM45: each input that cannot be read is told with its own reason; the job fails with the first one once the others are classified. */
  async #classify(setup: ClassifySetup): Promise<End> {
    const unreadable: JobUnreadable[] = [];
    const inputs = inputsToClassify(this.#setup.work.asked);
    for (const blake3 of inputs) {
      const end = await classifyInput(blake3, setup);
      if (end.kind === "trial") this.#storeTrial(end.trial, null);
      else if (end.kind !== "unreadable") return this.#endOf(end);
      else unreadable.push(this.#tellUnreadable(blake3, end));
    }
    const [first] = unreadable;
    if (first === undefined) return { outcome: "succeeded", exitReason: "ok", message: null };
    const count = `${unreadable.length} of ${inputs.length} could not be read`;
    return failed(first.reason, `${count}; the first is ${first.blake3}: ${first.detail}`);
  }

  #tellUnreadable(blake3: string, { reason, detail }: Unreadable): JobUnreadable {
    const told = { blake3, reason, detail: detail.slice(0, MOST_DETAIL) };
    this.#setup.events.append("job.unreadable", told, this.#subject);
    return told;
  }

  #endOf(end: Exclude<Recipes | RunEnd, { kind: "recipes" | "trial" }>): End {
    switch (end.kind) {
      case "failed":
        return failed(end.exitReason, end.message);
      case "stopped":
        return failed("interrupted", "the job was stopped");
    }
  }

  /** The event and the note that its run is done stand together, so that a second attempt never doubles a run. */
  #storeTrial(trial: ImageTrial, runId: string | null): void {
    const { store, events, world } = this.#setup;
    const at = new Date(world.clock.wallMs()).toISOString();
    store.transaction(() => {
      if (runId !== null) rememberImageRun(store, { runId, jobId: this.#subject.job, at });
      appendEvent(store, events.imageTrial(trial, this.#subject));
    });
    events.wake();
  }

  #finishStopped(cause: StopCause): void {
    const end = endOfStop(cause, this.#stop.reason);
    if (end !== null) this.#finish(end);
    else if (cause !== "agent_stopping") this.#settle();
  }

  #finish(end: End): void {
    const { store, events } = this.#setup;
    store.transaction(() => {
      appendEvent(store, events.make("job.finished", { ...end, tune: null }, this.#subject));
      this.#settle();
    });
    events.wake();
  }

  #settle(): void {
    setJobState(this.#setup.store, this.#subject.job, "DONE");
  }
}

/** Runs one permitted image job. */
export function startImageJob(setup: ImageJobSetup): RunningJob {
  const stop = new JobStop();
  const job = new ImageJob(setup, stop);
  return {
    kind: setup.work.asked.kind,
    workId: setup.work.jobId,
    phase: () => null,
    stop: (cause, reason) => stop.request(cause, reason),
    ended: runLeased(setup, { stop, progress: () => null, run: () => job.run() }),
  };
}
