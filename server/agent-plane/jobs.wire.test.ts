import { compactVerify, importJWK } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson } from "../../core/canonical/jcs.ts";
import { JobEnvelope, TuneParams } from "../../core/contract/v1/job.ts";
import { decodeWire } from "../../core/contract/v1/wire.ts";
import { sweep } from "../features/jobs/leases/reaper.ts";
import { getTune, getTuneProgress } from "../features/tunes/reading/get-tune.ts";
import { cancelTune } from "../features/tunes/request/cancel-tune.ts";
import { stopAgentPlane } from "./index.ts";
import type { TestAgent } from "./test-agent.ts";
import { testCapabilities, testFacts } from "./test-agent.ts";
import { joinedAgent, requestedTune, runningTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

let room: TestConsole;

beforeAll(async () => {
  room = await startTestConsole();
});
afterAll(() => room.close());

const errorCode = (body: unknown): unknown =>
  z.object({ error: z.object({ code: z.string() }) }).parse(body).error.code;
const stateOf = async (tuneRunId: string): Promise<unknown> => (await getTune(room.ctx, { id: tuneRunId })).job?.state;

/** Nothing listens any more, so the next job cannot meet a machine of an earlier test. */
async function freshAgent(): Promise<TestAgent> {
  room.app.clock.advance(60_000);
  return joinedAgent(room);
}

describe("offers", () => {
  test("T1 INV-17 SE1 an offer carries a lease and a signed envelope for this agent only", async () => {
    const agent = await freshAgent();
    const { tuneRunId, jobId } = await requestedTune(room.ctx, agent.agentId);
    const offer = await agent.offer();
    expect(offer).toMatchObject({ job: jobId, attempt: 1, leaseMs: 900_000 });
    const [key] = room.app.keys.jobPublicKeys;
    const { payload, protectedHeader } = await compactVerify(offer.envelope, await importJWK(key ?? {}, "EdDSA"));
    expect(protectedHeader).toEqual({ alg: "EdDSA", typ: "espalier-job+jws", kid: room.app.keys.jobKeyId });
    const text = new TextDecoder().decode(payload);
    expect(canonicalJson(JSON.parse(text))).toBe(text);
    const envelope = decodeWire(JobEnvelope, JSON.parse(text));
    expect(envelope).toMatchObject({ aud: agent.agentId, iss: room.app.serverId, fence: offer.fence, kind: "tune" });
    expect(envelope.exp - envelope.nbf).toBe(600);
    expect(TuneParams.parse(envelope.params).runId).toBe(tuneRunId);
    const other = await joinedAgent(room);
    expect((await other.poll()).offer).toBeUndefined();
  });

  test("TR4 a held poll is answered as soon as work arrives", async () => {
    const agent = await freshAgent();
    await agent.poll();
    const held = agent.poll();
    const { jobId } = await requestedTune(room.ctx, agent.agentId);
    expect((await held).offer?.job).toBe(jobId);
  });

  test("MS2 a lost offer is sent again with the same fence and bytes until it was renewed", async () => {
    const agent = await freshAgent();
    await requestedTune(room.ctx, agent.agentId);
    const first = await agent.offer();
    const again = await agent.poll();
    expect(again.offer).toEqual(first);
    await agent.renew(first.job, first.fence);
    const held = agent.poll([], {});
    await cancelTune(room.ctx, {
      id: (await room.app.db.tuneRun.findFirstOrThrow({ where: { jobId: first.job } })).id,
      reason: "x",
    });
    expect(await held).toMatchObject({ commands: [{ type: "cancel", job: first.job, fence: first.fence, by: "Ada" }] });
    expect((await held).offer).toBeUndefined();
  });

  test("INV-1 an agent with a live job gets no second one, also from racing polls", async () => {
    const agent = await freshAgent();
    await requestedTune(room.ctx, agent.agentId, { flags: { "target-context": "500" } });
    await requestedTune(room.ctx, agent.agentId, { flags: { "target-context": "600" } });
    await agent.poll();
    const [left, right] = await Promise.all([agent.poll(), agent.poll()]);
    expect(left.offer?.job).toBe(right.offer?.job);
    const live = await room.app.db.job.count({
      where: { agentId: agent.agentId, state: { in: ["LEASED", "RUNNING"] } },
    });
    expect(live).toBe(1);
  });

  test("RL1 a third open poll of one agent is refused, and a stopping console answers the others at once", async () => {
    const own = await startTestConsole();
    const agent = await joinedAgent(own);
    await agent.poll();
    const polls = [1, 2, 3].map(() => agent.post("poll", agent.pollBody()));
    const first = await Promise.race(polls);
    expect([first.status, errorCode(first.body)]).toEqual([429, "rate_limited"]);
    await stopAgentPlane(own.app);
    const statuses = (await Promise.all(polls)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 429]);
    await own.close();
  });

  test("QU6 no job below 256 MiB of free disk or without the capability", async () => {
    const agent = await freshAgent();
    await agent.report({ facts: testFacts({ diskFreeBytes: 1000 }) });
    const { tuneRunId } = await requestedTune(room.ctx, agent.agentId);
    const held = agent.poll();
    expect((await held).offer).toBeUndefined();
    expect((await getTune(room.ctx, { id: tuneRunId })).job).toMatchObject({
      position: 1,
      waitingFor: "less than 256 MiB of disk are free",
    });
    await agent.report({ facts: testFacts(), caps: testCapabilities({ kinds: [] }) });
    const waiting = agent.poll();
    await agent.report({ caps: testCapabilities() });
    expect((await waiting).offer?.job).toBeDefined();
  });

  test("ID3 a poll under another boot id is superseded", async () => {
    const agent = await freshAgent();
    const reply = await agent.post("poll", { ...agent.pollBody(), bootId: crypto.randomUUID() });
    expect([reply.status, errorCode(reply.body)]).toEqual([409, "session_superseded"]);
  });
});

describe("leases", () => {
  test("LE1 INV-2 the fence of a job strictly grows, also when its epoch comes from a later start", async () => {
    const agent = await freshAgent();
    await requestedTune(room.ctx, agent.agentId);
    const first = await agent.offer();
    expect(first.fence).toBe(`${room.app.serverEpoch}.1`);
    room.app.clock.advance(930_001);
    await sweep(room.app);
    await agent.authenticate();
    const second = await agent.offer();
    expect(second).toMatchObject({ job: first.job, fence: `${room.app.serverEpoch}.2`, attempt: 1 });
    await room.app.db.job.update({ where: { id: first.job }, data: { fenceEpoch: room.app.serverEpoch + 5 } });
    room.app.clock.advance(930_001);
    await sweep(room.app);
    await agent.authenticate();
    expect((await agent.offer()).fence).toBe(`${room.app.serverEpoch + 5}.3`);
  });

  test("T2 T3 a renew only lengthens the lease and stores the newest progress; started needs it", async () => {
    const agent = await freshAgent();
    const { tuneRunId } = await requestedTune(room.ctx, agent.agentId);
    const { job, fence } = await agent.offer();
    const early = agent.event("job.started", { startedAt: "2026-11-20T12:00:00.000Z" }, { job, fence });
    expect((await agent.send(early)).stored).toHaveLength(1);
    expect(await stateOf(tuneRunId)).toBe("LEASED");
    const progress = { runId: tuneRunId, phase: "prewarm", monoMs: 100 };
    room.app.clock.advance(1000);
    expect((await agent.renew(job, fence, progress)).leaseMs).toBe(900_000);
    const until = (await room.app.db.job.findUniqueOrThrow({ where: { id: job } })).leaseUntil;
    await agent.renew(job, fence, { ...progress, monoMs: 50, phase: "accepted" });
    expect((await room.app.db.job.findUniqueOrThrow({ where: { id: job } })).leaseUntil).toEqual(until);
    const shown = await getTuneProgress(room.ctx, { id: tuneRunId });
    expect(shown).toMatchObject({ state: "handed_over", progress: { phase: "prewarm", monoMs: 100 } });
    await agent.send(agent.event("job.started", { startedAt: "2026-11-20T12:00:00.000Z" }, { job, fence }));
    expect(await stateOf(tuneRunId)).toBe("RUNNING");
  });

  test("LE5 a renew with another fence, job or agent is 409 stale_fence", async () => {
    const agent = await freshAgent();
    const { job, fence } = await runningTune(room.ctx, agent);
    const stranger = await joinedAgent(room);
    for (const reply of [
      await agent.tryRenew(job, "1.1"),
      await agent.tryRenew(crypto.randomUUID(), fence),
      await stranger.tryRenew(job, fence),
    ]) {
      expect([reply.status, errorCode(reply.body)]).toEqual([409, "stale_fence"]);
    }
  });

  test("INV-18 a missed renew only shortens what is left, and a late one before the takeover still counts", async () => {
    const agent = await freshAgent();
    const { tuneRunId, job, fence } = await runningTune(room.ctx, agent);
    room.app.clock.advance(900_000 + 29_000);
    await sweep(room.app);
    expect(await stateOf(tuneRunId)).toBe("RUNNING");
    await agent.authenticate();
    expect((await agent.tryRenew(job, fence)).status).toBe(200);
  });

  test("T7 INV-14 a tune whose lease ended 30 s ago is lost, never given to anyone else", async () => {
    const agent = await freshAgent();
    const { tuneRunId, job, fence } = await runningTune(room.ctx, agent);
    room.app.clock.advance(900_000 + 30_001);
    await sweep(room.app);
    expect(await stateOf(tuneRunId)).toBe("LOST");
    await agent.authenticate();
    expect((await agent.tryRenew(job, fence)).status).toBe(409);
    const audit = await room.app.db.auditEntry.findMany({ where: { object: `job:${job}`, action: "job.taken_over" } });
    expect(audit).toHaveLength(1);
  });
});

describe("cancel and refuse", () => {
  test("T5 INV-16 a cancel rides on renew, never returns to running, and keeps the reported outcome", async () => {
    const agent = await freshAgent();
    const { tuneRunId, job, fence } = await runningTune(room.ctx, agent);
    expect(await cancelTune(room.ctx, { id: tuneRunId, reason: "wrong Mac" })).toEqual({ state: "cancelling" });
    expect(await cancelTune(room.ctx, { id: tuneRunId, reason: "again" })).toEqual({ state: "cancelling" });
    expect((await agent.renew(job, fence)).cancel).toEqual({ reason: "wrong Mac", by: "Ada" });
    await agent.send(agent.event("job.started", { startedAt: "2026-11-20T12:00:00.000Z" }, { job, fence }));
    expect(await stateOf(tuneRunId)).toBe("CANCELLING");
    const end = { outcome: "succeeded", exitReason: "ok", message: null, tune: null };
    await agent.send(agent.event("job.finished", end, { job, fence }));
    expect((await getTune(room.ctx, { id: tuneRunId })).job).toMatchObject({
      state: "CANCELLED",
      outcomeNote: "reported succeeded: ok",
      cancelBy: "Ada",
    });
    await expect(cancelTune(room.ctx, { id: tuneRunId, reason: "late" })).rejects.toMatchObject({
      code: "NOT_CANCELLABLE",
    });
  });

  test("INV-16 when the finish commits first, the cancel comes too late", async () => {
    const agent = await freshAgent();
    const { tuneRunId, job, fence } = await runningTune(room.ctx, agent);
    const end = { outcome: "failed", exitReason: "no_feasible", message: "none fits", tune: null };
    await agent.send(agent.event("job.finished", end, { job, fence }));
    await expect(cancelTune(room.ctx, { id: tuneRunId, reason: "x" })).rejects.toMatchObject({
      code: "NOT_CANCELLABLE",
    });
    expect((await getTune(room.ctx, { id: tuneRunId })).summary).toMatchObject({
      state: "finished",
      exitReason: "no_feasible",
    });
  });

  test("T4 a refusal keeps the policy's reason and is never retried by itself", async () => {
    const agent = await freshAgent();
    const { tuneRunId } = await requestedTune(room.ctx, agent.agentId);
    const { job, fence } = await agent.offer();
    const refusal = { reason: "policy_model", detail: "models.allow: practice" };
    await agent.send(agent.event("job.refused", refusal, { job, fence }));
    expect((await getTune(room.ctx, { id: tuneRunId })).job).toMatchObject({
      state: "REFUSED",
      outcomeNote: refusal.detail,
    });
    await sweep(room.app);
    expect(await stateOf(tuneRunId)).toBe("REFUSED");
  });

  test("T12 QU3 a deferred job blocks nobody behind it, waits for its time and gets its attempt back", async () => {
    const agent = await freshAgent();
    const { tuneRunId } = await requestedTune(room.ctx, agent.agentId);
    const { job, fence } = await agent.offer();
    await agent.send(agent.event("job.deferred", { reason: "battery", retryAfterS: 300 }, { job, fence }));
    const waiting = await getTune(room.ctx, { id: tuneRunId });
    expect(waiting.job).toMatchObject({ state: "QUEUED", waitingFor: "the machine put it off (battery)" });
    room.app.clock.advance(299_000);
    const held = agent.poll();
    await requestedTune(room.ctx, agent.agentId, { flags: { "target-context": "700" } });
    const behind = await held;
    expect(behind.offer?.job).not.toBe(job);
    expect(behind.offer?.job).toBeDefined();
    const row = await room.app.db.job.findUniqueOrThrow({ where: { id: job } });
    expect([row.attempt, row.fenceCounter]).toEqual([0, 1]);
  });

  test("T5 past its run deadline a job is asked to stop", async () => {
    const agent = await freshAgent();
    const { tuneRunId, job, fence } = await runningTune(room.ctx, agent);
    for (let turn = 0; turn < 13; turn += 1) {
      room.app.clock.advance(840_000);
      await agent.authenticate();
      await agent.renew(job, fence);
    }
    await sweep(room.app);
    expect(await stateOf(tuneRunId)).toBe("CANCELLING");
    expect((await agent.renew(job, fence)).cancel).toEqual({ reason: "the run deadline passed", by: "console" });
  });
});
