import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ExitReason } from "../../core/autotune/exit-reason.ts";
import { RecommendationDocument } from "../../core/autotune/recommendation-document.ts";
import { runCommand } from "../host/run-command.ts";
import { ESPALIER_BINARY } from "../host/state-dir.ts";
import { type TuneTest, type TuneTestRequest, tuneTest } from "../test/tune-harness.ts";
import { takeTuneLock } from "./lock/tune-lock.ts";

const SMALL = { "target-context": "100", "kv-bits-axis": "unset", "max-batch-axis": "1", "stage2-replicates": "2" };

interface Expected {
  readonly exitReason: ExitReason;
  readonly code: number;
  readonly recommendation: "none" | "partial" | "complete";
  readonly isEnded: boolean;
}

const at =
  (phase: string, act: (self: TuneTest) => void): NonNullable<TuneTestRequest["onProgress"]> =>
  (progress, self) => {
    if (progress.phase === phase) act(self);
  };
const interrupt = (self: TuneTest) => self.interruption.interrupt("interrupted by SIGINT");
const expire = (self: TuneTest) => self.interruption.expire();

const CASES: readonly (readonly [string, Partial<TuneTestRequest> & { models?: string }, Expected])[] = [
  ["a model and knobs found", {}, { exitReason: "ok", code: 0, recommendation: "complete", isEnded: true }],
  [
    "an interrupt before Stage 2",
    { onProgress: at("stage1", interrupt) },
    { exitReason: "interrupted", code: 130, recommendation: "none", isEnded: false },
  ],
  [
    "an interrupt during Stage 2",
    { onProgress: at("stage2", interrupt) },
    { exitReason: "interrupted", code: 130, recommendation: "partial", isEnded: false },
  ],
  [
    "an interrupt after the last cell",
    { onProgress: at("emit", interrupt) },
    { exitReason: "interrupted", code: 130, recommendation: "complete", isEnded: false },
  ],
  [
    "every candidate failed",
    { models: "org/unavailable-2B" },
    { exitReason: "no_feasible", code: 1, recommendation: "none", isEnded: true },
  ],
  [
    "every cell failed",
    { arguments: ["--exitAfterRequests=3"] },
    { exitReason: "no_feasible", code: 1, recommendation: "none", isEnded: true },
  ],
  [
    "the deadline in Stage 1",
    { onProgress: at("prewarm", expire) },
    { exitReason: "budget_exhausted_no_model_selected", code: 1, recommendation: "none", isEnded: true },
  ],
  [
    "the deadline in Stage 2",
    { onProgress: at("stage2", expire) },
    { exitReason: "budget_exhausted_with_partial_recommendation", code: 1, recommendation: "partial", isEnded: true },
  ],
  [
    "tampered weights",
    { models: "org/forged-2B" },
    { exitReason: "pre_warm_integrity_failure", code: 1, recommendation: "none", isEnded: true },
  ],
  [
    "something unexpected",
    {
      place: {
        isVerbose: false,
        cache: {
          isCached: () => {
            throw new Error("disk on fire");
          },
          cachedBytes: () => 0,
        },
      },
    },
    { exitReason: "internal_error", code: 1, recommendation: "none", isEnded: true },
  ],
];

const seen = new Set<ExitReason>();

function check(tune: TuneTest, code: number, expected: Expected): void {
  const { run } = tune.stored();
  const line = tune.out.filter((text) => text.startsWith("{"));
  expect(line).toHaveLength(1);
  const document = RecommendationDocument.parse(JSON.parse(line[0] ?? ""));
  const { recommendation } = document;
  const kind = recommendation === null ? "none" : recommendation.partial === true ? "partial" : "complete";
  expect({ exitReason: run?.exitReason, code, recommendation: kind, isEnded: run?.endedAt !== null }).toEqual(expected);
  expect(document.recipe_hash === null).toBe(kind === "none");
  expect(run?.recipeHash).toBe(document.recipe_hash);
  expect(run?.recommendationJson).toBe(kind === "none" ? null : line[0]);
  seen.add(expected.exitReason);
}

test.each(CASES)("TB59, B88, B89, B119 %s", async (_title, { models = "org/a-1B", ...request }, expected) => {
  const tune = await tuneTest({
    provider: "provider-by-model.ts",
    ...request,
    flags: { ...SMALL, "candidate-models": models },
  });
  check(tune, await tune.run(), expected);
  if (expected.exitReason === "internal_error") expect(tune.err.join("\n")).toContain("disk on fire");
});

test("B100, TB59 a held lock", async () => {
  const tune = await tuneTest({
    provider: "provider-by-model.ts",
    flags: { ...SMALL, "candidate-models": "org/a-1B" },
  });
  const taken = await takeTuneLock(tune.stateDir, tune.runId);
  check(tune, await tune.run(), { exitReason: "provider_conflict", code: 1, recommendation: "none", isEnded: true });
  if (taken.kind === "held") taken.lock.release({ keepsCandidate: false });
});

test("B7, TB59 config_error: a parse error exits 64, a database or config that cannot be used exits 1, none leaves a row", async () => {
  const folder = mkdtempSync(join(tmpdir(), "espalier-exit-"));
  const config = join(folder, "config.yaml");
  const env = { PATH: "/usr/bin:/bin", HOME: folder, XDG_CACHE_HOME: folder, ESPALIER_CONFIG: config };
  const state = join(folder, "state");
  const argv = [process.execPath, ESPALIER_BINARY, "autotune", "--state-dir", state];
  const run = (...flags: string[]) => runCommand({ argv: [...argv, ...flags], env, timeoutMs: 60_000 });
  const usage = await run("--port", "0");
  expect([usage.code, usage.stdout]).toEqual([64, ""]);
  const database = await run("--db-path", folder);
  expect([database.code, database.stdout]).toEqual([1, ""]);
  expect(database.stderr).toMatch(/^autotune: .+\n$/);
  writeFileSync(config, "a: [\n");
  const broken = await run();
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain(`autotune: config ${config} cannot be used: it is not valid YAML`);
  seen.add("config_error");
});

test("TB24 the cases above are all nine reasons", () => {
  expect([...seen].sort()).toEqual([...ExitReason.options].sort());
});
