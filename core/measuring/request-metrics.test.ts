import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureRequest } from "./request-metrics.ts";
import { testRequest } from "./test-replicate.ts";

const reasonOf = (...given: Parameters<typeof measureRequest>) => {
  const measured = measureRequest(...given);
  return measured.kind === "failed" ? measured.reason : null;
};

describe("B112 one request", () => {
  test("B111 TTFT, end to end, time per token and decode rate follow from the stamps", () => {
    const measured = measureRequest(testRequest({ ttftMs: 250, tpotMs: 20, tokens: 40 }), "usage");
    expect(measured).toMatchObject({
      kind: "ok",
      metrics: { ttftMs: 250, ttfoMs: 250, e2eMs: 1030, nOut: 40, tpotMs: 20, decodeTps: 50, prefillTps: 6400 },
    });
  });

  test("M6 reasoning counts for TTFT and not for TTFO", () => {
    const request = testRequest({ ttftMs: 250, tpotMs: 20, tokens: 40 }, { firstOutputIndex: 15 });
    expect(measureRequest(request, "usage")).toMatchObject({ metrics: { ttftMs: 250, ttfoMs: 550 } });
  });

  test("B112 a known first-event token count replaces the 1", () => {
    const stampsUs = Array.from({ length: 10 }, (_, index) => (250 + 80 * index) * 1000);
    const bundled = testRequest({ ttftMs: 250, tpotMs: 20, tokens: 40 }, { stampsUs, k1: 4, k1Known: true });
    expect(measureRequest(bundled, "usage")).toMatchObject({ metrics: { tpotMs: 20, isBundled: false } });
  });

  test("M8 TM3 bundles of unknown size are flagged, with k1 1", () => {
    const stampsUs = [250_000, 330_000, 410_000];
    const request = testRequest({ ttftMs: 250, tpotMs: 20, tokens: 12 }, { stampsUs });
    expect(measureRequest(request, "usage")).toMatchObject({ metrics: { k1: 1, isBundled: true } });
  });

  test("M7 deltas counts events and takes k1 as 1", () => {
    const request = testRequest({ ttftMs: 200, tpotMs: 100, tokens: 8 }, { nUsage: null, k1: 4, k1Known: true });
    expect(measureRequest(request, "deltas")).toMatchObject({ metrics: { nOut: 8, k1: 1, tpotMs: 100 } });
  });

  test("M14 a cached prompt has no prefill rate; 24 of 1,600 is clean", () => {
    const timing = { ttftMs: 250, tpotMs: 20, tokens: 40 };
    const cached = measureRequest(testRequest(timing, { nCached: 1500 }), "usage");
    expect(cached).toMatchObject({ metrics: { cache: "prefix_cached", prefillTps: null } });
    expect(measureRequest(testRequest(timing, { nCached: 24 }), "usage")).toMatchObject({
      metrics: { cache: "clean" },
    });
    expect(measureRequest(testRequest(timing, { nCached: null }), "usage")).toMatchObject({
      metrics: { cache: "unproven" },
    });
  });
});

describe("TB64 B114 what cannot be measured", () => {
  test("no content event", () => {
    expect(reasonOf(testRequest({ ttftMs: 1, tpotMs: 1, tokens: 0 }, { nUsage: 0 }), "usage")).toBe(
      "produced no content",
    );
  });

  test("TM3 one token, or no more tokens than the first event held", () => {
    expect(reasonOf(testRequest({ ttftMs: 9, tpotMs: 9, tokens: 1 }), "usage")).toBe("too few tokens to measure (1)");
    const bundle = testRequest({ ttftMs: 9, tpotMs: 9, tokens: 4 }, { k1: 4, k1Known: true });
    expect(reasonOf(bundle, "usage")).toBe("too few tokens to measure (4)");
  });

  test("no time between first and last", () => {
    expect(reasonOf(testRequest({ ttftMs: 9, tpotMs: 0, tokens: 5 }), "usage")).toBe("too few tokens to measure (5)");
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -5])("a stamp of %d", (stamp) => {
    const request = testRequest({ ttftMs: 9, tpotMs: 9, tokens: 3 }, { stampsUs: [9, stamp, 20] });
    expect(reasonOf(request, "usage")).toBe("measured value not finite");
  });

  test("B112 a request without usage under the usage method", () => {
    expect(reasonOf(testRequest({ ttftMs: 9, tpotMs: 9, tokens: 3 }, { nUsage: null }), "usage")).toBe(
      "token count method changed",
    );
  });

  test("B52 a failed request keeps its own reason and has no numbers", () => {
    const request = testRequest({ ttftMs: 9, tpotMs: 9, tokens: 10 }, { errorClass: "http", error: "HTTP 503" });
    expect(measureRequest(request, "usage")).toEqual({ kind: "failed", reason: "HTTP 503" });
  });
});

test("B114 every ok request has finite, positive rates", () => {
  const stamps = fc
    .array(fc.integer({ min: 0, max: 1e9 }), { maxLength: 30 })
    .map((list) => list.sort((a, b) => a - b));
  const usage = fc.option(fc.nat(100));
  fc.assert(
    fc.property(stamps, usage, fc.integer({ min: 1, max: 9 }), (stampsUs, nUsage, k1) => {
      const request = testRequest({ ttftMs: 0, tpotMs: 0, tokens: 0 }, { stampsUs, nUsage, k1 });
      const measured = measureRequest(request, nUsage === null ? "deltas" : "usage");
      if (measured.kind === "failed") return;
      expect(Number.isFinite(measured.metrics.decodeTps) && measured.metrics.decodeTps > 0).toBe(true);
      expect(measured.metrics.tpotMs).toBeGreaterThan(0);
    }),
  );
});
