import { describe, expect, test } from "vitest";
import { type AutotuneOptions, readAutotuneFlags } from "./autotune-flags.ts";

const read = (options: AutotuneOptions) => readAutotuneFlags(options);

function flags(options: AutotuneOptions) {
  const result = read(options);
  if (result.kind === "refused") throw new Error(result.message);
  return result.flags;
}

describe("B7 one line names flag and value", () => {
  test.each<[AutotuneOptions, string]>([
    [{ targetContext: "0" }, "--target-context 0 must be >= 1"],
    [{ port: "0" }, "--port 0 must be between 1 and 65535"],
    [{ port: "65536" }, "--port 65536 must be between 1 and 65535"],
    [{ kvBitsAxis: "5" }, "--kv-bits-axis cell '5' must be unset, 4 or 8"],
    [{ kvBitsAxis: "" }, "--kv-bits-axis contains an empty cell; check for stray commas"],
    [{ maxBatchAxis: "1,1" }, "--max-batch-axis contains a duplicate cell: 1"],
    [{ maxContextAxis: "4000,,8000" }, "--max-context-axis contains an empty cell; check for stray commas"],
    [{ maxContextAxis: "2000", targetContext: "4000" }, "--max-context-axis cell 2000 is below --target-context 4000"],
    [{ candidateModels: "a,a" }, "--candidate-models contains a duplicate cell: a"],
    [{ minModelSize: "14B", maxModelSize: "7B" }, "--min-model-size 14B is greater than --max-model-size 7B"],
    [{ minModelSize: "90B" }, "--min-model-size/--max-model-size leave no candidate"],
    [{ stage1Replicates: "0" }, "--stage1-replicates 0 must be >= 1"],
    [{ stage2Replicates: "x" }, "--stage2-replicates x must be >= 1"],
    [{ gateTtftMs: "0" }, "--gate-ttft-ms 0 must be > 0"],
    [{ tpsTieEpsilon: "-0.1" }, "--tps-tie-epsilon -0.1 must be finite and >= 0"],
    [{ tpsTieEpsilon: "Infinity" }, "--tps-tie-epsilon Infinity must be finite and >= 0"],
    [{ maxDuration: "0" }, "--max-duration 0 must be > 0"],
    [{ drainGrace: "-1" }, "--drain-grace -1 must be >= 0"],
    [{ retainRuns: "0" }, "--retain-runs 0 must be >= 1"],
    [{ strategy: "random" }, "--strategy random must be grid or blocked-halving"],
    [{ config: "/nowhere/at/all.yaml" }, "--config /nowhere/at/all.yaml must be in a folder that exists"],
  ])("%j", (options, message) => {
    expect(read(options)).toEqual({ kind: "refused", message });
  });
});

test("B7 the defaults are those of the table", () => {
  expect(flags({})).toMatchObject({
    port: 18_080,
    retainRuns: 50,
    dbPath: null,
    configPath: null,
    wantsJson: false,
    wantsApply: false,
    isDryRun: false,
    isReportOnly: false,
    isVerbose: false,
    mayForceKill: true,
    warnings: [],
    plan: {
      targetContext: 2000,
      kvBitsAxis: [null, 4, 8],
      maxBatchAxis: [1, 2],
      maxContextAxis: [],
      stage1Replicates: 1,
      stage2Replicates: 3,
      gateTtftMs: 60_000,
      tpsTieEpsilon: 0.02,
      maxDurationS: 7200,
      strategy: "grid",
    },
  });
});

test("B7, B77 switches are read, --restart-foreground alone warns and a present parent folder is enough for --config", () => {
  const all = flags({
    json: true,
    apply: true,
    dryRun: true,
    verbose: true,
    forceKill: false,
    config: "/tmp/none.yaml",
  });
  expect(all).toMatchObject({
    wantsJson: true,
    wantsApply: true,
    isDryRun: true,
    isVerbose: true,
    mayForceKill: false,
    configPath: "/tmp/none.yaml",
  });
  expect(flags({ restartForeground: true }).warnings).toEqual([
    "warning: --restart-foreground has no effect without --drain",
  ]);
});
