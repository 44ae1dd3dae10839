import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import type { OwnedProcess } from "../../host/process.ts";
import { wait } from "../../host/wait.ts";
import { type PlaneServer, startPlaneServer } from "../fixtures/plane-server.ts";
import { offerDrainingTune, prepareAgent, startAgent } from "./agent-site.ts";
import { expectProviderBack, rowsOf, site, WHOLE } from "./invariants.ts";
import { candidatesOf, helpersOf, killNow, leftOf, type Site } from "./killed-run.ts";
import { consoleRunPoints, type KillPoint } from "./points.ts";

const SEED = 20_261_129;
const LIMIT_MS = 180_000;
const POLL_MS = 50;
const POINTS = consoleRunPoints(SEED);
const Progress = z.looseObject({ phase: z.string() });

interface ConsoleRun {
  readonly at: Site;
  readonly plane: PlaneServer;
  readonly agent: OwnedProcess;
  readonly runId: string;
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await wait(POLL_MS);
}

async function agentOf(at: Site, plane: PlaneServer): Promise<OwnedProcess> {
  const agent = await startAgent(at, plane);
  onTestFinished(async () => {
    killNow(agent.pid);
    await agent.exited;
  });
  return agent;
}

/** A tune of the console at the point's moment. */
async function tuneAt({ trigger, delayMs }: KillPoint): Promise<ConsoleRun> {
  const at = await site();
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  prepareAgent(at, plane);
  const agent = await agentOf(at, plane);
  await plane.until(() => plane.events.some(({ type }) => type === "agent.started"));
  const runId = await offerDrainingTune(at, plane);
  const phases = () =>
    plane.events.flatMap(({ type, body }) => (type === "job.progress" ? [Progress.parse(body).phase] : []));
  const isOver = () => plane.events.some(({ type }) => type === "job.finished" || type === "job.refused");
  await plane.until(() => isOver() || phases().includes(trigger));
  await wait(delayMs);
  return { at, plane, agent, runId };
}

const finishedOf = (plane: PlaneServer) => plane.events.filter(({ type }) => type === "job.finished");

for (const point of POINTS.filter(({ victim }) => victim === "agent")) {
  const { trigger, delayMs } = point;
  test(`B123, TB67 kill -9 of the agent ${delayMs} ms after ${trigger}`, { timeout: LIMIT_MS }, async () => {
    const { at, plane, agent, runId } = await tuneAt(point);
    killNow(agent.pid);
    await agent.exited;
    await until(async () => (await leftOf(at)).length === 0);
    await expectProviderBack(at, point);
    await agentOf(at, plane);
    await plane.until(() => finishedOf(plane).length > 0);
    const finished = finishedOf(plane);
    expect(finished).toHaveLength(1);
    const { run, trials } = rowsOf(at);
    const sent = plane.events.filter(({ type }) => type === "job.trial");
    expect(sent).toHaveLength(trials.length);
    await expectProviderBack(at, point);
    if (run?.exitReason === "ok") return expect(trials).toHaveLength(WHOLE);
    expect(finished[0]?.body).toMatchObject({ exitReason: "interrupted" });
    if (run !== null) expect(run).toMatchObject({ runId, exitReason: "interrupted", endedAt: null });
  });
}

for (const point of POINTS.filter(({ victim }) => victim === "console")) {
  const { trigger, delayMs } = point;
  test(`B128 the console killed ${delayMs} ms after ${trigger} changes nothing`, { timeout: LIMIT_MS }, async () => {
    const { at, plane, agent, runId } = await tuneAt(point);
    await plane.close();
    await until(() => rowsOf(at).run?.endedAt !== null && rowsOf(at).run !== null);
    await until(async () => (await helpersOf(at)).length + (await candidatesOf(at)).length === 0);
    expect(agent.hasExited()).toBe(false);
    await expectProviderBack(at, point);
    const { run, trials } = rowsOf(at);
    expect(run).toMatchObject({ runId, exitReason: "ok" });
    expect(trials).toHaveLength(WHOLE);
  });
}

test("the kill points of a console's run", () => {
  process.stdout.write(`kill points of a console's run: ${POINTS.length}\n`);
  expect(POINTS.length).toBeGreaterThanOrEqual(12);
});
