import { describe, expect, test } from "vitest";
import { aggregateTrial } from "../autotune/aggregate.ts";
import { crossCheckFlags } from "./cross-check.ts";
import { type EngineShare, engineShare } from "./engine-share.ts";
import { testReplicate, testWarmUp } from "./test-replicate.ts";

/** 41 tokens at 20 a second, as the engine of an honest server counts them. */
const HONEST: EngineShare = { promptTokens: 1600, completionTokens: 41, prefillMs: 400, decodeMs: 2050 };
const replicate = testReplicate({ index: 1, tps: 20, ttftMs: 400 });

describe("M9 a tune's replicate beside the engine's own counters", () => {
  test.each([
    ["equal counts and rates", HONEST, []],
    ["another rate by 20 %", { ...HONEST, decodeMs: 1700 }, ["engine_disagrees"]],
    ["another token count by 15 %", { ...HONEST, completionTokens: 48, decodeMs: 2400 }, ["engine_disagrees"]],
  ] as const)("%s", (_name, engine, flags) => {
    expect(crossCheckFlags({ ...replicate, engine }, "usage")).toEqual(flags);
  });

  test.each([
    [41, []],
    [43, []],
    [44, ["length_miss"]],
  ] as const)("41 tokens of %i asked give %j", (maxTokens, flags) => {
    expect(crossCheckFlags({ ...replicate, maxTokens }, "usage")).toEqual(flags);
  });

  test("a row from before the counters were kept is compared with nothing", () => {
    expect(crossCheckFlags(replicate, "usage")).toEqual([]);
  });

  test("the trial carries the flag and stays feasible: a doubt is no failure", () => {
    const aggregate = aggregateTrial({
      stage: 2,
      replicates: [testWarmUp(900), { ...replicate, engine: { ...HONEST, decodeMs: 1000 }, maxTokens: 41 }],
      gateTtftMs: 10_000,
      method: null,
    });
    expect(aggregate).toMatchObject({ isFeasible: true, flags: ["engine_disagrees"] });
  });

  test("counters that went back belong to another process", () => {
    expect(engineShare({ ...HONEST, decodeMs: 9000 }, HONEST)).toBeNull();
    expect(engineShare(null, HONEST)).toBeNull();
  });
});
