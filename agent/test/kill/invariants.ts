import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished } from "vitest";
import { openStore } from "../../store/open-store.ts";
import { newestRun, trialsOf, visitsOf } from "../../store/tune-store.ts";
import { processesOf, serving } from "../launchd/live-provider.ts";
import { killNow, LABEL, leftOf, openSite, type Site } from "./killed-run.ts";
import type { KillPoint } from "./points.ts";

/** Trials of a whole run: one infeasible and one feasible candidate, two cells. */
export const WHOLE = 4;

/** A site that is cleared away with the test. */
export async function site(): Promise<Site> {
  const opened = await openSite();
  onTestFinished(async () => {
    for (const { pid } of [...(await leftOf(opened)), ...(await processesOf(opened.serviceArgv))]) killNow(pid);
    for (const folder of [opened.folder, opened.stateDir]) rmSync(folder, { recursive: true, force: true });
  });
  return opened;
}

/** No row is lost or doubled: what the run had said it was done with is stored, each trial once. */
export function rowsOf(at: Site) {
  const path = join(at.stateDir, "agent.db");
  if (!existsSync(path)) return { run: null, trials: [], visits: [] };
  const raw = new DatabaseSync(path, { readOnly: true });
  expect(raw.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  raw.close();
  const store = openStore(at.stateDir);
  expect(store.quarantined).toBeNull();
  const run = newestRun(store, { hasRecommendation: false });
  const trials = run === null ? [] : trialsOf(store, run.runId);
  const visits = run === null ? [] : visitsOf(store, run.runId);
  store.close();
  expect(visits.map(({ seq }) => seq)).toEqual(visits.map((_visit, index) => index + 1));
  const keys = trials.map(({ stage, model, maxBatch }) => `${stage} ${model} ${maxBatch}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(trials.filter(({ isKept }) => isKept).length).toBeLessThanOrEqual(1);
  return { run, trials, visits };
}

const BEFORE_DRAIN = new Set(["*", "accepted", "preflight", "draining"]);

/** The provider that was drained is back after exactly one restore; before the drain it may never have been touched. */
export async function expectProviderBack(at: Site, { trigger }: KillPoint): Promise<void> {
  await serving(at.providerPort);
  const restores = at.launchd.calls("bootstrap").length;
  expect(at.launchd.calls("bootout")).toHaveLength(restores);
  expect(restores).toBeLessThanOrEqual(1);
  if (!BEFORE_DRAIN.has(trigger)) expect(restores).toBe(1);
  expect(await processesOf(at.serviceArgv)).toHaveLength(1);
  expect(at.launchd.pid(LABEL)).not.toBeNull();
}
