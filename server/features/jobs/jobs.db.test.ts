import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isJobEnd } from "../../../core/leases/job-transition.ts";
import { requestedTune, storedAgent, testContext } from "../../agent-plane/test-fleet.ts";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { transaction } from "../../platform/transaction.ts";
import type { Context } from "../../trpc/context.ts";
import { getTune } from "../tunes/reading/get-tune.ts";
import { cancelTune } from "../tunes/request/cancel-tune.ts";
import { requestTune } from "../tunes/request/request-tune.ts";
import { requestCancel } from "./cancel-job.ts";
import { fenceOf, jobStateOf } from "./job-kinds.ts";
import { offerWork } from "./leases/grant.ts";
import { deferJob, endJob, refuseJob, startJob } from "./leases/job-events.ts";
import { startReaper, sweep } from "./leases/reaper.ts";
import { renewLease } from "./leases/renew-lease.ts";
import { findJob, type JobRow, transitionsOf } from "./repo.ts";

let app: TestApp;
let ctx: Context;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await testContext(app);
});
afterAll(() => app.close());

const HOUR_MS = 3_600_000;
const context = (index: number) => ({ flags: { "target-context": String(100 + index) } });
const offer = (agentId: string) =>
  offerWork(app, { host: { id: agentId, orgId: app.orgId }, busyWith: [], canTakeJob: true });
const jobOf = async (id: string): Promise<JobRow> => {
  const job = await findJob(app.db, { id, orgId: app.orgId });
  if (job === null) throw new Error("the job is gone");
  return job;
};

describe("the queue", () => {
  test("H-34 a double submit makes one job", async () => {
    const agentId = await storedAgent(app);
    const input = { agentId, list: "practice" as const, flags: {}, requestKey: randomUUID() };
    const [left, right] = await Promise.all([requestTune(ctx, input), requestTune(ctx, input)]);
    expect(left).toEqual(right);
    expect(await app.db.job.count({ where: { agentId } })).toBe(1);
    expect(await app.db.tuneRun.count({ where: { agentId } })).toBe(1);
  });

  test("QU1 a machine's queue holds fifty entries in a visible order", async () => {
    const agentId = await storedAgent(app);
    const made = [];
    for (let index = 0; index < 50; index += 1) {
      app.clock.advance(1);
      made.push(await requestedTune(ctx, agentId, context(index)));
    }
    await expect(requestedTune(ctx, agentId, context(50))).rejects.toMatchObject({ code: "QUEUE_FULL" });
    const places = [made[0], made[1], made[49]].map(
      async (one) => (await getTune(ctx, { id: one?.tuneRunId ?? "" })).job,
    );
    expect((await Promise.all(places)).map((job) => job?.position)).toEqual([1, 2, 50]);
    expect(await app.db.tuneRun.count({ where: { agentId } })).toBe(50);
  });

  test("QU4 T8 a job of an offline machine waits to its queue deadline, then expires and never runs", async () => {
    const agentId = await storedAgent(app);
    const { tuneRunId } = await requestedTune(ctx, agentId);
    app.clock.advance(24 * HOUR_MS);
    await sweep(app);
    expect((await getTune(ctx, { id: tuneRunId })).summary.state).toBe("queued");
    app.clock.advance(1);
    expect(await offer(agentId)).toBeNull();
    await sweep(app);
    expect((await getTune(ctx, { id: tuneRunId })).summary.state).toBe("expired");
    expect(await offer(agentId)).toBeNull();
  });

  test("QU5 T10 a newer tune of the same target context replaces an unstarted one, and says so", async () => {
    const agentId = await storedAgent(app);
    const first = await requestedTune(ctx, agentId, context(1));
    const other = await requestedTune(ctx, agentId, context(2));
    const second = await requestedTune(ctx, agentId, context(1));
    const replaced = await getTune(ctx, { id: first.tuneRunId });
    expect(replaced.job).toMatchObject({
      state: "CANCELLED",
      cancelReason: "superseded",
      outcomeNote: `superseded by ${second.label}`,
    });
    expect((await getTune(ctx, { id: other.tuneRunId })).job?.state).toBe("QUEUED");
    const rows = await transitionsOf(app.db, app.orgId, first.jobId);
    expect(rows.at(-1)).toMatchObject({ rule: "T10", detail: `superseded_by ${second.jobId}` });
    await offer(agentId);
    await requestedTune(ctx, agentId, context(2));
    expect((await getTune(ctx, { id: other.tuneRunId })).job?.state).not.toBe("RUNNING");
  });

  test("T10 a waiting job is cancelled at once, with an audit row", async () => {
    const agentId = await storedAgent(app);
    const { tuneRunId, jobId } = await requestedTune(ctx, agentId);
    expect(await cancelTune(ctx, { id: tuneRunId, reason: "not now" })).toEqual({ state: "cancelled" });
    const audit = await app.db.auditEntry.findMany({ where: { object: `job:${jobId}` }, orderBy: { seq: "asc" } });
    expect(audit.map(({ action }) => action)).toEqual(["job.created", "job.cancelled"]);
    expect(audit.every(({ actor }) => actor === ctx.actor?.userId)).toBe(true);
  });

  test("T9 run again makes a new job that names the old one, which never changes", async () => {
    const agentId = await storedAgent(app);
    const first = await requestedTune(ctx, agentId);
    await expect(requestedTune(ctx, agentId, { retryOf: first.tuneRunId })).rejects.toMatchObject({
      code: "BAD_INPUT",
    });
    await cancelTune(ctx, { id: first.tuneRunId, reason: "x" });
    const before = await jobOf(first.jobId);
    const again = await requestedTune(ctx, agentId, { retryOf: first.tuneRunId });
    expect((await getTune(ctx, { id: again.tuneRunId })).retryOf).toBe(first.tuneRunId);
    expect(await jobOf(first.jobId)).toEqual(before);
  });

  test("a suspended machine takes no requests", async () => {
    const agentId = await storedAgent(app);
    await app.db.agent.update({ where: { id: agentId }, data: { state: "SUSPENDED" } });
    await expect(requestedTune(ctx, agentId)).rejects.toMatchObject({ code: "AGENT_UNAVAILABLE" });
  });
});

describe("the reaper", () => {
  test("T11 an offer nobody renewed goes back to the queue with its attempt, ten times at most", async () => {
    const agentId = await storedAgent(app);
    const { jobId } = await requestedTune(ctx, agentId);
    for (let turn = 1; turn <= 10; turn += 1) {
      expect((await offer(agentId))?.attempt).toBe(1);
      app.clock.advance(930_001);
      await sweep(app);
      expect(await jobOf(jobId)).toMatchObject({ state: "QUEUED", attempt: 0, fenceCounter: turn });
    }
    await offer(agentId);
    app.clock.advance(930_001);
    await sweep(app);
    expect((await jobOf(jobId)).state).toBe("LOST");
  });

  test("T7 stopping the reaper waits for its last look", async () => {
    await startReaper(app).stop();
  });
});

const Step = fc.constantFrom(
  "offer",
  "renew",
  "start",
  "refuse",
  "defer",
  "finish",
  "cancel",
  "sweep",
  "wait",
  "wait-long",
);

describe("transitions", () => {
  test("INV-5 INV-6 whatever happens in whatever order, the state is the fold of its rows and ends absorb", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { maxLength: 14 }), async (steps) => {
        const agentId = await storedAgent(app);
        const { jobId } = await requestedTune(ctx, agentId);
        let end: string | null = null;
        let fence = 0;
        for (const step of steps) {
          await take(step, agentId, jobId);
          const job = await jobOf(jobId);
          const rows = await transitionsOf(app.db, app.orgId, jobId);
          expect(rows.reduce<string | null>((state, row) => (row.from === state ? row.to : "broken"), null)).toBe(
            job.state,
          );
          expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_row, index) => index + 1));
          if (end !== null) expect(job.state).toBe(end);
          if (isJobEnd(jobStateOf(job))) end = job.state;
          expect(job.fenceCounter).toBeGreaterThanOrEqual(fence);
          fence = job.fenceCounter;
        }
      }),
      { numRuns: 40 },
    );
  });
});

async function take(step: string, agentId: string, jobId: string): Promise<void> {
  if (step === "offer") await offer(agentId);
  if (step === "sweep") await sweep(app);
  if (step === "wait") app.clock.advance(60_000);
  if (step === "wait-long") app.clock.advance(930_001);
  const job = await jobOf(jobId);
  const fence = fenceOf(job) ?? "1.1";
  const agent = { id: agentId, orgId: app.orgId };
  if (step === "renew") await renewLease(app, { agent, request: { job: jobId, fence } });
  await transaction(app, "test.step", async (tx) => {
    if (step === "start") await startJob(app, tx, job);
    if (step === "refuse") await refuseJob(app, tx, { job, reason: "policy_kind", detail: "jobs" });
    if (step === "defer") await deferJob(app, tx, { job, reason: "heat", retryAfterS: 30 });
    if (step === "finish")
      await endJob(app, tx, { job, end: { outcome: "succeeded", exitReason: "ok", message: null } });
    if (step === "cancel") await requestCancel(app, tx, { job, by: "Ada", actor: "a", reason: "x" });
  });
}
