import { expect, test } from "vitest";
import { firstTokenText, probeOutcome, rateText } from "./probe-words.ts";
import type { Probe } from "./probed-levels.ts";

type Level = Probe["levels"][number];
const spread = (n: number, label: string, upper: number | null) => ({
  n,
  median: 800,
  max: 1200,
  p95: { value: 1100, upper, label },
  p99: null,
});
const level = (change: Partial<Level>): Level => ({
  level: 0,
  plan: { load: { kind: "closed", concurrency: 1 }, promptTarget: 256, maxTokens: 32, requests: 3 },
  wordCount: 200,
  hasUsage: true,
  conditions: null,
  engine: null,
  flags: [],
  failure: null,
  loadText: "one at a time",
  cmpKey: null,
  method: "usage",
  attempted: 3,
  ok: 3,
  errored: 0,
  errors: [],
  windowMs: 1000,
  outputTps: 20,
  requestRps: 1,
  errorFraction: 0,
  goodness: [],
  isOverCapacity: false,
  ttft: spread(3, "max of 3", null),
  ttfo: null,
  e2e: null,
  tpot: null,
  chunkGap: null,
  clientQueue: null,
  decodeTpsMedian: 21.5,
  prefillTpsMedian: null,
  ttftColdMs: null,
  engineDecodeTps: null,
  ...change,
});

test("TM5 three values are told as a maximum, never as a p95", () => {
  expect(firstTokenText(level({}))).toBe("800 ms, median of 3; 1.10 s, max of 3");
});

test("TM5 from 59 values on the p95 carries its bound", () => {
  expect(firstTokenText(level({ ttft: spread(60, "p95", 1190) }))).toBe(
    "800 ms, median of 60; 1.10 s, p95, at most 1.19 s (95 %)",
  );
});

test("M16 a level over capacity shows no latency", () => {
  expect(firstTokenText(level({ isOverCapacity: true, ttft: null }))).toBe("over capacity, no latency shown");
});

test("an absence is a word", () => {
  expect(rateText(level({ decodeTpsMedian: null }))).toBe("not measured");
  expect(rateText(level({}))).toBe("21.5 tok/s, median of 3");
});

test.each([
  ["queued", null, "waiting"],
  ["running", null, "running"],
  ["finished", "ok", "finished"],
  ["finished", "no_provider", "nothing to probe"],
  ["refused", null, "refused"],
] as const)("a probe that is %s with %s reads %s", (state, exitReason, word) => {
  expect(probeOutcome({ state, exitReason }).word).toBe(word);
});
