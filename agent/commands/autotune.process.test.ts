import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { parsePlanFlags } from "../../core/autotune/parse-plan.ts";
import type { PlanFlags } from "../../core/autotune/plan-flags.ts";
import { FromChild } from "../autotune/channel.ts";
import { takeTuneLock } from "../autotune/lock/tune-lock.ts";
import { isPortFree } from "../host/port-owner.ts";
import { type OwnedProcess, startProcess } from "../host/process.ts";
import { listProcesses } from "../host/process-list.ts";
import { runCommand } from "../host/run-command.ts";
import { ESPALIER_BINARY } from "../host/state-dir.ts";
import { wait } from "../host/wait.ts";
import { writeEnrolment } from "../loop/plane/enrolment.ts";
import { openStore } from "../store/open-store.ts";
import { newestRun, trialsOf } from "../store/tune-store.ts";
import { freePort } from "../test/free-port.ts";
import { fixtureBinary } from "../test/tune-harness.ts";

const ESPALIER = [process.execPath, ESPALIER_BINARY];
const RUN_ID = "0f4c3d1e-5f6a-4b7c-8d9e-0a1b2c3d4e5f";

interface Place {
  readonly folder: string;
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
}

/** An answer that arrives in one read has no rate; these tokens are far enough apart. */
const SPACED = ["--tokenMs=20"];

/** A state folder, and a provider executable that stands in for the running one (B6). */
async function place(provider: string, extra: readonly string[] = SPACED): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "espalier-cli-"));
  const bin = join(folder, "provider");
  const command = fixtureBinary(provider, extra)
    .map((part) => `'${part}'`)
    .join(" ");
  writeFileSync(bin, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  const env = {
    PATH: "/usr/bin:/bin",
    HOME: folder,
    TMPDIR: folder,
    XDG_CACHE_HOME: join(folder, "cache"),
    ESPALIER_PROVIDER_BIN: bin,
  };
  return { folder, stateDir: join(folder, "state"), env, port: await freePort() };
}

const autotune = (at: Place, flags: readonly string[]) =>
  runCommand({
    argv: [...ESPALIER, "autotune", "--state-dir", at.stateDir, "--port", String(at.port), ...flags],
    env: at.env,
    timeoutMs: 50_000,
  });

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await wait(20);
}

const usesPort = async (port: number) =>
  (await listProcesses()).some(
    ({ argv, isZombie }) => !isZombie && argv.includes("serve") && argv.includes(String(port)),
  );

const SMALL = ["--candidate-models", "org/a-1B", "--target-context", "100", "--kv-bits-axis", "unset"];

test.each([
  ["--max-context-axis", "4000,,8000"],
  ["--candidate-models", "one,,two"],
  ["--kv-bits-axis", "unset,,4"],
  ["--max-batch-axis", "1,"],
])("TB31 an empty cell of %s exits 64, names the flag and touches nothing", async (flag, value) => {
  const at = await place("provider-ready.ts");
  const result = await autotune(at, [flag, value]);
  expect(result.code).toBe(64);
  expect(result.stderr).toBe(`${flag} contains an empty cell; check for stray commas\n`);
  expect(result.stdout).toBe("");
  expect(existsSync(at.stateDir)).toBe(false);
});

test.each([
  [["--resume"], "unknown option '--resume'"],
  [["--port", "0"], "--port 0 must be between 1 and 65535"],
  [["--strategy", "grid-reverse"], "--strategy grid-reverse must be grid or blocked-halving"],
  [["--compare"], "unknown option '--compare'"],
  [["--provider-bin", "/opt/bin/other"], "unknown option '--provider-bin'"],
])("B6, B7, TB27 %j is a usage error", async (flags, text) => {
  const at = await place("provider-ready.ts");
  const result = await autotune(at, flags);
  expect(result.code).toBe(64);
  expect(result.stderr).toContain(text);
  expect(existsSync(at.stateDir)).toBe(false);
});

test("TB77, TB32 a dry run lists the plan in the given order, creates no file and starts no process", async () => {
  const at = await place("provider-ready.ts");
  const before = readdirSync(at.folder);
  const result = await autotune(at, ["--candidate-models", "org/a-1B,org/b-32B", "--restart-foreground", "--dry-run"]);
  expect(result.code).toBe(0);
  expect(result.stdout.split("\n").slice(0, 5)).toEqual([
    "autotune: dry run",
    "target context: 2000 tokens",
    "candidates (operator-supplied order):",
    "  1. org/a-1B",
    "  2. org/b-32B",
  ]);
  expect(result.stderr).toBe("warning: --restart-foreground has no effect without --drain\n");
  expect(readdirSync(at.folder)).toEqual(before);
});

test("B71 a run by hand prints one document line, and --report-only --json prints the same one", async () => {
  const at = await place("provider-ready.ts");
  const none = await autotune(at, ["--report-only"]);
  expect([none.code, none.stderr]).toEqual([1, "autotune: no stored run to report\n"]);
  const ran = await autotune(at, [...SMALL, "--json"]);
  expect(ran.stderr).not.toContain("unsettled");
  expect(ran.code).toBe(0);
  const lines = ran.stdout.split("\n").filter((line) => line.startsWith("{"));
  expect(lines).toHaveLength(1);
  const report = await autotune(at, ["--report-only", "--json"]);
  expect(report.code).toBe(0);
  expect(report.stdout).toBe(ran.stdout);
  const timers = { pollHoldMs: 5000, renewMs: 5000, leaseTtlMs: 60_000 };
  const ids = { agentId: RUN_ID, orgId: "org-1", serverId: "server-1" };
  const consoleUrl = "http://127.0.0.1:4680/";
  writeEnrolment(at.stateDir, { ...ids, consoleUrl, jobKeys: [], timers, allowHttp: false });
  const before = readdirSync(at.stateDir);
  const enrolled = await autotune(at, ["--report-only"]);
  expect(enrolled.stdout).toMatch(/=== end ===\nconsole: http:\/\/127\.0\.0\.1:4680\/tunes\/[0-9a-f-]{36}\n$/);
  expect(readdirSync(at.stateDir)).toEqual(before);
});

test("B71 --report-only reads a file of an older version and leaves every byte of it", async () => {
  const at = await place("provider-ready.ts");
  expect((await autotune(at, SMALL)).code).toBe(0);
  const path = join(at.stateDir, "agent.db");
  const old = new DatabaseSync(path);
  old.exec(
    "ALTER TABLE tune_runs DROP COLUMN visits_json; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;",
  );
  old.close();
  const bytes = readFileSync(path);
  expect(await autotune(at, ["--report-only"])).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(path).equals(bytes)).toBe(true);
  writeFileSync(path, "no database");
  const damaged = await autotune(at, ["--report-only"]);
  expect([damaged.code, damaged.stderr]).toEqual([
    1,
    `autotune: ${path} is not a database of espalier, or it is damaged\n`,
  ]);
  expect(readFileSync(path, "utf8")).toBe("no database");
});

test("TB77 a locked second run ends provider_conflict, exit 1", async () => {
  const at = await place("provider-ready.ts");
  const taken = await takeTuneLock(at.stateDir, RUN_ID);
  const result = await autotune(at, SMALL);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(`another tune run is active (pid ${process.pid})`);
  if (taken.kind === "held") taken.lock.release({ keepsCandidate: false });
});

test("TB9, TB23, B82 --apply with --config writes the winner there, prints one applied line and leaves foreign lines alone", async () => {
  const at = await place("provider-ready.ts");
  const config = join(at.folder, "mine.yaml");
  const mine = "# mine\nqueue_depth: 3   # keep\nmax_batch: 9\nmodel: 'org/old' # was\n";
  writeFileSync(config, mine, { mode: 0o644 });
  const ran = await autotune(at, [...SMALL, "--max-batch-axis", "1", "--apply", "--config", config]);
  expect(ran.code).toBe(0);
  const applied = ran.stdout.split("\n").filter((line) => line.startsWith("applied: "));
  expect(applied).toHaveLength(1);
  const backup = /\(backup at (.+)\)$/.exec(applied[0] ?? "")?.[1] ?? "";
  expect(backup.startsWith(`${config}.bak-`)).toBe(true);
  expect(readFileSync(backup, "utf8")).toBe(mine);
  expect(readFileSync(config, "utf8")).toBe(
    "# mine\nqueue_depth: 3   # keep\nmax_batch: 9\nmodel: org/a-1B # was\nmax_context_override: 100\nmax_concurrency_override: 1\n",
  );
  expect(ran.stderr).toContain("launchctl bootout gui/");
  const store = openStore(at.stateDir);
  expect(newestRun(store, { hasRecommendation: true })).toMatchObject({ exitReason: "ok", isApplied: true });
  store.close();
});

async function startRun(at: Place): Promise<OwnedProcess> {
  const argv = [...ESPALIER, "autotune", "--state-dir", at.stateDir, "--port", String(at.port), ...SMALL];
  const started = await startProcess({ argv, env: at.env });
  if (started.kind === "failed") throw new Error(started.reason);
  onTestFinished(() => {
    if (!started.process.hasExited()) process.kill(-started.process.pid, "SIGKILL");
  });
  return started.process;
}

test("TB67, TB10 kill -9 of the run leaves no candidate, and the next run ends ok", async () => {
  const at = await place("provider-ready.ts", ["--ttftMs=60000"]);
  const run = await startRun(at);
  await until(() => usesPort(at.port));
  process.kill(run.pid, "SIGKILL");
  await until(async () => !(await usesPort(at.port)));
  await until(() => isPortFree(at.port));
  const store = openStore(at.stateDir);
  expect(newestRun(store, { hasRecommendation: false })).toMatchObject({ exitReason: "internal_error", endedAt: null });
  store.close();
  const next = await autotune({ ...(await place("provider-ready.ts")), stateDir: at.stateDir, port: at.port }, SMALL);
  expect(next.code).toBe(0);
});

test("TB67 kill -9 of run and helper: the next run stops the candidate that was left", async () => {
  const at = await place("provider-ready.ts", ["--ttftMs=60000"]);
  const run = await startRun(at);
  await until(() => usesPort(at.port));
  const helper = (await listProcesses()).find(({ argv }) => argv.includes("tune-helper") && argv.includes(at.stateDir));
  process.kill(helper?.pid ?? 0, "SIGKILL");
  process.kill(run.pid, "SIGKILL");
  await until(async () => (await listProcesses()).every(({ pid, isZombie }) => pid !== run.pid || isZombie));
  const next = await autotune({ ...(await place("provider-ready.ts")), stateDir: at.stateDir, port: at.port }, SMALL);
  expect(next.stderr).toContain("cleaned up: candidate of a dead run: stopped");
  expect(next.code).toBe(0);
});

test("TB10 SIGTERM to a run stores interrupted, exits 130 and leaves nothing behind", async () => {
  const at = await place("provider-ready.ts", ["--ttftMs=60000"]);
  const run = await startRun(at);
  await until(() => usesPort(at.port));
  process.kill(run.pid, "SIGTERM");
  expect(await run.exited).toMatchObject({ code: 130 });
  expect(await isPortFree(at.port)).toBe(true);
  const store = openStore(at.stateDir);
  const newest = newestRun(store, { hasRecommendation: false });
  expect(newest).toMatchObject({ exitReason: "interrupted", endedAt: null });
  expect(trialsOf(store, newest?.runId ?? "")).toEqual([]);
  store.close();
});

interface AgentSide {
  readonly child: OwnedProcess;
  readonly seen: FromChild[];
}

/** Plays the agent's part of the channel: hands over a plan and answers every row as stored. */
async function playAgent(
  at: Place,
  onMessage: (message: FromChild, child: OwnedProcess) => void,
  flags: PlanFlags = {},
): Promise<AgentSide> {
  const parsed = parsePlanFlags(
    { "candidate-models": "org/a-1B", "target-context": "100", "kv-bits-axis": "unset", ...flags },
    "default",
  );
  if (parsed.kind === "error") throw new Error(parsed.message);
  const seen: FromChild[] = [];
  let localId = 0;
  const receive = (raw: unknown) => {
    const message = FromChild.parse(raw);
    seen.push(message);
    if (message.type === "ready") {
      child.send({ type: "plan", runId: RUN_ID, jobId: RUN_ID, plan: parsed.plan, port: at.port });
    }
    if (message.type === "trial") localId += 1;
    if ("ask" in message) {
      child.send({ type: "stored", ask: message.ask, localId: message.type === "trial" ? localId : null });
    }
    onMessage(message, child);
  };
  const argv = [...ESPALIER, "autotune", "--run-id", RUN_ID, "--channel", "--state-dir", at.stateDir];
  const started = await startProcess({ argv, env: at.env, hasChannel: true, onMessage: receive });
  if (started.kind === "failed") throw new Error(started.reason);
  const child = started.process;
  onTestFinished(() => {
    if (!child.hasExited()) process.kill(-child.pid, "SIGKILL");
  });
  return { child, seen };
}

test("B123, B124 the agent's child takes its plan and leaves rows, progress and log over the channel", async () => {
  const at = await place("provider-ready.ts");
  const { child, seen } = await playAgent(at, () => undefined);
  expect(await child.exited).toMatchObject({ code: 0 });
  const types = seen.map(({ type }) => type);
  expect(types.slice(0, 2)).toEqual(["ready", "run"]);
  expect(types.filter((type) => type === "trial")).toHaveLength(3);
  expect(types.slice(-2)).toEqual(["kept", "finished"]);
  expect(seen.at(-1)).toMatchObject({ finished: { exitReason: "ok", recipeHash: expect.stringMatching(/^sha256:/) } });
  const phases = seen.flatMap((message) => (message.type === "progress" ? [message.progress.phase] : []));
  expect([...new Set(phases)]).toEqual(["preflight", "prewarm", "stage1", "stage2", "emit"]);
  expect(existsSync(join(at.stateDir, "agent.db"))).toBe(false);
  expect(readFileSync(join(at.stateDir, "tune.lock.json"), "utf8")).toContain('"candidate":null');
});

test("M5, M20, M24 a blocked-halving run over the channel: each visit waits for its commit, no row comes in a quiet window", async () => {
  const at = await place("provider-by-knobs.ts", []);
  const flags = { "max-batch-axis": "1,2", strategy: "blocked-halving", confirm: "on" };
  const { child, seen } = await playAgent(at, () => undefined, flags);
  expect(await child.exited).toMatchObject({ code: expect.any(Number) });
  const visits = seen.flatMap((message) => (message.type === "visit" ? [message.visit] : []));
  expect(visits.map(({ seq }) => seq)).toEqual(visits.map((_visit, index) => index + 1));
  expect(visits.filter(({ kind }) => kind === "calibration")).toHaveLength(1);
  let isQuiet = false;
  for (const message of seen) {
    if (message.type === "quiet") isQuiet = message.isQuiet;
    else expect([isQuiet, "ask" in message]).not.toEqual([true, true]);
  }
  expect(isQuiet).toBe(false);
  expect(seen.filter(({ type }) => type === "quiet").length).toBeGreaterThanOrEqual(2 * visits.length);
  expect(seen.at(-1)).toMatchObject({ type: "finished", finished: { runId: RUN_ID, rngKey: expect.any(Number) } });
}, 300_000);

test("TB74 a cancel over the channel ends interrupted with the port free", async () => {
  const at = await place("provider-ready.ts", ["--ttftMs=60000"]);
  const { child, seen } = await playAgent(at, (message, self) => {
    if (message.type === "progress" && message.progress.replicate !== undefined) {
      self.send({ type: "cancel", reason: "cancelled by a person" });
    }
  });
  expect(await child.exited).toMatchObject({ code: 130 });
  expect(seen.at(-1)).toMatchObject({ type: "finished", finished: { exitReason: "interrupted", endedAt: null } });
  expect(await isPortFree(at.port)).toBe(true);
});

test("TB74, B123 an agent that goes away ends the run as SIGTERM does", async () => {
  const at = await place("provider-ready.ts", ["--ttftMs=60000"]);
  const { child } = await playAgent(at, (message, self) => {
    if (message.type === "progress" && message.progress.replicate !== undefined) self.closeChannel();
  });
  expect(await child.exited).toMatchObject({ code: 130 });
  expect(await isPortFree(at.port)).toBe(true);
  expect(await usesPort(at.port)).toBe(false);
});
