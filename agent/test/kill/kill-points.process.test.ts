import { expect, test } from "vitest";
import { processesOf, serving } from "../launchd/live-provider.ts";
import { expectProviderBack, rowsOf, site, WHOLE } from "./invariants.ts";
import { candidatesOf, helpersOf, killNow, MODELS, type Running, type Site, settled, startRun } from "./killed-run.ts";
import { consoleRunPoints, type KillPoint, killPoints, searchPoints, type Victim } from "./points.ts";

const SEED = 20_261_129;
const LIMIT_MS = 120_000;
const POINTS = killPoints(SEED);
async function strike(victim: Victim, at: Site, run: Running): Promise<void> {
  if (victim === "helper" || victim === "helper-then-run") for (const { pid } of await helpersOf(at)) killNow(pid);
  if (victim === "provider") for (const { pid } of await candidatesOf(at)) killNow(pid);
  if (victim === "run" || victim === "helper-then-run") killNow(run.process.pid);
}

/** Trials that were over when the run announced its newest step. */
function announced(lines: readonly string[]): number {
  const newest = lines.findLast((line) => /^autotune: (stage|prewarm|emit)/.test(line)) ?? "";
  const [, phase, index] = /^autotune: (\w+) (\d+) of/.exec(newest) ?? [];
  if (phase === "stage2") return MODELS.length + Number(index) - 1;
  if (phase !== undefined) return Number(index) - 1;
  return newest.startsWith("autotune: emit") ? WHOLE : 0;
}

const title = ({ victim, trigger, nth, delayMs }: KillPoint) =>
  `${victim} ${delayMs} ms after ${trigger === "*" ? "the start" : `${trigger} ${nth}`}`;

for (const point of POINTS.filter(({ victim }) => victim === "run")) {
  test(`TB67 kill -9 of the ${title(point)}`, { timeout: LIMIT_MS }, async () => {
    const at = await site();
    const run = await startRun(at);
    await run.reached(point);
    await strike(point.victim, at, run);
    const { signal } = await run.process.exited;
    expect(await settled(at)).toEqual([]);
    await expectProviderBack(at, point);
    const { run: stored, trials } = rowsOf(at);
    expect(trials.length).toBeGreaterThanOrEqual(announced(run.lines()));
    if (signal === null || stored === null) return;
    const isOver = stored.endedAt !== null;
    if (!isOver) expect(stored).toMatchObject({ exitReason: "internal_error", endedAt: null });
  });
}

for (const point of POINTS.filter(({ victim }) => victim === "provider")) {
  test(`B51, TB67 kill -9 of the ${title(point)}: that trial fails by name and the run goes on`, {
    timeout: LIMIT_MS,
  }, async () => {
    const at = await site();
    const run = await startRun(at);
    await run.reached(point);
    const had = (await candidatesOf(at)).length;
    await strike(point.victim, at, run);
    const { code } = await run.process.exited;
    expect(await settled(at)).toEqual([]);
    await expectProviderBack(at, point);
    const { run: stored, trials } = rowsOf(at);
    expect({ code, reason: stored?.exitReason }).toSatisfy(({ code: exit, reason }) =>
      exit === 0 ? reason === "ok" : exit === 1 && reason === "no_feasible",
    );
    expect(stored?.endedAt).not.toBeNull();
    expect(trials.slice(0, MODELS.length).map(({ model }) => model)).toEqual([...MODELS]);
    const reasons = trials.map(({ notes }) => notes ?? "");
    if (had > 0 && code === 1) expect(reasons.join("\n")).toMatch(/exited|socket hang up|ECONNRESET|request error/);
  });
}

for (const point of POINTS.filter(({ victim }) => victim === "helper")) {
  test(`B102 kill -9 of the ${title(point)}: the run ends ok and restores by itself`, {
    timeout: LIMIT_MS,
  }, async () => {
    const at = await site();
    const run = await startRun(at);
    await run.reached(point);
    await strike(point.victim, at, run);
    expect(await run.process.exited).toMatchObject({ code: 0 });
    expect(await settled(at)).toEqual([]);
    await expectProviderBack(at, point);
    const { run: stored, trials } = rowsOf(at);
    expect(stored?.exitReason).toBe("ok");
    expect(trials).toHaveLength(WHOLE);
  });
}

for (const point of POINTS.filter(({ victim }) => victim === "helper-then-run")) {
  test(`TB67, B93 kill -9 of the ${title(point)}: the next run cleans up, restores once and ends ok`, {
    timeout: LIMIT_MS,
  }, async () => {
    const at = await site();
    const run = await startRun(at);
    await run.reached(point);
    await strike(point.victim, at, run);
    await run.process.exited;
    const killed = rowsOf(at);
    const next = await startRun(at);
    expect(await next.process.exited).toMatchObject({ code: 0 });
    expect(await settled(at)).toEqual([]);
    await serving(at.providerPort);
    expect(await processesOf(at.serviceArgv)).toHaveLength(1);
    expect(at.launchd.calls("bootstrap")).toHaveLength(at.launchd.calls("bootout").length);
    const after = rowsOf(at);
    expect(after.run?.runId).not.toBe(killed.run?.runId);
    expect(after.run?.exitReason).toBe("ok");
    expect(after.trials).toHaveLength(WHOLE);
  });
}

test("the kill points of a run by hand cover every victim and phase", () => {
  const counts = Object.groupBy(POINTS, ({ victim }) => victim);
  const numbers = Object.entries(counts).map(([victim, points]) => `${victim} ${points?.length ?? 0}`);
  process.stdout.write(`kill points of a run by hand: ${POINTS.length} (${numbers.join(", ")})\n`);
  expect(POINTS.length + searchPoints(SEED).length + consoleRunPoints(SEED).length).toBeGreaterThanOrEqual(40);
});
