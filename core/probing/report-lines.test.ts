import { expect, test } from "vitest";
import { probeMethod, summariseLevel } from "./level-summary.ts";
import type { ProbeLevel } from "./probe-record.ts";
import { probeLines } from "./report-lines.ts";
import { testLevel, testRecord, testStart } from "./test-probe.ts";

function linesOf(count: number, level: Partial<ProbeLevel> = {}): string {
  const requests = Array.from({ length: count + 1 }, (_, position) =>
    testRecord({ position, atMs: 2000 * position, ttftMs: 250 + position, tpotMs: 20, tokens: 40 }),
  );
  const evidence = { start: testStart(), level: testLevel(level), requests, method: probeMethod(requests) };
  return probeLines(testStart(), [summariseLevel(evidence)]).join("\n");
}

test("TM5 3 values never say p95, 20 do with their n, 59 have a bound, 100 a p99", () => {
  expect(linesOf(3)).toContain("first token: 252 ms median of 3, max of 3 253 ms");
  expect(linesOf(19)).not.toContain("p95");
  expect(linesOf(20)).toContain("p95 (n = 20)");
  expect(linesOf(58)).not.toContain("confidence");
  expect(linesOf(59)).toContain("p95 (n = 59) 306 ms, at most 309 ms with 95 % confidence");
  expect(linesOf(100)).toContain("p99 (n = 100)");
});

test("a probe names what it measured, its method, and cold apart from warm", () => {
  expect(linesOf(3).split("\n")).toEqual([
    "probe quick@1 of practice/tiny-2mb (embedded 3.21.1) on port 8080",
    "one at a time, 256-token prompt, 40 tokens asked",
    "  cold first token: 250 ms (1 discarded warm-up)",
    "  first token: 252 ms median of 3, max of 3 253 ms",
    "  to the end: 1.03 s median of 3, max of 3 1.03 s",
    "  per token: 20 ms median of 3, max of 3 20 ms",
    "  decode: 50.0 tok/s median of 3 (by usage)",
    "  output: 23.8 tok/s, 0.596 requests/s over 5.0 s (3 requests)",
    "  good: interactive 3 of 3, 0.596/s; fast 3 of 3, 0.596/s",
  ]);
});

test("M15 an open loop says from when it counts and shows the client queue", () => {
  const load = { kind: "open", requestRate: 0.5, gaps: "constant" } as const;
  const text = linesOf(3, { plan: { ...testLevel().plan, load } });
  expect(text).toContain("first token from the planned send: 252 ms median of 3");
  expect(text).toContain("client queue: 0.00 ms median of 3");
});

test("a level that could not be measured says why and shows no number", () => {
  expect(linesOf(0, { failure: "warm-up: HTTP 503" })).toContain("not measured: warm-up: HTTP 503");
});
