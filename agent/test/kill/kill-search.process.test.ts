import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { processesOf, serving } from "../launchd/live-provider.ts";
import { expectProviderBack, rowsOf, site } from "./invariants.ts";
import { candidatesOf, helpersOf, killNow, type Site, settled, startRun } from "./killed-run.ts";
import { type KillPoint, searchPoints } from "./points.ts";

const SEED = 20_261_129;
/** A search may pause for 60 s by itself, once, when the machine slows its sentinel down (TM16); two runs then need room. */
const LIMIT_MS = 300_000;
const POINTS = searchPoints(SEED);
const SEARCH = ["--strategy", "blocked-halving", "--confirm", "--apply"];
const BEFORE = "# kept by hand\nmax_batch: 1\n";

const title = ({ trigger, nth, delayMs }: KillPoint) => `${delayMs} ms after ${trigger} ${nth}`;
const of = (victim: KillPoint["victim"]) => POINTS.filter((point) => point.victim === victim);

function configOf(at: Site): string {
  const path = join(at.folder, "config", "espalier", "config.yaml");
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

async function prepared() {
  const at = await site();
  const path = configOf(at);
  writeFileSync(path, BEFORE);
  return { at, path };
}

/** Starts of providers that the run had announced as over: each is a stored visit, or nothing was acknowledged. */
function announced(lines: readonly string[]): number {
  const starts = lines.filter((line) => /^autotune: (stage2|confirm) \d+ of/.test(line)).length;
  return Math.max(0, starts - 1);
}

/**
 * The end of a searching run and what its cells say must agree. A cell may be lost to the kill, or to this machine where it
 * lags in both tries of a block (M23); a run that lost all of them has nothing feasible.
 */
function expectAgreeing(at: Site, code: number | null, lost: RegExp): void {
  const { run, trials } = rowsOf(at);
  const cells = trials.filter(({ stage }) => stage === 2);
  const isServed = cells.some(({ isFeasible }) => isFeasible);
  const expected = isServed ? { code: 0, reason: "ok" } : { code: 1, reason: "no_feasible" };
  expect({ code, reason: run?.exitReason }).toEqual(expected);
  expect(run?.endedAt).not.toBeNull();
  expect(cells).toHaveLength(2);
  for (const { isFeasible, notes } of cells) if (!isFeasible) expect(notes).toMatch(lost);
}

/** A kill leaves the bytes of before, or the whole new file beside a backup of them; never a mixture (B81). */
function expectWholeConfig(path: string): void {
  const text = readFileSync(path, "utf8");
  if (text === BEFORE) return;
  expect(text.startsWith("# kept by hand\n")).toBe(true);
  expect(parse(text)).toMatchObject({ model: "org/a-2B" });
  const backups = readdirSync(dirname(path)).filter((name) => name.includes(".bak-"));
  expect(backups.map((name) => readFileSync(join(dirname(path), name), "utf8"))).toContain(BEFORE);
}

for (const point of of("run")) {
  test(`TB67 kill -9 of a searching run ${title(point)}`, { timeout: LIMIT_MS }, async () => {
    const { at, path } = await prepared();
    const run = await startRun(at, SEARCH);
    await run.reached(point);
    killNow(run.process.pid);
    const { signal } = await run.process.exited;
    expect(await settled(at)).toEqual([]);
    await expectProviderBack(at, point);
    const { run: stored, visits } = rowsOf(at);
    expect(visits.length).toBeGreaterThanOrEqual(announced(run.lines()));
    expectWholeConfig(path);
    if (signal === null || stored === null || stored.endedAt !== null) return;
    expect(stored).toMatchObject({ exitReason: "internal_error", endedAt: null });
  });
}

for (const point of of("provider")) {
  test(`B51, TB67 kill -9 of a searching run's provider ${title(point)}: that visit fails by name and the run goes on`, {
    timeout: LIMIT_MS,
  }, async () => {
    const { at, path } = await prepared();
    const run = await startRun(at, SEARCH);
    await run.reached(point);
    for (const { pid } of await candidatesOf(at)) killNow(pid);
    const { code } = await run.process.exited;
    expect(await settled(at)).toEqual([]);
    await expectProviderBack(at, point);
    expectAgreeing(at, code, /exited|socket hang up|ECONNRESET|request error|^not comparable: lagging$/);
    expectWholeConfig(path);
  });
}

for (const point of of("helper-then-run")) {
  test(`TB67, B93 kill -9 of helper and searching run ${title(point)}: the next run cleans up and ends as its cells say`, {
    timeout: LIMIT_MS,
  }, async () => {
    const { at, path } = await prepared();
    const run = await startRun(at, SEARCH);
    await run.reached(point);
    for (const { pid } of await helpersOf(at)) killNow(pid);
    killNow(run.process.pid);
    await run.process.exited;
    const killed = rowsOf(at);
    expect(killed.visits.length).toBeGreaterThanOrEqual(announced(run.lines()));
    const next = await startRun(at, SEARCH);
    const { code } = await next.process.exited;
    expect(await settled(at)).toEqual([]);
    await serving(at.providerPort);
    expect(await processesOf(at.serviceArgv)).toHaveLength(1);
    expect(at.launchd.calls("bootstrap")).toHaveLength(at.launchd.calls("bootout").length);
    expect(rowsOf(at).run?.runId).not.toBe(killed.run?.runId);
    expectAgreeing(at, code, /^not comparable: lagging$/);
    expectWholeConfig(path);
  });
}
