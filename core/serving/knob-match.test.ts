import { describe, expect, test } from "vitest";
import { effectiveDiffers, matchKnob } from "./knob-match.ts";
import type { KnobName, KnobReading, KnobReadings } from "./knobs.ts";

const reading = (
  requested: number | null,
  effective: number | null,
  source: KnobReading["source"] = "engine",
): KnobReading => ({
  requested,
  effective,
  source,
});

describe("A42 requested against effective", () => {
  test.each<[string, KnobName, KnobReading, string]>([
    ["unset always matches", "kvBits", reading(null, 8), "match"],
    ["unset matches though nobody can say", "kvBits", reading(null, null, "unknown"), "match"],
    ["equal matches", "kvBits", reading(8, 8), "match"],
    ["held by serve itself matches", "maxBatch", reading(2, 2, "argv"), "match"],
    ["TA22 unknown is never a match", "kvBits", reading(8, null, "unknown"), "not-verifiable"],
    ["unknown is never drift either", "kvBits", reading(8, 4, "unknown"), "not-verifiable"],
    ["A43 not applied is drift", "kvBits", reading(8, null), "drift"],
    ["a lowered batch is drift", "maxBatch", reading(2, 1), "drift"],
    ["a raised batch is drift", "maxBatch", reading(2, 4), "drift"],
    ["a padded context is none", "maxContext", reading(4000, 4096), "match"],
    ["a lowered context is drift", "maxContext", reading(4000, 2048), "drift"],
  ])("%s", (_title, name, given, expected) => {
    expect(matchKnob(name, given)).toBe(expected);
  });
});

describe("B105 the reason of a differing cell", () => {
  const fine: KnobReadings = { kvBits: reading(null, null), maxBatch: reading(1, 1), maxContext: reading(4000, 4096) };

  test("names knob, requested and effective", () => {
    expect(effectiveDiffers({ ...fine, maxBatch: reading(2, 1) })).toBe(
      "effective differs: max_batch requested 2, effective 1",
    );
    expect(effectiveDiffers({ ...fine, kvBits: reading(8, null) })).toBe(
      "effective differs: kv_bits requested 8, effective unset",
    );
  });

  test("is null when all match or cannot be verified", () => {
    expect(effectiveDiffers(fine)).toBeNull();
    expect(effectiveDiffers({ ...fine, kvBits: reading(8, null, "unknown") })).toBeNull();
  });
});
