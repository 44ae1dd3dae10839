import { describe, expect, test } from "vitest";
import { testRequest } from "./test-replicate.ts";
import { measureVolley, volleyMethod } from "./volley.ts";

const fast = testRequest({ ttftMs: 200, tpotMs: 10, tokens: 11 });
const slow = testRequest({ ttftMs: 300, tpotMs: 20, tokens: 11 });

describe("B109 a volley", () => {
  test("of one is its decode rate", () => {
    expect(measureVolley([fast], "usage")).toMatchObject({ kind: "ok", tps: 100, ttftMs: 200 });
  });

  test("TB78 B112 of two is rated over the joint window, its TTFT is the largest", () => {
    const measured = measureVolley([fast, slow], "usage");
    expect(measured).toMatchObject({ kind: "ok", ttftMs: 300, tps: (1000 * 20) / (500 - 200) });
  });

  test("B112 a later start of one request shifts its part of the window", () => {
    const later = { ...fast, t0Us: 200_000 };
    expect(measureVolley([fast, later], "usage")).toMatchObject({ tps: (1000 * 20) / (500 - 200), ttftMs: 200 });
  });

  test("one failed request fails it with that reason", () => {
    const failed = testRequest({ ttftMs: 1, tpotMs: 1, tokens: 0 }, { errorClass: "http", error: "HTTP 429" });
    expect(measureVolley([fast, failed], "usage")).toEqual({ kind: "failed", reason: "HTTP 429" });
  });

  test("M7 its method is usage only when every request reported it", () => {
    expect(volleyMethod([fast, slow])).toBe("usage");
    expect(volleyMethod([fast, { ...slow, nUsage: null }])).toBe("deltas");
  });

  test("M14 the worst cache state and any bundle colour the whole volley", () => {
    const cached = { ...fast, nCached: 1600 };
    expect(measureVolley([slow, cached, { ...fast, nCached: null }], "usage")).toMatchObject({
      cache: "prefix_cached",
    });
    expect(measureVolley([slow, { ...fast, nCached: null }], "usage")).toMatchObject({ cache: "unproven" });
  });
});
