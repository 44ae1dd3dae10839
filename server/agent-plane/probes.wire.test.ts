import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { probeMethod, summariseLevel } from "../../core/probing/level-summary.ts";
import type { ProbeSlice } from "../../core/probing/probe-record.ts";
import { testLevel, testRecord, testStart } from "../../core/probing/test-probe.ts";
import { getProbe, getProbeRequests, listProbes } from "../features/probes/reading/read-probes.ts";
import { cancelProbe } from "../features/probes/request/cancel-probe.ts";
import { requestProbe } from "../features/probes/request/request-probe.ts";
import { type TestAgent, testCapabilities, testPolicy } from "./test-agent.ts";
import { joinedAgent, startTestConsole, type TestConsole } from "./test-fleet.ts";

let room: TestConsole;

beforeAll(async () => {
  room = await startTestConsole();
});
afterAll(() => room.close());

async function probingAgent(): Promise<TestAgent> {
  const agent = await joinedAgent(room);
  await agent.report({ caps: testCapabilities({ kinds: ["tune", "probe"] }), policy: testPolicy() });
  return agent;
}

const ask = (agent: TestAgent, requestKey: string = randomUUID()) =>
  requestProbe(room.ctx, { agentId: agent.agentId, profile: "quick@1", requestKey });

const timing = { ttftMs: 250, tpotMs: 20, tokens: 40 };
const requests = [0, 1, 2, 3].map((position) => testRecord({ position, atMs: 2000 * position, ...timing }));

function sliceOf(probeId: string, change: Partial<ProbeSlice> = {}): ProbeSlice {
  return { probeId, level: testLevel(), requests, ...change };
}

const endOf = (probeId: string) => ({
  end: { probeId, exitReason: "ok", message: null, endedAt: "2026-11-20T12:01:00.000Z", levels: 1, tpsMethod: "usage" },
});

interface Running {
  agent: TestAgent;
  probeId: string;
  subject: { job: string; fence: string };
}

async function started(): Promise<Running> {
  const agent = await probingAgent();
  const { probeId } = await ask(agent);
  const { job, fence } = await agent.offer();
  await agent.renew(job, fence);
  const subject = { job, fence };
  await agent.send(
    agent.event("job.started", { startedAt: "2026-11-20T12:00:00.000Z" }, subject),
    agent.event("probe.started", { probe: { ...testStart(), probeId, origin: "console" } }, subject),
  );
  return { agent, probeId, subject };
}

describe("a probe job", () => {
  test("TM11 every number of the console is computed from the raw requests, equal to the agent's own computation", async () => {
    const { agent, probeId, subject } = await started();
    await agent.send(agent.event("probe.level", { slice: sliceOf(probeId) }, subject));
    const end = { outcome: "succeeded", exitReason: "ok", message: null, tune: null };
    await agent.send(agent.event("probe.finished", endOf(probeId), subject), agent.event("job.finished", end, subject));
    const start = { ...testStart(), probeId, origin: "console" as const };
    const own = summariseLevel({ start, level: testLevel(), requests, method: probeMethod(requests) });
    const probe = await getProbe(room.ctx, { id: probeId });
    expect(probe).toMatchObject({ state: "finished", exitReason: "ok", tpsMethod: "usage", levels: [own] });
    expect(probe.cmpKey).not.toBeNull();
    const { rows, total } = await listProbes(room.ctx, { agentId: agent.agentId, page: 1, pageSize: 10 });
    expect([total, rows]).toEqual([1, [probe]]);
    expect(await getProbeRequests(room.ctx, { id: probeId, level: 0 })).toEqual({ requests });
  });

  test("TM11 M17 sums and texts that a client adds are neither kept nor shown", async () => {
    const { agent, probeId, subject } = await started();
    const [first] = requests;
    const forged = { ...sliceOf(probeId), requests: [{ ...first, outputTps: 9999, text: "a secret answer" }] };
    const answer = await agent.send(agent.event("probe.level", { slice: forged }, subject));
    expect(answer.refused.map(({ code }) => code)).toEqual(["invalid"]);
    const rows = await room.app.db.probeRequest.findMany({ where: { probeRunId: probeId } });
    const events = await room.app.db.agentEvent.findMany({ where: { jobId: subject.job } });
    expect(JSON.stringify([rows, events])).not.toContain("secret answer");
    expect((await getProbe(room.ctx, { id: probeId })).levels).toEqual([]);
  });

  test("INV-7 a slice sent twice is stored once, and the same request with other stamps is refused", async () => {
    const { agent, probeId, subject } = await started();
    const send = (slice: ProbeSlice) => agent.send(agent.event("probe.level", { slice }, subject));
    await send(sliceOf(probeId, { requests: requests.slice(0, 2) }));
    expect((await send(sliceOf(probeId))).stored).toHaveLength(1);
    expect((await send(sliceOf(probeId))).stored).toHaveLength(1);
    const faster = requests.map((request) => ({ ...request, stampsUs: request.stampsUs.map((us) => us / 2) }));
    expect((await send(sliceOf(probeId, { requests: faster }))).refused).toHaveLength(1);
    const beyond = [testRecord({ position: 4, ...timing })];
    expect((await send(sliceOf(probeId, { requests: beyond }))).refused).toHaveLength(1);
    expect(await room.app.db.probeRequest.count({ where: { probeRunId: probeId } })).toBe(4);
  });

  test("AC2 a machine cannot write into another machine's probe", async () => {
    const { probeId } = await started();
    const other = await probingAgent();
    const slice = other.event("probe.level", { slice: sliceOf(probeId) });
    const start = other.event("probe.started", { probe: { ...testStart(), probeId } });
    const answer = await other.send(slice, start);
    expect(answer.refused.map(({ code }) => code)).toEqual(["hash_mismatch"]);
    expect((await getProbe(room.ctx, { id: probeId })).levels).toEqual([]);
  });
});

describe("asking for one", () => {
  test("H-34 a double submit makes one probe and one job, in the audit chain", async () => {
    const agent = await probingAgent();
    const requestKey = randomUUID();
    const [first, second] = [await ask(agent, requestKey), await ask(agent, requestKey)];
    expect(second).toEqual(first);
    const jobs = await room.app.db.job.findMany({ where: { agentId: agent.agentId } });
    expect(jobs).toHaveLength(1);
    const audit = { action: "job.created", object: `job:${jobs[0]?.id}` };
    expect(await room.app.db.auditEntry.count({ where: audit })).toBe(1);
  });

  test("QU5 a newer probe of what is live replaces the waiting one", async () => {
    const agent = await probingAgent();
    const [first, second] = [await ask(agent), await ask(agent)];
    expect(await getProbe(room.ctx, { id: first.probeId })).toMatchObject({
      state: "cancelled",
      message: "superseded by a newer probe (quick@1)",
    });
    expect(await getProbe(room.ctx, { id: second.probeId })).toMatchObject({ state: "queued", levels: [] });
  });

  test("T10 a waiting probe is taken out of the queue", async () => {
    const { probeId } = await ask(await probingAgent());
    expect(await cancelProbe(room.ctx, { id: probeId, reason: "no longer needed" })).toEqual({ state: "cancelled" });
  });
});

test("measurement.md section 7: a probe by hand is uploaded without a job and shown as such", async () => {
  const agent = await probingAgent();
  const probeId = randomUUID();
  const stream = { stream: `probe:${probeId}` };
  const answer = await agent.send(
    agent.event("probe.started", { probe: { ...testStart(), probeId } }, stream),
    agent.event("probe.level", { slice: sliceOf(probeId) }, stream),
    agent.event("probe.finished", endOf(probeId), stream),
  );
  expect(answer.stored).toHaveLength(3);
  expect(await getProbe(room.ctx, { id: probeId })).toMatchObject({
    origin: "local",
    requestedBy: "by hand",
    jobId: null,
    state: "finished",
    levels: [{ ok: 3 }],
  });
});
