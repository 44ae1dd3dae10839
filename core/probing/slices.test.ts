import { expect, test } from "vitest";
import { EVENT_BODIES } from "../contract/v1/events.ts";
import { encodeWire } from "../contract/v1/wire.ts";
import { sliceLevel } from "./slices.ts";
import { TEST_PROBE_ID, testLevel, testRecord } from "./test-probe.ts";

test("protocol section 5: a sweep's largest level goes out in events below 64 KiB, whole and in order", () => {
  const plan = {
    load: { kind: "closed", concurrency: 128 },
    promptTarget: 1000,
    maxTokens: 64,
    requests: 512,
  } as const;
  const requests = Array.from({ length: 513 }, (_, position) =>
    testRecord({ position, atMs: 987.654 * position, ttftMs: 60_123.456, tpotMs: 333.333, tokens: 64 }),
  );
  const slices = sliceLevel(TEST_PROBE_ID, testLevel({ plan }), requests);
  expect(slices.flatMap((slice) => slice.requests)).toEqual(requests);
  for (const slice of slices) {
    const wire = encodeWire(EVENT_BODIES["probe.level"], { slice });
    expect(Buffer.byteLength(JSON.stringify(wire))).toBeLessThan(65_536);
  }
});

test("a level that could not be measured is one slice without requests", () => {
  expect(sliceLevel(TEST_PROBE_ID, testLevel({ failure: "warm-up: HTTP 503" }), [])).toHaveLength(1);
});
