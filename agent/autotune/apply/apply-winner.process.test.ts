import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { AppliedRecipe } from "../../../core/autotune/baseline/applied-recipe.ts";
import { RecommendationDocument } from "../../../core/autotune/recommendation-document.ts";
import { type TuneTest, type TuneTestRequest, tuneTest } from "../../test/tune-harness.ts";
import { readAppliedRecipe } from "./read-applied-recipe.ts";

const SMALL = { "target-context": "100", "kv-bits-axis": "unset", "max-batch-axis": "1", "stage2-replicates": "1" };
const MINE = "# mine\nport: 8081 # mine too\nmodel: org/old\nkv_bits: 4\n";

const start = (change: Partial<TuneTestRequest> = {}) =>
  tuneTest({
    provider: "provider-by-model.ts",
    wantsApply: true,
    ...change,
    flags: { ...SMALL, "candidate-models": "org/a-2B", ...change.flags },
  });

function withConfig(tune: TuneTest, text: string): string {
  const path = join(tune.stateDir, "config", "config.yaml");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const documentOf = ({ out }: TuneTest) =>
  RecommendationDocument.parse(JSON.parse(out.find((line) => line.startsWith("{")) ?? ""));

const starts = (tune: TuneTest) =>
  tune
    .journal()
    .flatMap(({ event, argv }) => (event === "start" ? [argv?.slice(argv.indexOf("serve") + 2).join(" ")] : []));

test("B82, B77, TB55, TB59 a complete run writes its winner, says so on stdout, gives the hint on stderr and stores applied", async () => {
  const tune = await start();
  const path = withConfig(tune, MINE);
  expect(await tune.run()).toBe(0);
  expect(readFileSync(path, "utf8")).toBe(
    "# mine\nport: 8081 # mine too\nmodel: org/a-2B\nmax_context_override: 100\nmax_concurrency_override: 1\n",
  );
  const backup = readdirSync(dirname(path)).find((name) => name.includes(".bak-")) ?? "";
  expect(readFileSync(join(dirname(path), backup), "utf8")).toBe(MINE);
  expect(tune.out).toContain(
    `applied: model=org/a-2B kv_bits=unset max_concurrency_override=1 max_context_override=100 (backup at ${join(dirname(path), backup)})`,
  );
  const hint = tune.err.join("\n");
  for (const part of [
    "launchctl bootout gui/",
    "launchctl bootstrap gui/",
    "/Library/LaunchAgents/dev.espalier.provider.plist",
  ]) {
    expect(hint).toContain(part);
  }
  expect(hint).toMatch(/service gui\/\d+\/dev\.espalier\.provider /);
  expect(tune.out.join("\n")).not.toContain("launchctl");
  expect(tune.stored().run).toMatchObject({ exitReason: "ok", isApplied: true });
});

test("B83, TB59 an apply that fails leaves the run ok, exit 0, applied 0 and the file as it was", async () => {
  const tune = await start();
  const path = withConfig(tune, MINE);
  const linked = join(dirname(path), "linked.yaml");
  symlinkSync(path, linked);
  const refused = await start({ place: { configPath: linked } });
  expect(await refused.run()).toBe(0);
  expect(refused.err).toContain(`apply failed: ${linked}: it is a symbolic link`);
  expect(refused.stored().run).toMatchObject({ exitReason: "ok", isApplied: false, endedAt: expect.any(String) });
  expect(readFileSync(path, "utf8")).toBe(MINE);
});

test("B97 without --apply the config is untouched", async () => {
  const tune = await start({ wantsApply: false });
  const path = withConfig(tune, MINE);
  expect(await tune.run()).toBe(0);
  expect(readFileSync(path, "utf8")).toBe(MINE);
  expect(readdirSync(dirname(path))).toEqual(["config.yaml"]);
  expect(tune.stored().run?.isApplied).toBe(false);
});

test("TB56, B91 an interrupt right before apply ends interrupted, exit 130, ended NULL, and apply is never called", async () => {
  const tune = await start();
  const path = withConfig(tune, MINE);
  const { out } = tune;
  const push = out.push.bind(out);
  out.push = (...lines: string[]) => {
    if (lines.includes("=== end ===")) tune.interruption.interrupt("interrupted by SIGINT");
    return push(...lines);
  };
  expect(await tune.run()).toBe(130);
  expect(tune.stored().run).toMatchObject({ exitReason: "interrupted", endedAt: null, isApplied: false });
  expect(documentOf(tune).recommendation?.partial).toBeUndefined();
  expect(readFileSync(path, "utf8")).toBe(MINE);
  expect(readdirSync(dirname(path))).toEqual(["config.yaml"]);
});

test("B77 a partial run is never applied", async () => {
  const tune = await start({
    onProgress: ({ phase }, self) => {
      if (phase === "stage2") self.interruption.expire();
    },
  });
  const path = withConfig(tune, MINE);
  expect(await tune.run()).toBe(1);
  expect(tune.err).toContain("apply skipped: the run has no complete recommendation");
  expect(readFileSync(path, "utf8")).toBe(MINE);
});

const applied = (model: string, knobs: Partial<AppliedRecipe["knobs"]> = {}): AppliedRecipe => ({
  model,
  knobs: { kvBits: null, maxBatch: null, maxContext: null, ...knobs },
});

test("TB66, B118 an applied recipe that equals a cell costs no start and is that cell's row", async () => {
  const tune = await start({
    flags: { "candidate-models": "org/steady-2B", "max-batch-axis": "1,2" },
    place: { applied: applied("org/steady-2B", { maxBatch: 1, maxContext: 100 }) },
  });
  expect(await tune.run()).toBe(0);
  expect(starts(tune)).toHaveLength(4);
  const { trials } = tune.stored();
  expect(documentOf(tune).baseline).toMatchObject({ verdict: "better", tps_median: trials[1]?.tpsMedian });
  expect(tune.out.join("\n")).toContain("baseline: the recommendation is better (org/steady-2B with ");
});

test("TB66, B118 another recipe costs one start before the cells, no trial row, and keep-best is as it was", async () => {
  const tune = await start({
    flags: { "candidate-models": "org/steady-2B", "max-batch-axis": "1,2" },
    place: { applied: applied("org/steady-2B", { maxBatch: 4, maxContext: 200 }) },
  });
  expect(await tune.run()).toBe(0);
  const cells = starts(tune).slice(2);
  expect(cells.map((argv) => argv?.replace(/.*--port \d+ /, ""))).toEqual([
    "--max-batch 4 --max-context 200",
    "--max-batch 1 --max-context 100",
    "--max-batch 2 --max-context 100",
  ]);
  const { trials } = tune.stored();
  expect(trials.map(({ stage, maxBatch, isKept }) => [stage, maxBatch, isKept])).toEqual([
    [1, null, false],
    [2, 1, false],
    [2, 2, true],
  ]);
  expect(documentOf(tune).recommendation?.knobs.max_concurrency_override).toBe(2);
  expect(documentOf(tune).baseline).toMatchObject({
    knobs: { max_concurrency_override: 4, max_context_override: 200 },
    tps_median: expect.any(Number),
  });
});

test("TB66, B118 a recipe that measures better than the winner is kept: apply is skipped, the recommendation stands", async () => {
  const tune = await start({
    flags: { "candidate-models": "org/steady-2B" },
    place: { applied: applied("org/steady-2B", { maxBatch: 2 }) },
  });
  const path = withConfig(tune, MINE);
  expect(await tune.run()).toBe(0);
  expect(documentOf(tune).baseline?.verdict).toBe("worse");
  expect(documentOf(tune).recommendation?.knobs.max_concurrency_override).toBe(1);
  expect(tune.err).toContain("apply skipped: the applied recipe measured better");
  expect(readFileSync(path, "utf8")).toBe(MINE);
  expect(tune.stored().run).toMatchObject({ exitReason: "ok", isApplied: false });
});

test("B118 weights that are not cached and an infeasible recipe are not measured, with the reason; another model is not comparable", async () => {
  const cache = { isCached: (model: string) => model !== "org/absent-2B", cachedBytes: () => 0 };
  const absent = await start({ wantsApply: false, place: { cache, applied: applied("org/absent-2B") } });
  expect(await absent.run()).toBe(0);
  expect(documentOf(absent).baseline).toMatchObject({ verdict: "not_measured", reason: "weights not cached" });
  const broken = await start({ wantsApply: false, place: { applied: applied("org/unavailable-2B") } });
  expect(await broken.run()).toBe(0);
  expect(documentOf(broken).baseline).toMatchObject({
    verdict: "not_measured",
    reason: expect.stringContaining("HTTP 503"),
  });
  const other = await start({ wantsApply: false, place: { applied: applied("org/b-1B") } });
  expect(await other.run()).toBe(0);
  expect(documentOf(other).baseline).toMatchObject({ verdict: "not_comparable", tps_median: expect.any(Number) });
});

test("B118 the applied recipe is the model and the owned knobs of the file, null where a key is absent", () => {
  expect(readAppliedRecipe({ port: 1 })).toEqual({ applied: null, problem: null });
  expect(readAppliedRecipe({ model: "org/a", kv_bits: "8", max_context_override: null, max_batch: 3 })).toEqual({
    applied: { model: "org/a", knobs: { kvBits: 8, maxBatch: null, maxContext: null } },
    problem: null,
  });
  expect(readAppliedRecipe({ model: "org/a", kv_bits: 5 }).problem).toContain("kv_bits");
});
