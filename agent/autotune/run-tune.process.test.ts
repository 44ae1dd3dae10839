import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RecommendationDocument } from "../../core/autotune/recommendation-document.ts";
import { isPortFree } from "../host/port-owner.ts";
import { type OwnedProcess, startProcess } from "../host/process.ts";
import { listProcesses } from "../host/process-list.ts";
import { freePort } from "../test/free-port.ts";
import { type TuneTestRequest, tuneTest } from "../test/tune-harness.ts";
import { takeTuneLock } from "./lock/tune-lock.ts";

const SMALL = { "target-context": "100", "kv-bits-axis": "unset", "max-batch-axis": "1,2", "stage2-replicates": "2" };

const start = (change: Partial<TuneTestRequest> = {}) =>
  tuneTest({
    provider: "provider-by-model.ts",
    ...change,
    flags: { ...SMALL, "candidate-models": "org/a-2B", ...change.flags },
  });

/** A process of that name that waits for its stdin, as another program on the machine would. */
async function stranger(name: string, args: readonly string[]): Promise<OwnedProcess> {
  const path = join(mkdtempSync(join(tmpdir(), "espalier-stranger-")), name);
  writeFileSync(path, "#!/bin/sh\necho ready\nread line\n", { mode: 0o755 });
  const ready = Promise.withResolvers<void>();
  const started = await startProcess({
    argv: [path, ...args],
    env: { PATH: "/usr/bin:/bin" },
    stdin: "pipe",
    output: "pipe",
    onOutput: () => ready.resolve(),
  });
  if (started.kind === "failed") throw new Error(started.reason);
  await ready.promise;
  onTestFinished(async () => {
    started.process.closeStdin();
    await started.process.exited;
  });
  return started.process;
}

test("TB49, TB16, TB71, TM12, B1 a whole run stores one row per candidate and cell, keeps one and prints one document", {
  timeout: 120_000,
}, async () => {
  const tune = await start({ flags: { "candidate-models": "org/slow-9B,org/a-2B,org/b-1B", "gate-ttft-ms": "6000" } });
  expect(await tune.run()).toBe(0);
  const { run, trials } = tune.stored();
  expect(trials.map(({ stage, model, isFeasible }) => [stage, model, isFeasible])).toEqual([
    [1, "org/slow-9B", false],
    [1, "org/a-2B", true],
    [2, "org/a-2B", true],
    [2, "org/a-2B", true],
  ]);
  const asked = { kvBits: null, maxBatch: null, maxContext: 100 };
  const feasible = { isFeasible: true, isKept: false, errorCount: 0, notes: null };
  expect(trials[1]).toMatchObject({ tuneRunId: tune.runId, stage: 1, replicatesN: 1, ...asked, ...feasible });
  expect(trials.slice(2).map(({ maxBatch, isKept }) => [maxBatch, isKept])).toEqual([
    [1, false],
    [2, true],
  ]);
  const lines = tune.out.filter((line) => line.startsWith("{"));
  expect(lines).toHaveLength(1);
  const document = RecommendationDocument.parse(JSON.parse(lines[0] ?? ""));
  expect(document.recommendation).toMatchObject({ model: "org/a-2B", knobs: { max_concurrency_override: 2 } });
  expect(document.infeasible).toMatchObject([{ model: "org/slow-9B", rank: 1 }]);
  expect(document.alternates).toEqual(["org/b-1B"]);
  expect(run).toMatchObject({ exitReason: "ok", recipeHash: document.recipe_hash, recommendationJson: lines[0] });
  expect(await isPortFree(tune.port)).toBe(true);
});

test("TB10 an interrupt during a probe stops the provider, leaves no orphan, and the next run ends ok", {
  timeout: 120_000,
}, async () => {
  const interruptedAt = { ms: 0 };
  const tune = await start({
    provider: "provider-ready.ts",
    arguments: ["--ttftMs=60000"],
    onProgress: ({ phase, replicate }, self) => {
      if (phase !== "stage1" || replicate === undefined) return;
      interruptedAt.ms ||= performance.now();
      self.interruption.interrupt("interrupted by SIGINT");
    },
  });
  expect(await tune.run()).toBe(130);
  expect(interruptedAt.ms).toBeGreaterThan(0);
  expect(performance.now() - interruptedAt.ms).toBeLessThan(60_000);
  expect(tune.stored().run).toMatchObject({ exitReason: "interrupted", endedAt: null, recommendationJson: null });
  expect(tune.stored().trials).toEqual([]);
  expect(await isPortFree(tune.port)).toBe(true);
  expect((await listProcesses()).some(({ argv }) => argv.includes(String(tune.port)))).toBe(false);
  const next = await start({ stateDir: tune.stateDir, port: tune.port });
  expect(await next.run()).toBe(0);
});

test.each([
  ["prewarm", null],
  ["stage1", null],
  ["stage2", true],
] as const)("TB74 a cancel in phase %s ends interrupted with the port free", async (phase, isPartial) => {
  const tune = await start({
    onProgress: (progress, self) => {
      if (progress.phase === phase) self.interruption.interrupt("cancelled by a person");
    },
  });
  expect(await tune.run()).toBe(130);
  const { run } = tune.stored();
  expect(run).toMatchObject({ exitReason: "interrupted", endedAt: null, message: "cancelled by a person" });
  const document = run?.recommendationJson === null ? null : JSON.parse(run?.recommendationJson ?? "null");
  expect(document?.recommendation.partial ?? null).toBe(isPartial);
  expect(await isPortFree(tune.port)).toBe(true);
});

test("TB13, TB70 a budget that ends in Stage 2 before its first cell gives Stage 1's measurement as partial, no kept row", async () => {
  const tune = await start({
    provider: "provider-ready.ts",
    onProgress: (progress, self) => {
      if (progress.phase === "stage2") self.interruption.expire();
    },
  });
  expect(await tune.run()).toBe(1);
  const { run, trials } = tune.stored();
  expect(run).toMatchObject({
    exitReason: "budget_exhausted_with_partial_recommendation",
    endedAt: expect.any(String),
  });
  expect(run?.recipeHash).toMatch(/^sha256:/);
  expect(JSON.parse(run?.recommendationJson ?? "{}").recommendation).toMatchObject({
    partial: true,
    replicates: 1,
    knobs: { kv_bits: null, max_concurrency_override: 1, max_context_override: 100 },
  });
  expect(trials.filter(({ isKept }) => isKept)).toEqual([]);
  expect(trials.map(({ stage }) => stage)).toEqual([1]);
});

test("TB56 an interrupt after the last cell keeps the whole recommendation and ends interrupted", async () => {
  const tune = await start({
    onProgress: ({ phase }, self) => {
      if (phase === "emit") self.interruption.interrupt("interrupted by SIGTERM");
    },
  });
  expect(await tune.run()).toBe(130);
  const { run } = tune.stored();
  expect(run).toMatchObject({ exitReason: "interrupted", endedAt: null });
  expect(JSON.parse(run?.recommendationJson ?? "{}").recommendation.partial).toBeUndefined();
});

test("TB77 a second run of the same state folder ends provider_conflict and names the first", async () => {
  const tune = await start();
  const taken = await takeTuneLock(tune.stateDir, tune.runId);
  expect(taken.kind).toBe("held");
  expect(await tune.run()).toBe(1);
  expect(tune.err).toEqual([`autotune: another tune run is active (pid ${process.pid})`]);
  expect(tune.stored().run?.exitReason).toBe("provider_conflict");
  expect(tune.journal()).toEqual([]);
  if (taken.kind === "held") taken.lock.release({ keepsCandidate: false });
});

test.each([
  ["espalier", ["serve", "--port", "8080"]],
  ["macprovider-cli", ["serve"]],
])("TB6, TB60 a foreground %s is refused by pid with --drain as the remedy", async (name, args) => {
  const other = await stranger(name, args);
  const tune = await start();
  expect(await tune.run()).toBe(1);
  expect(tune.err.join("\n")).toContain(`foreground-PID-${other.pid}`);
  expect(tune.err.join("\n")).toContain("--drain");
  expect(tune.stored().run?.exitReason).toBe("provider_conflict");
  expect(other.hasExited()).toBe(false);
});

test("TB40 a helper of another name does not keep a run from starting", async () => {
  await stranger("macprovider-cli-helper", ["serve"]);
  const tune = await start();
  expect(await tune.run()).toBe(0);
});

test("TB69 a foreign listener on the port is refused and left alone", async () => {
  const port = await freePort();
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void listener.close());
  const tune = await start({ port });
  expect(await tune.run()).toBe(1);
  expect(tune.err.join("\n")).toContain(`port-${port}-in-use`);
  expect(tune.err.join("\n")).not.toContain("--drain");
  expect(listener.listening).toBe(true);
});

test("B29 two runs of two state folders warn, and every trial of a shared machine carries shared_machine", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "espalier-other-")), "espalier");
  writeFileSync(path, '#!/bin/sh\nif [ "$1" = autotune ]; then "$0" serve; exit; fi\necho ready\nread line\n', {
    mode: 0o755,
  });
  const ready = Promise.withResolvers<void>();
  const other = await startProcess({
    argv: [path, "autotune"],
    env: { PATH: "/usr/bin:/bin" },
    stdin: "pipe",
    output: "pipe",
    onOutput: () => ready.resolve(),
  });
  if (other.kind === "failed") throw new Error(other.reason);
  await ready.promise;
  onTestFinished(async () => {
    other.process.closeStdin();
    await other.process.exited;
  });
  const tune = await start();
  expect(await tune.run()).toBe(0);
  expect(tune.err.join("\n")).toContain("another tune run");
  for (const { flags } of tune.stored().trials) expect(flags).toContain("shared_machine");
});

test("B26, TB36 a provider that survives its stop ends the run internal_error and stays named for the next run", async () => {
  const tune = await start({
    provider: "provider-ignores-sigterm.ts",
    place: { mayForceKill: false, stopGraceMs: 200 },
  });
  expect(await tune.run()).toBe(1);
  expect(tune.err.join("\n")).toMatch(/provider stuck pid \d+/);
  expect(tune.stored().run?.exitReason).toBe("internal_error");
  const next = await start({ stateDir: tune.stateDir, port: tune.port });
  const code = await next.run();
  const reasons = next.stored().trials.map(({ notes }) => notes);
  expect({ code, reasons, messages: next.err }).toMatchObject({ code: 0 });
  expect(next.err.join("\n")).toContain("cleaned up: candidate of a dead run: stopped_forced");
}, 120_000);
