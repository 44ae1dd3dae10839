import { describe, expect, test } from "vitest";
import { formatDuration, formatElapsed, formatRelativeTime } from "./durations.ts";
import { formatKnob, formatKnobs } from "./knobs.ts";
import {
  asEstimate,
  asMeasured,
  formatFileSize,
  formatLatency,
  formatMemory,
  formatModelSize,
  formatMs,
  formatPercent,
  formatTokens,
  formatTps,
} from "./quantities.ts";
import { shellQuote } from "./shell-quote.ts";

describe("H-52 every quantity has its unit", () => {
  test.each([
    [formatTps(0.423), "0.42 tok/s"],
    [formatTps(9.712), "9.71 tok/s"],
    [formatTps(9.996), "10.0 tok/s"],
    [formatTps(48.26), "48.3 tok/s"],
    [formatTps(99.96), "100 tok/s"],
    [formatTps(1204.4), "1,204 tok/s"],
    [formatLatency(4.25), "4.25 ms"],
    [formatLatency(811.6), "812 ms"],
    [formatLatency(999.6), "1.00 s"],
    [formatLatency(94_604), "94.6 s"],
    [formatMs(2710), "2,710 ms"],
    [formatMemory(16 * 2 ** 30), "16.0 GiB"],
    [formatMemory(300 * 2 ** 20), "300 MiB"],
    [formatFileSize(19.9e9), "19.9 GB"],
    [formatFileSize(251_179_008), "251 MB"],
    [formatTokens(1), "1 token"],
    [formatTokens(20_000), "20,000 tokens"],
    [formatModelSize(32), "32B"],
    [formatModelSize(1.5), "1.5B"],
    [formatModelSize(0.062794752), "62.8M"],
    [formatPercent(0.0714), "7.1 %"],
    [formatPercent(0.0714, { isSigned: true }), "+7.1 %"],
    [formatPercent(-0.021, { isSigned: true }), "−2.1 %"],
    [formatPercent(-0.0001, { isSigned: true }), "0.0 %"],
    [asEstimate("4.1 GiB"), "≈ 4.1 GiB"],
    [asMeasured("12.3 tok/s", 3), "12.3 tok/s ✓3"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe("spans and instants", () => {
  test.each([
    [420, "0.4 s"],
    [9949, "9.9 s"],
    [9960, "10 s"],
    [59_400, "59 s"],
    [59_600, "1 min 00 s"],
    [185_000, "3 min 05 s"],
    [3_600_000, "1 h 00 min"],
    [7_800_000, "2 h 10 min"],
    [86_400_000, "1 d 0 h"],
    [-5, "0.0 s"],
  ])("%i ms is %s", (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });

  test("a running clock", () => {
    expect([7000, 760_000, 3_723_000].map(formatElapsed)).toEqual(["0:07", "12:40", "1:02:03"]);
  });

  test.each([
    [0, "just now"],
    [70_000, "1 min ago"],
    [42_000, "42 s ago"],
    [7_200_000, "2 h ago"],
    [172_800_000, "2 d ago"],
    [-120_000, "in 2 min"],
    [-3000, "just now"],
  ])("H-48 %i ms before now is %s", (ago, expected) => {
    expect(formatRelativeTime(1_000_000_000 - ago, 1_000_000_000)).toBe(expected);
  });
});

describe("H-19 B72 knobs", () => {
  test("null reads unset", () => {
    expect([formatKnob(null), formatKnob(8)]).toEqual(["unset", "8"]);
  });

  test("B65 a cell is named by its three wire names", () => {
    expect(formatKnobs({ kvBits: null, maxBatch: 2, maxContext: 4000 })).toBe(
      "kv_bits=unset, max_batch=2, max_context=4000",
    );
  });
});

test("B69 a word is quoted only where a shell needs it", () => {
  expect(["a/b:Q4", "a b", "it's", "$HOME", ""].map(shellQuote)).toEqual([
    "a/b:Q4",
    "'a b'",
    "'it'\\''s'",
    "'$HOME'",
    "''",
  ]);
});
