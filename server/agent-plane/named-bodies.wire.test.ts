import { afterAll, beforeAll, expect, test } from "vitest";
import { makeEventWriter } from "../../agent/loop/event-writer.ts";
import { callPlane, type PlaneResult } from "../../agent/loop/plane/plane-client.ts";
import { uploadOnce } from "../../agent/loop/plane/upload-events.ts";
import { systemWorld } from "../../agent/loop/system-world.ts";
import { appendEvent, pendingEvents } from "../../agent/store/outbox.ts";
import { tempStore } from "../../agent/test/fixtures/temp-store.ts";
import type { TuneTrial } from "../../core/autotune/trial.ts";
import { blake3Hex } from "../../core/canonical/blake3.ts";
import { canonicalJson } from "../../core/canonical/jcs.ts";
import { sha256Hex } from "../../core/canonical/sha256.ts";
import { getTune } from "../features/tunes/reading/get-tune.ts";
import { madeTrial } from "../features/tunes/results/test-run.ts";
import type { SentEvent, TestAgent } from "./test-agent.ts";
import { joinedAgent, runningTune, startTestConsole, type TestConsole, testContext } from "./test-fleet.ts";

let room: TestConsole;

beforeAll(async () => {
  room = await startTestConsole();
});
afterAll(() => room.close());

const MIB = 1024 * 1024;
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** An event of the agent's own stream whose body is as many bytes as wanted. */
function sized(agent: TestAgent, bytes: number): SentEvent {
  const frame = '{"agent_version":""}'.length;
  return agent.event("agent.started", { agentVersion: "9".repeat(bytes - frame) });
}

/** The same event with its body named, and the text that belongs into the blob. */
function named(
  event: SentEvent,
  text = canonicalJson(event.body),
): { event: SentEvent; bytes: Uint8Array<ArrayBuffer> } {
  const bytes = bytesOf(text);
  return { event: { ...event, body: null, bodyBlob: blake3Hex(bytes) }, bytes };
}

async function put(agent: TestAgent, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  room.app.clock.advance(1000);
  for (let from = 0; from < bytes.length; from += 8 * MIB) {
    const response = await fetch(
      `${room.plane.url}/agent/v1/blobs/${blake3Hex(bytes)}?offset=${from}&total=${bytes.length}`,
      {
        method: "PUT",
        headers: { authorization: `Bearer ${agent.bearer}`, "content-type": "application/octet-stream" },
        body: bytes.slice(from, from + 8 * MIB),
      },
    );
    if (response.status !== 200) throw new Error(`blob: ${response.status} ${await response.text()}`);
  }
}

/** The outbox of a real agent that talks to the console as `agent`, and the calls it makes, in order. */
function outboxOf(agent: TestAgent) {
  const { store } = tempStore();
  const calls: string[] = [];
  const target = { consoleUrl: room.plane.url, token: agent.bearer };
  const hooks = { beforeEvents: async () => {} };
  const world = {
    ...systemWorld,
    transfer: (request: Parameters<typeof systemWorld.transfer>[0]) => {
      room.app.clock.advance(1000);
      calls.push(request.method);
      return systemWorld.transfer(request);
    },
  };
  const plane: Parameters<typeof uploadOnce>[0]["plane"] = {
    enrolment: () => null,
    serverNowMs: () => null,
    nudge: () => new AbortController().signal,
    authorised: <V>(send: (to: { consoleUrl: string; token: string }) => Promise<PlaneResult<V>>) => send(target),
    call: async (call) => {
      calls.push(call.path);
      await hooks.beforeEvents();
      return callPlane(world, target, call);
    },
  };
  const events = makeEventWriter(store, world, agent.bootId);
  const setup = { store, world, plane, events, outboxId: agent.outboxId, log: () => {} };
  return { store, events, calls, hooks, send: () => uploadOnce(setup, { maxEvents: 200 }) };
}

/** A trial whose answers were so long that its stamps fill more than an event. */
function longTrial(tuneRunId: string): TuneTrial {
  const trial = madeTrial({ localId: 1, tuneRunId, model: "practice/medium-64mb", stage: 1, gapMs: 20 });
  const [first, ...rest] = trial.replicates;
  const [request] = first?.requests ?? [];
  if (first === undefined || request === undefined) throw new Error("a volley");
  const stampsUs = Array.from({ length: 20_000 }, (_none, index) => 200_000 + index * 20_000);
  return { ...trial, replicates: [{ ...first, requests: [{ ...request, stampsUs, nUsage: 20_000 }] }, ...rest] };
}

test("B127 BL4 an agent sends a trial over 64 KiB as a blob first, and the console keeps every replicate of it", async () => {
  const agent = await joinedAgent(room);
  const { tuneRunId, job, fence } = await runningTune(room.ctx, agent);
  const box = outboxOf(agent);
  const trial = longTrial(tuneRunId);
  appendEvent(box.store, { ...box.events.make("job.trial", { trial }, { job, fence }), stream: "job" });
  expect(await box.send()).toEqual({ kind: "sent", named: 1 });
  expect(box.calls).toEqual(["HEAD", "PUT", "events"]);
  expect(pendingEvents(box.store)).toEqual([]);
  const { trials } = await getTune(room.ctx, { id: tuneRunId });
  expect(trials.map(({ replicates }) => replicates)).toEqual([trial.replicates]);
});

test("BL4 INV-10 an event whose blob the console lost stays in the outbox and goes again with it", async () => {
  const agent = await joinedAgent(room);
  const box = outboxOf(agent);
  appendEvent(box.store, box.events.make("agent.started", { agentVersion: "9".repeat(70_000) }));
  appendEvent(box.store, box.events.make("agent.started", { agentVersion: "1" }));
  const blake3 = pendingEvents(box.store)[0]?.bodyBlob ?? "";
  box.hooks.beforeEvents = async () => {
    await room.app.db.imageBlob.deleteMany({ where: { blake3 } });
  };
  expect(await box.send()).toEqual({ kind: "sent", named: 0 });
  expect(pendingEvents(box.store)).toHaveLength(2);
  box.hooks.beforeEvents = async () => {};
  expect(await box.send()).toEqual({ kind: "sent", named: 2 });
  expect(box.calls).toEqual(["HEAD", "PUT", "events", "HEAD", "PUT", "events"]);
});

test("BL4 an event that names a blob nobody sent is told so, holds its stream, and changes nothing", async () => {
  const agent = await joinedAgent(room);
  const { event, bytes } = named(sized(agent, 70_000));
  const next = agent.event("agent.started", { agentVersion: "1" });
  expect(await agent.send(event, next)).toEqual({
    stored: [],
    duplicate: [],
    refused: [{ id: event.eventId, code: "blob_missing" }],
    nextSeq: [{ stream: "agent", seq: 1 }],
  });
  expect(await room.app.db.auditEntry.count({ where: { object: `event:${event.eventId}` } })).toBe(0);
  await put(agent, bytes);
  expect((await agent.send(event, next)).stored).toEqual([event.eventId, next.eventId]);
  expect((await agent.send(event, next)).duplicate).toEqual([event.eventId, next.eventId]);
});

test.each<[string, (event: SentEvent) => string, string]>([
  ["another body than its event was made of", () => canonicalJson({ agent_version: "other" }), "hash_mismatch"],
  ["no JSON", (event) => canonicalJson(event.body).slice(1), "hash_mismatch"],
  ["no body at all", () => "null", "hash_mismatch"],
])("BL4 a blob with %s is refused, audited, and does not block its stream", async (_title, textOf, code) => {
  const agent = await joinedAgent(room);
  const whole = sized(agent, 70_000);
  const { event, bytes } = named(whole, textOf(whole));
  await put(agent, bytes);
  const next = agent.event("agent.started", { agentVersion: "1" });
  const answer = await agent.send(event, next);
  expect([answer.refused, answer.stored]).toEqual([[{ id: event.eventId, code }], [next.eventId]]);
  expect(await room.app.db.auditEntry.count({ where: { object: `event:${event.eventId}` } })).toBe(1);
});

test("BL4 a blob that is hashed right but is no canonical text, or no body of its type, is refused", async () => {
  const agent = await joinedAgent(room);
  const spaced = ` {"agent_version":"${"9".repeat(70_000)}"}`;
  const foreign = canonicalJson({ agent_version: 7, padding: "x".repeat(70_000) });
  const codes: unknown[] = [];
  for (const text of [spaced, foreign]) {
    const { event, bytes } = named({ ...sized(agent, 70_000), bodySha256: sha256Hex(text) }, text);
    await put(agent, bytes);
    codes.push((await agent.send(event)).refused.map(({ code }) => code));
  }
  expect(codes).toEqual([["hash_mismatch"], ["invalid"]]);
});

test("B127 BL4 a body over 64 KiB that an event carries itself is refused and audited, one of exactly 64 KiB is taken", async () => {
  const agent = await joinedAgent(room);
  const [most, over, next] = [sized(agent, 65_536), sized(agent, 65_537), sized(agent, 30)];
  const answer = await agent.send(most, over, next);
  expect(answer.refused).toEqual([{ id: over.eventId, code: "too_large" }]);
  expect(answer.stored).toEqual([most.eventId, next.eventId]);
  const [audit] = await room.app.db.auditEntry.findMany({ where: { object: `event:${over.eventId}` } });
  expect(audit?.action).toBe("event.refused");
});

test("BL4 another organisation's blob counts as missing", async () => {
  const owner = await joinedAgent(room);
  const { event, bytes } = named(sized(owner, 70_000));
  await put(owner, bytes);
  const other = await joinedAgent({ ...room, ctx: await testContext(room.app, "org-other") });
  expect((await other.send(event)).refused.map(({ code }) => code)).toEqual(["blob_missing"]);
});

test("BL4 one request names at most 16 MiB of bodies, and a single larger one is refused", async () => {
  const agent = await joinedAgent(room);
  const [first, second] = [named(sized(agent, 9 * MIB)), named(sized(agent, 8 * MIB))];
  for (const { bytes } of [first, second]) await put(agent, bytes);
  const body = agent.eventsBody([first.event, second.event]);
  expect((await agent.post("events", body)).status).toBe(413);
  expect((await agent.send(first.event)).stored).toEqual([first.event.eventId]);
  expect((await agent.send(second.event)).stored).toEqual([second.event.eventId]);
  const huge = named(sized(agent, 16 * MIB + 1));
  await put(agent, huge.bytes);
  expect((await agent.send(huge.event)).refused).toEqual([{ id: huge.event.eventId, code: "too_large" }]);
});
