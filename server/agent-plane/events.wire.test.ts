import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getTune } from "../features/tunes/reading/get-tune.ts";
import { cancelTune } from "../features/tunes/request/cancel-tune.ts";
import { stopAgentPlane } from "./index.ts";
import { joinedAgent, runningTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

let room: TestConsole;

beforeAll(async () => {
  room = await startTestConsole();
});
afterAll(() => room.close());

const started = { agentVersion: "0.1.0" };

describe("the inbox", () => {
  test("INV-7 an event id applies once; the same id with another body is refused and audited", async () => {
    const agent = await joinedAgent(room);
    const event = agent.event("agent.started", started);
    expect((await agent.send(event)).stored).toEqual([event.eventId]);
    expect((await agent.send(event)).duplicate).toEqual([event.eventId]);
    const forged = agent.event("agent.started", { agentVersion: "9" }, { eventId: event.eventId, seq: 1 });
    expect((await agent.send(forged)).refused).toEqual([{ id: event.eventId, code: "hash_mismatch" }]);
    const audit = await room.app.db.auditEntry.count({
      where: { action: "event.refused", object: `event:${event.eventId}` },
    });
    expect(audit).toBe(1);
  });

  test("INV-7 another agent cannot take an event id over", async () => {
    const [owner, other] = [await joinedAgent(room), await joinedAgent(room)];
    const event = owner.event("agent.started", started);
    await owner.send(event);
    expect((await other.send(event)).refused).toEqual([{ id: event.eventId, code: "hash_mismatch" }]);
  });

  test("INV-8 a stream applies in order without gaps, and the answer names the next seq wanted", async () => {
    const agent = await joinedAgent(room);
    const [one, two, three] = [1, 2, 3].map(() => agent.event("agent.started", started));
    if (one === undefined || two === undefined || three === undefined) throw new Error("three events");
    const early = await agent.send(two, three);
    expect(early).toEqual({ stored: [], duplicate: [], refused: [], nextSeq: [{ stream: "agent", seq: 1 }] });
    const whole = await agent.send(one, two, three);
    expect(whole.stored).toEqual([one.eventId, two.eventId, three.eventId]);
    expect(whole.nextSeq).toEqual([{ stream: "agent", seq: 4 }]);
    expect(await room.app.db.agentEvent.count({ where: { agentId: agent.agentId } })).toBe(3);
  });

  test("INV-8 dropped progress fills its place with one event that spans it", async () => {
    const agent = await joinedAgent(room);
    const dropped = { ...agent.event("outbox.dropped", { stream: "agent", from: 1, to: 5 }), seqEnd: 5 };
    expect((await agent.send(dropped)).nextSeq).toEqual([{ stream: "agent", seq: 6 }]);
  });

  test("INV-8 a damaged body is refused and does not block its stream", async () => {
    const agent = await joinedAgent(room);
    const damaged = { ...agent.event("agent.started", started), body: { agent_version: "0.2.0" } };
    const next = agent.event("agent.started", started);
    const answer = await agent.send(damaged, next);
    expect(answer.refused).toEqual([{ id: damaged.eventId, code: "hash_mismatch" }]);
    expect(answer.stored).toEqual([next.eventId]);
  });

  test("INV-9 ST6 uploads that arrive together share a commit and are answered after it", async () => {
    const agents = await Promise.all([1, 2, 3].map(() => joinedAgent(room)));
    const events = agents.map((agent) => agent.event("agent.started", started));
    let commits = 0;
    const stop = room.app.bus.listen(() => {
      commits += 1;
    });
    const answers = await Promise.all(agents.map((agent, index) => agent.send(...events.slice(index, index + 1))));
    stop();
    expect(answers.map(({ stored }) => stored.length)).toEqual([1, 1, 1]);
    expect(commits).toBeLessThan(3);
    const rows = await room.app.db.agentEvent.count({
      where: { eventId: { in: events.map(({ eventId }) => eventId) } },
    });
    expect(rows).toBe(3);
  });

  test("CO2 INV-26 an unknown event type is kept raw, a known one with a wrong body is refused", async () => {
    const agent = await joinedAgent(room);
    const unknown = agent.event("moon.landed", { feet: 2 });
    const wrong = agent.event("agent.goodbye", { why: 1 });
    const answer = await agent.send(unknown, wrong);
    expect(answer.stored).toEqual([unknown.eventId]);
    expect(answer.refused).toEqual([{ id: wrong.eventId, code: "invalid" }]);
    const row = await room.app.db.agentEvent.findUniqueOrThrow({ where: { eventId: unknown.eventId } });
    expect(row.bodyJson).toBe('{"feet":2}');
  });

  test("RL1 200 events a second, then 429", async () => {
    const agent = await joinedAgent(room);
    const batch = () => Array.from({ length: 200 }, () => agent.event("moon.landed", {}));
    await agent.send(...batch());
    await agent.send(...batch());
    const reply = await agent.post("events", agent.eventsBody(batch()));
    expect(reply.status).toBe(429);
    room.app.clock.advance(2000);
  });

  test("presence: a goodbye shows as stopped until the next token", async () => {
    const agent = await joinedAgent(room);
    await agent.poll();
    await agent.send(agent.event("agent.goodbye", { reason: "stopped by its owner" }));
    await stopAgentPlane(room.app);
    const row = await room.app.db.agent.findUniqueOrThrow({ where: { id: agent.agentId } });
    expect(row.goodbyeAt).not.toBeNull();
    expect(row.lastContactAt).toEqual(room.app.clock.now());
    await agent.copy().authenticate();
    expect((await room.app.db.agent.findUniqueOrThrow({ where: { id: agent.agentId } })).goodbyeAt).toBeNull();
  });
});

describe("fences", () => {
  test("INV-3 INV-5 a report with an old fence or after the end changes no state and is kept as late", async () => {
    const agent = await joinedAgent(room);
    const { tuneRunId, job, fence } = await runningTune(room.ctx, agent);
    const end = { outcome: "failed", exitReason: "no_feasible", message: null, tune: null };
    const old = agent.event("job.finished", end, { job, fence: "1.1" });
    expect((await agent.send(old)).stored).toEqual([old.eventId]);
    expect((await getTune(room.ctx, { id: tuneRunId })).job).toMatchObject({ state: "RUNNING", lateEvents: 1 });
    await cancelTune(room.ctx, { id: tuneRunId, reason: "x" });
    await agent.send(agent.event("job.finished", end, { job, fence }));
    const ended = await getTune(room.ctx, { id: tuneRunId });
    expect(ended.job?.state).toBe("CANCELLED");
    await agent.send(agent.event("job.finished", { ...end, outcome: "succeeded" }, { job, fence }));
    expect((await getTune(room.ctx, { id: tuneRunId })).job).toMatchObject({ state: "CANCELLED", lateEvents: 2 });
  });

  test("INV-4 a fence from the future changes nothing, is kept and raises an alarm", async () => {
    const agent = await joinedAgent(room);
    const { tuneRunId, job } = await runningTune(room.ctx, agent);
    const end = { outcome: "succeeded", exitReason: "ok", message: null, tune: null };
    const event = agent.event("job.finished", end, { job, fence: `${room.app.serverEpoch + 9}.1` });
    expect((await agent.send(event)).stored).toEqual([event.eventId]);
    expect((await getTune(room.ctx, { id: tuneRunId })).job?.state).toBe("RUNNING");
    expect(await room.app.db.auditEntry.count({ where: { action: "alarm.future_fence", object: `job:${job}` } })).toBe(
      1,
    );
    const row = await room.app.db.agentEvent.findUniqueOrThrow({ where: { eventId: event.eventId } });
    expect([row.isLate, row.bodyJson !== null]).toEqual([true, true]);
  });

  test("an event about a job this console does not know is kept", async () => {
    const agent = await joinedAgent(room);
    const event = agent.event(
      "job.started",
      { startedAt: "2026-11-20T12:00:00.000Z" },
      { job: randomUUID(), fence: "1.1" },
    );
    expect((await agent.send(event)).stored).toEqual([event.eventId]);
  });
});
