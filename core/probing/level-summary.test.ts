import { describe, expect, test } from "vitest";
import { LevelSummary, probeMethod, summariseLevel } from "./level-summary.ts";
import type { ProbeLevel, ProbeRequestRecord } from "./probe-record.ts";
import { testLevel, testRecord, testStart } from "./test-probe.ts";

const timing = { ttftMs: 250, tpotMs: 20, tokens: 40 };
const warmUp = testRecord({ position: 0, ...timing, ttftMs: 2500 });
const three = (change: Partial<ProbeRequestRecord> = {}) =>
  [1, 2, 3].map((position) => testRecord({ position, atMs: 2000 * position, ...timing }, change));

function summary(requests: ProbeRequestRecord[], level: Partial<ProbeLevel> = {}, start = testStart()): LevelSummary {
  return summariseLevel({ start, level: testLevel(level), requests, method: probeMethod(requests) });
}

describe("a level from its raw requests", () => {
  test("TM6 the warm-up is read by nothing but the cold time to first token", () => {
    const whole = summary([warmUp, ...three()]);
    expect(whole).toMatchObject({ ttftColdMs: 2500, attempted: 3, ok: 3, ttft: { n: 3, median: 250, max: 250 } });
    expect({ ...whole, ttftColdMs: null }).toEqual({ ...summary(three()), ttftColdMs: null });
  });

  test("is a valid answer of the console, with n beside every percentile", () => {
    const whole = LevelSummary.parse(summary([warmUp, ...three()]));
    expect(whole.ttft?.p95).toEqual({ label: "max of 3", value: 250, upper: null });
    expect(whole.tpot).toMatchObject({ n: 3, median: 20 });
    expect(whole.decodeTpsMedian).toBe(50);
  });

  test("M7 the first measured request fixes the method; one without usage fails later", () => {
    const [first, second, third] = three();
    if (first === undefined || second === undefined || third === undefined) throw new Error("three records");
    const mixed = summary([first, { ...second, nUsage: null }, third]);
    expect(mixed).toMatchObject({ method: "usage", ok: 2, errored: 1 });
    expect(mixed.errors).toEqual([{ errorClass: "nonfinite", error: "token count method changed", count: 1 }]);
    expect(summary(three({ nUsage: null })).method).toBe("deltas");
  });

  test("equal failures are one line with their count", () => {
    const failed = three({ stampsUs: [], errorClass: "http", error: "HTTP 429" });
    expect(summary(failed).errors).toEqual([{ errorClass: "http", error: "HTTP 429", count: 3 }]);
  });
});

describe("M9 the engine's own counters", () => {
  const counted = (completionTokens: number, decodeMs: number) =>
    summary(three(), { engine: { promptTokens: 600, completionTokens, prefillMs: 700, decodeMs } });

  test("stand beside ours", () => {
    expect(counted(120, 2400)).toMatchObject({ engineDecodeTps: 50, flags: [] });
  });

  test.each([
    ["a rate 12 % off", 120, 2400 * 0.88],
    ["a token count 12 % off", 135, 2700],
  ])("%s is flagged", (_title, tokens, decodeMs) => {
    expect(counted(tokens, decodeMs).flags).toEqual(["engine_disagrees"]);
  });

  test.each([
    [40, 38, []],
    [40, 37, ["length_miss"]],
    [2000, 1950, []],
    [2000, 1949, ["length_miss"]],
  ])("M9 of %i asked tokens %i came: flags %j", (asked, came, flags) => {
    const requests = [testRecord({ position: 1, ttftMs: 250, tpotMs: 20, tokens: came })];
    const plan = { ...testLevel().plan, maxTokens: asked };
    expect(summary(requests, { plan }).flags).toEqual(flags);
  });
});

describe("M10 what may stand beside what", () => {
  const key = (change: Partial<ReturnType<typeof testStart>["provider"]> = {}, level: Partial<ProbeLevel> = {}) =>
    summary(three(), level, testStart(change)).cmpKey;

  test("equal subjects have one key", () => {
    expect(key()).not.toBeNull();
    expect(key({ pid: 1, port: 9090 })).toBe(key());
  });

  test("another engine version, model or load has another", () => {
    const plan = { ...testLevel().plan, load: { kind: "closed", concurrency: 2 } as const };
    const keys = [key(), key({ engineVersion: "4" }), key({ model: "practice/small-16mb" }), key({}, { plan })];
    expect(new Set(keys).size).toBe(4);
  });

  test("an engine that does not say what it is is compared with nothing", () => {
    expect(key({ engine: null })).toBeNull();
  });

  test("M8 bundles of unknown size are comparable only inside their own probe", () => {
    const bundled = summary(three({ nUsage: 120 }), { plan: { ...testLevel().plan, maxTokens: 120 } });
    expect(bundled).toMatchObject({ cmpKey: null, flags: ["bundled"] });
  });

  test("M14 a prompt from a cache has no time to first token and no key; an unreported cache is shown", () => {
    expect(summary(three({ nCached: 1500 }))).toMatchObject({
      cmpKey: null,
      ttft: null,
      prefillTpsMedian: null,
      flags: ["prefix_cached"],
    });
    expect(summary(three({ nCached: null })).flags).toEqual(["unproven"]);
  });
});

describe("M16 over capacity", () => {
  const plan = {
    load: { kind: "open", requestRate: 10, gaps: "constant" },
    promptTarget: 256,
    maxTokens: 11,
    requests: 20,
  } as const;
  const twenty = (ttftMs: (index: number) => number) =>
    Array.from({ length: 20 }, (_, index) =>
      testRecord({ position: index + 1, atMs: 100 * index, ttftMs: ttftMs(index), tpotMs: 10, tokens: 11 }),
    );

  test("a queue that grows loses its latency percentiles", () => {
    expect(
      summary(
        twenty((index) => 400 + 400 * index),
        { plan },
      ),
    ).toMatchObject({
      isOverCapacity: true,
      ttft: null,
      e2e: null,
      ok: 20,
    });
  });

  test("a closed loop keeps its concurrency, so its first turns are no growth", () => {
    const closed = { ...plan, load: { kind: "closed", concurrency: 8 } as const };
    expect(
      summary(
        twenty((index) => 400 + 400 * index),
        { plan: closed },
      ).isOverCapacity,
    ).toBe(false);
  });

  test("a load that is kept up with does not, nor does a slow first request", () => {
    expect(
      summary(
        twenty(() => 50),
        { plan },
      ).isOverCapacity,
    ).toBe(false);
    expect(
      summary(
        twenty((index) => (index === 0 ? 900 : 50)),
        { plan },
      ).isOverCapacity,
    ).toBe(false);
  });
});
