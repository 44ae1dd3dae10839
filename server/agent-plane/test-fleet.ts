import { randomUUID } from "node:crypto";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { MachineFacts } from "../../core/contract/v1/facts.ts";
import { createJoinToken } from "../features/fleet/service.ts";
import { getTune } from "../features/tunes/reading/get-tune.ts";
import { requestTune } from "../features/tunes/request/request-tune.ts";
import type { Machine } from "../platform/create-app.ts";
import { createTestApp, type TestApp } from "../platform/test-app.ts";
import type { Context } from "../trpc/context.ts";
import { type Plane, startPlane, TestAgent, testCapabilities, testFacts, testPolicy } from "./test-agent.ts";

/** A signed-in admin of an organisation; the account row also ends set-up. */
export async function testContext(app: TestApp, orgId: string = app.orgId): Promise<Context> {
  const id = randomUUID();
  await app.db.user.create({ data: { id, orgId, name: "Ada", email: `${id}@example.org`, role: "admin" } });
  const actor = {
    userId: id,
    sessionId: "s",
    name: "Ada",
    email: `${id}@example.org`,
    role: "admin" as const,
    orgId,
    passwordAt: app.clock.now(),
  };
  return { app, actor, scope: { orgId }, address: "127.0.0.1", request: new IncomingMessage(new Socket()) };
}

export interface TestConsole {
  app: TestApp;
  plane: Plane;
  ctx: Context;
  close(): Promise<void>;
}

/** A set-up console with its agent plane on loopback. */
export async function startTestConsole(machine: Machine = {}): Promise<TestConsole> {
  const app = await createTestApp({ machine });
  const ctx = await testContext(app);
  const plane = await startPlane(app);
  const close = async (): Promise<void> => {
    await plane.close();
    await app.close();
  };
  return { app, plane, ctx, close };
}

/** RL1 allows a join in this time. */
const JOIN_PACE_MS = 6_000;

/** A machine that has joined, has a token and has reported. */
export async function joinedAgent(
  { app, plane, ctx }: TestConsole,
  facts: Partial<MachineFacts> = {},
): Promise<TestAgent> {
  app.clock.advance(JOIN_PACE_MS);
  const agent = new TestAgent(plane.url);
  await agent.join((await createJoinToken(ctx)).token, testFacts({ machineId: randomUUID(), ...facts }));
  await agent.authenticate();
  await agent.report();
  return agent;
}

/** A tune asked for on the page, `grid` unless a test says otherwise: run and job id. */
export async function requestedTune(
  ctx: Context,
  agentId: string,
  changes: Partial<Parameters<typeof requestTune>[1]> = {},
): Promise<{ tuneRunId: string; jobId: string; label: string }> {
  const flags = { strategy: "grid", confirm: "off" };
  const made = await requestTune(ctx, { agentId, list: "practice", flags, requestKey: randomUUID(), ...changes });
  const { job } = await getTune(ctx, { id: made.tuneRunId });
  return { ...made, jobId: job?.id ?? "" };
}

/** A tune that the agent holds and has started. */
export async function runningTune(
  ctx: Context,
  agent: TestAgent,
  changes: Parameters<typeof requestedTune>[2] = {},
): Promise<{ tuneRunId: string; job: string; fence: string }> {
  const { tuneRunId } = await requestedTune(ctx, agent.agentId, changes);
  const { job, fence } = await agent.offer();
  await agent.renew(job, fence);
  await agent.send(
    agent.event("job.started", { runId: tuneRunId, startedAt: "2026-11-20T12:00:00.000Z" }, { job, fence }),
  );
  return { tuneRunId, job, fence };
}

/** A machine straight in the database, for tests that need no wire. */
export async function storedAgent(
  app: TestApp,
  orgId: string = app.orgId,
  facts: Partial<MachineFacts> = {},
): Promise<string> {
  const id = randomUUID();
  const at = app.clock.now();
  const machine = testFacts({ machineId: randomUUID(), ...facts });
  await app.db.agent.create({
    data: {
      id,
      orgId,
      publicKey: id,
      machineId: machine.machineId,
      hostName: machine.hostName,
      agentVersion: machine.agentVersion,
      enrolledAt: at,
      enrolledBy: "Ada",
      lastContactAt: at,
      factsJson: JSON.stringify(machine),
      factsHash: "-",
      factsAt: at,
      capsJson: JSON.stringify(testCapabilities()),
      capsAt: at,
      policyJson: JSON.stringify(testPolicy()),
      policyAt: at,
    },
  });
  return id;
}
