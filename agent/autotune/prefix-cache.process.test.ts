import { expect, test } from "vitest";
import { stubServerBinary } from "../test/stub-server.ts";
import { type TuneTestRequest, tuneTest } from "../test/tune-harness.ts";

const FLAGS = {
  "target-context": "100",
  "kv-bits-axis": "unset",
  "max-batch-axis": "1",
  "stage2-replicates": "1",
  "candidate-models": "org/a-1B",
};
const delays = [{ ttftMs: 20, tpotMs: 2, tokens: 10 }];

const start = (behaviour: object, request: Partial<TuneTestRequest> = {}) =>
  tuneTest({
    provider: "",
    flags: FLAGS,
    ...request,
    place: { binary: stubServerBinary({ prefixCache: true, delays, ...behaviour }), ...request.place },
  });

test("TM8 M23 a forced equal nonce is prefix_cached, repeated once with a fresh provider, then out without a server failure", async () => {
  const measured: number[] = [];
  const tune = await start(
    {},
    {
      place: { nonce: () => "000000000000", binary: stubServerBinary({ prefixCache: true, delays }) },
      onProgress: ({ replicate }) => {
        if (replicate !== undefined) measured.push(replicate.index);
      },
    },
  );
  expect(await tune.run()).toBe(1);
  const { run, trials } = tune.stored();
  expect(measured).toEqual([1, 1]);
  expect(trials).toMatchObject([
    { isFeasible: false, errorCount: 0, notes: "prompt served from a cache", tpsMedian: null, ttftP95Ms: null },
  ]);
  expect(trials[0]?.flags).toContain("prefix_cached");
  expect(run?.exitReason).toBe("no_feasible");
});

test("TM8 M14 the chat template's cached tokens, up to a tenth of the prompt, are clean", async () => {
  const tune = await start({ templateTokens: 8 });
  expect(await tune.run()).toBe(0);
  const { trials } = tune.stored();
  expect(trials.map(({ isFeasible }) => isFeasible)).toEqual([true, true]);
  expect(trials.flatMap(({ flags }) => flags)).not.toContain("prefix_cached");
});
