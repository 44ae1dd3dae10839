import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ExitReason } from "../../../core/autotune/exit-reason.ts";
import type { PlanFlags } from "../../../core/autotune/plan-flags.ts";
import { readEnvironment } from "../../host/environment.ts";
import { isPortFree } from "../../host/port-owner.ts";
import { openStore } from "../../store/open-store.ts";
import { freePort } from "../../test/free-port.ts";
import { type LaunchdFolder, launchdFolder } from "../../test/launchd/launchd-folder.ts";
import { endAfterTest, liveProvider, processesOf, serveArgv, serving } from "../../test/launchd/live-provider.ts";
import { LABEL, liveService } from "../../test/launchd/live-service.ts";
import { type TuneTest, type TuneTestRequest, tuneTest } from "../../test/tune-harness.ts";

const SMALL = { "target-context": "100", "kv-bits-axis": "unset", "max-batch-axis": "1", "stage2-replicates": "1" };

interface Path {
  readonly reason: ExitReason;
  readonly models?: string;
  readonly flags?: PlanFlags;
  readonly phase?: string;
  readonly act?: (test: TuneTest) => void;
}

const interrupt = (tune: TuneTest) => tune.interruption.interrupt("cancelled by a person");
const expire = (tune: TuneTest) => tune.interruption.expire();

/** `provider_conflict` of a drain that began is in the drain's own tests; `config_error` ends before anything is drained. */
const PATHS: readonly (readonly [string, Path])[] = [
  ["ok", { reason: "ok" }],
  ["interrupted in draining", { reason: "interrupted", phase: "draining", act: interrupt }],
  ["interrupted in prewarm", { reason: "interrupted", phase: "prewarm", act: interrupt }],
  ["interrupted in stage1", { reason: "interrupted", phase: "stage1", act: interrupt }],
  ["interrupted in stage2", { reason: "interrupted", phase: "stage2", act: interrupt }],
  ["interrupted in emit", { reason: "interrupted", phase: "emit", act: interrupt }],
  ["no_feasible", { reason: "no_feasible", models: "org/unavailable-2B" }],
  ["budget in stage1", { reason: "budget_exhausted_no_model_selected", phase: "prewarm", act: expire }],
  ["budget in stage2", { reason: "budget_exhausted_with_partial_recommendation", phase: "stage2", act: expire }],
  ["pre_warm_integrity_failure", { reason: "pre_warm_integrity_failure", models: "org/forged-2B" }],
  ["internal_error", { reason: "internal_error", phase: "stage1", act: breakStore }],
];

function breakStore(tune: TuneTest): void {
  const store = openStore(tune.stateDir);
  store.db.exec("DROP TABLE tune_trials");
  store.close();
}

interface Change {
  readonly home: string;
  readonly launchd?: LaunchdFolder;
  readonly wantsApply?: boolean;
  readonly place?: TuneTestRequest["place"];
}

/** A run that drains and, in the given phase, meets what the path says. */
async function draining(path: Path, { home, launchd, ...change }: Change) {
  const own = readEnvironment();
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-tune-"));
  const bin = launchd === undefined ? {} : { PATH: `${launchd.path}:${own["PATH"]}` };
  let hasActed = false;
  return tuneTest({
    provider: "provider-by-model.ts",
    stateDir,
    flags: { ...SMALL, "candidate-models": path.models ?? "org/a-2B", ...path.flags },
    onProgress: ({ phase }, tune) => {
      if (hasActed || phase !== path.phase) return;
      hasActed = true;
      path.act?.(tune);
    },
    place: {
      environment: { ...own, HOME: home, XDG_CACHE_HOME: join(stateDir, "cache"), ...bin },
      providerLabel: LABEL,
      drain: { graceS: 20, isForegroundRestarted: true },
      ...change.place,
    },
    ...(change.wantsApply === undefined ? {} : { wantsApply: change.wantsApply }),
  });
}

function unsettled(stateDir: string): number {
  const store = openStore(stateDir);
  const rows = store.db.prepare("SELECT id FROM obligations WHERE state <> 'done'").all();
  store.close();
  return rows.length;
}

async function endedAs(tune: TuneTest, reason: ExitReason): Promise<void> {
  const code = await tune.run();
  expect(code).toBe(reason === "ok" ? 0 : reason === "interrupted" ? 130 : 1);
  const store = openStore(tune.stateDir);
  const row = store.db.prepare("SELECT exit_reason FROM tune_runs WHERE run_id = ?").get(tune.runId);
  store.close();
  expect(row).toEqual({ exit_reason: reason });
  expect(unsettled(tune.stateDir)).toBe(0);
  expect(await isPortFree(tune.port)).toBe(true);
}

test.each(PATHS)("TB42, TB74, B91 %s: a launchd service is bootstrapped exactly once", async (_title, path) => {
  const { launchd, port: live, pid: before } = await liveService();
  await endedAs(await draining(path, { home: launchd.home, launchd }), path.reason);
  const isTouched = launchd.calls("bootout").length > 0;
  expect(launchd.calls("bootstrap")).toHaveLength(isTouched ? 1 : 0);
  expect(launchd.pid(LABEL) === before).toBe(!isTouched);
  await serving(live);
});

test.each(PATHS)("TB42, TB74, B91 %s: a foreground provider is started again exactly once", async (_title, path) => {
  const live = await freePort();
  const argv = serveArgv(live);
  await liveProvider(argv, live);
  await endedAs(await draining(path, { home: mkdtempSync(join(tmpdir(), "espalier-home-")) }), path.reason);
  expect(await processesOf(argv)).toHaveLength(1);
  await serving(live);
});

test("TB57, B34 a bootout that launchd refuses is provider_conflict with --drain failed, and the service serves on", async () => {
  const { launchd, port: live } = await liveService();
  launchd.trap("bootout fails");
  const tune = await draining({ reason: "provider_conflict" }, { home: launchd.home, launchd });
  await endedAs(tune, "provider_conflict");
  expect(tune.err.join("\n")).toContain("--drain failed: launchctl bootout failed: 1: Operation not permitted");
  expect(launchd.calls("bootstrap")).toEqual([]);
  await serving(live);
});

test("B28 a launchd that does not answer is provider_conflict: the service it may have serves on", async () => {
  const { launchd, port: live, pid } = await liveService();
  launchd.trap("list dies");
  const tune = await draining({ reason: "provider_conflict" }, { home: launchd.home, launchd });
  await endedAs(tune, "provider_conflict");
  expect(tune.err.join("\n")).toContain("who serves cannot be told: launchctl did not answer");
  expect(tune.journal()).toEqual([]);
  expect(launchd.pid(LABEL)).toBe(pid);
  await serving(live);
});

test("TB42, B37 a restore that fails says so, stays open with its error and changes no exit reason", async () => {
  const { launchd } = await liveService();
  launchd.trap("bootstrap fails");
  const tune = await draining({ reason: "ok" }, { home: launchd.home, launchd });
  expect(await tune.run()).toBe(0);
  expect(tune.stored().run?.exitReason).toBe("ok");
  expect(tune.err.join("\n")).toContain(`restore failed: ${LABEL}: launchctl bootstrap failed`);
  const store = openStore(tune.stateDir);
  expect(store.db.prepare("SELECT state, attempts FROM obligations").all()).toEqual([{ state: "open", attempts: 1 }]);
  store.close();
});

test("B35 with --apply the new config is there before the bootstrap; a service that does not get ready has the backup's bytes back", {
  timeout: 120_000,
}, async () => {
  const launchd = launchdFolder();
  const live = await freePort();
  const configPath = join(launchd.home, "config.yaml");
  const original = "# mine\nmodel: org/old-1B\n";
  writeFileSync(configPath, original, { mode: 0o600 });
  // Serves only with the model its owner had.
  const argv = serveArgv(live, "provider-by-config.ts", [`--config=${configPath}`]);
  endAfterTest(argv);
  launchd.addPlist(LABEL, argv);
  await launchd.load(LABEL);
  await serving(live);
  // The deadline is waited for in full by the start that fails, and bounds every start that must not.
  const change = { wantsApply: true, place: { configPath, loadDeadlineMs: 15_000 } };
  const tune = await draining({ reason: "ok" }, { home: launchd.home, launchd, ...change });
  expect(await tune.run()).toBe(0);
  expect(tune.out.join("\n")).toContain("applied: model=org/a-2B");
  expect(tune.err.join("\n")).toContain(`${LABEL} does not get ready with the new config`);
  expect(readFileSync(configPath, "utf8")).toBe(original);
  expect(launchd.calls("bootstrap")).toHaveLength(2);
  await serving(live);
  expect(unsettled(tune.stateDir)).toBe(0);
  const store = openStore(tune.stateDir);
  expect(store.db.prepare("SELECT applied FROM tune_runs").all()).toEqual([{ applied: 0 }]);
  store.close();
});

test("B35 a foreground provider that does not get ready with the new config has the backup's bytes back and one restart", async () => {
  const home = mkdtempSync(join(tmpdir(), "espalier-home-"));
  const live = await freePort();
  const configPath = join(home, "config.yaml");
  const original = "# mine\nmodel: org/old-1B\n";
  writeFileSync(configPath, original, { mode: 0o600 });
  const argv = serveArgv(live, "provider-by-config.ts", [`--config=${configPath}`]);
  await liveProvider(argv, live);
  const change = { wantsApply: true, place: { configPath } };
  const tune = await draining({ reason: "ok" }, { home, ...change });
  expect(await tune.run()).toBe(0);
  expect(tune.out.join("\n")).toContain("applied: model=org/a-2B");
  expect(tune.err.join("\n")).toContain("does not get ready with the new config");
  expect(readFileSync(configPath, "utf8")).toBe(original);
  expect(await processesOf(argv)).toHaveLength(1);
  await serving(live);
  expect(unsettled(tune.stateDir)).toBe(0);
});
