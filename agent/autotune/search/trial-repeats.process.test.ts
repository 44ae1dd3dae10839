import { expect, test } from "vitest";
import { systemClock } from "../../host/system-clock.ts";
import { tuneTest } from "../../test/tune-harness.ts";

const SMALL = {
  "candidate-models": "org/a-1B",
  "target-context": "100",
  "kv-bits-axis": "unset",
  "max-batch-axis": "1",
  "stage2-replicates": "1",
};

/** A run during whose first measurements of Stage 1 the machine sleeps for a minute, so many times. */
async function sleeping(times: number) {
  let sleptMs = 0;
  const tune = await tuneTest({
    provider: "provider-ready.ts",
    flags: SMALL,
    place: { clock: { ...systemClock, wallMs: () => systemClock.wallMs() + sleptMs } },
    onProgress: ({ phase, replicate }) => {
      if (phase === "stage1" && replicate !== undefined && sleptMs < times * 60_000) sleptMs += 60_000;
    },
  });
  const code = await tune.run();
  const starts = tune.journal().filter(({ event }) => event === "start");
  return { code, starts: starts.length, ...tune.stored() };
}

test("TB76, B117 a suspension discards the trial, which is repeated once with a fresh provider and then counts", async () => {
  const { code, starts, run, trials } = await sleeping(1);
  expect(code).toBe(0);
  expect(run?.exitReason).toBe("ok");
  // Pre-warm, the disturbed trial, its repetition, the one cell.
  expect(starts).toBe(4);
  expect(trials.map(({ stage, isFeasible, notes }) => [stage, isFeasible, notes])).toEqual([
    [1, true, null],
    [2, true, null],
  ]);
});

test("TB76, B117 a second suspension makes the candidate infeasible, and its disturbed values are no figures", async () => {
  const { code, starts, run, trials } = await sleeping(2);
  expect(code).toBe(1);
  expect(run?.exitReason).toBe("no_feasible");
  expect(starts).toBe(3);
  expect(trials).toMatchObject([
    {
      stage: 1,
      isFeasible: false,
      notes: "machine slept during measurement",
      errorCount: 0,
      tpsMedian: null,
      ttftP95Ms: null,
    },
  ]);
});

test("TB63, B106 a 413 after the warm-up fails the replicate and shrinks nothing", async () => {
  const tune = await tuneTest({ provider: "provider-ready.ts", flags: SMALL, arguments: ["--refuseFrom=2"] });
  expect(await tune.run()).toBe(1);
  expect(tune.stored().trials).toMatchObject([
    { isFeasible: false, errorCount: 1, notes: "HTTP 413", tpsMedian: null },
  ]);
  const requests = tune.journal().filter(({ event }) => event === "request");
  expect(requests.map(({ words }) => words)).toEqual([80, 80]);
});

test("B69 the serve command names the provider under test", async () => {
  const tune = await tuneTest({
    provider: "provider-ready.ts",
    flags: SMALL,
    place: { providerName: "macprovider-cli" },
  });
  expect(await tune.run()).toBe(0);
  expect(tune.out).toContain("serve: macprovider-cli serve --model org/a-1B --max-batch 1 --max-context 100");
});
