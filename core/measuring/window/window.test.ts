import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testRecord } from "../../probing/test-probe.ts";
import { measureWindow } from "./window.ts";

const closed = { method: "usage", isOpenLoop: false } as const;
const good = (position: number) => testRecord({ position, atMs: 1000 * position, ttftMs: 200, tpotMs: 20, tokens: 11 });

describe("M section 3: one window", () => {
  test("throughput and rates count from the first t0 to the last a_last", () => {
    const window = measureWindow({ ...closed, requests: [good(1), good(2)] });
    expect(window).toMatchObject({ attempted: 2, errored: 0, windowMs: 1400 });
    expect(window.outputTps).toBeCloseTo((1000 * 22) / 1400, 9);
    expect(window.requestRps).toBeCloseTo(2000 / 1400, 9);
  });

  test("TM21 8 good, 1 slow, 1 errored give a good fraction of 0.8 of the attempted", () => {
    const slow = testRecord({ position: 9, ttftMs: 2001, tpotMs: 20, tokens: 11 });
    const errored = testRecord(
      { position: 10, ttftMs: 1, tpotMs: 1, tokens: 0 },
      { errorClass: "http", error: "HTTP 503" },
    );
    const eight = [1, 2, 3, 4, 5, 6, 7, 8].map(good);
    const window = measureWindow({ ...closed, requests: [...eight, slow, errored] });
    expect(window.goodness).toMatchObject([{ name: "interactive", good: 8, goodFraction: 0.8 }, { name: "fast" }]);
    expect(window).toMatchObject({ attempted: 10, errored: 1, errorFraction: 0.1 });
  });

  test("the limits hold all at once, equality included, and fast is the stricter set", () => {
    const at = (ttftMs: number, tpotMs: number) => testRecord({ position: 1, ttftMs, tpotMs, tokens: 11 });
    const names = (record: ReturnType<typeof at>) =>
      measureWindow({ ...closed, requests: [record] }).goodness.flatMap(({ name, good: n }) => (n === 1 ? name : []));
    expect(names(at(500, 30))).toEqual(["interactive", "fast"]);
    expect(names(at(501, 30))).toEqual(["interactive"]);
    expect(names(at(500, 31))).toEqual(["interactive"]);
    expect(names(at(500, 101))).toEqual([]);
  });

  test("TM3 a request whose first event held every token is ok, has no TPOT and is not good", () => {
    const record = testRecord({ position: 1, ttftMs: 9, tpotMs: 9, tokens: 4 }, { k1: 4, k1Known: true });
    const window = measureWindow({ ...closed, requests: [record] });
    expect(window).toMatchObject({ errored: 0, ok: [{ tpotMs: null, decodeTps: null }] });
    expect(window.goodness.map(({ good: n }) => n)).toEqual([0, 0]);
  });

  test("section 5: what the client called off was never attempted", () => {
    const cancelled = testRecord(
      { position: 2, ttftMs: 1, tpotMs: 1, tokens: 0 },
      { errorClass: "cancelled", error: "cancelled" },
    );
    expect(measureWindow({ ...closed, requests: [good(1), cancelled] })).toMatchObject({ attempted: 1, errored: 0 });
  });

  test("nothing ok gives no rate, never 0 or infinite", () => {
    const failed = testRecord({ position: 1, ttftMs: 1, tpotMs: 1, tokens: 0 }, { errorClass: "connect", error: "x" });
    expect(measureWindow({ ...closed, requests: [failed] })).toMatchObject({
      windowMs: null,
      outputTps: null,
      requestRps: null,
    });
  });

  test("TM10 M15 in an open loop TTFT and E2E count from the planned send time, the client queue stands beside", () => {
    const late = {
      ...testRecord({ position: 1, ttftMs: 200, tpotMs: 20, tokens: 11 }),
      tSchedUs: 100_000,
      t0Us: 150_000,
    };
    const open = measureWindow({ method: "usage", isOpenLoop: true, requests: [late] });
    expect(open.ok).toMatchObject([{ ttftMs: 250, e2eMs: 450, clientQueueMs: 50, tpotMs: 20 }]);
    expect(measureWindow({ ...closed, requests: [late] }).ok).toMatchObject([{ ttftMs: 200, clientQueueMs: 50 }]);
  });
});

test("goodput never exceeds the request rate, nor good the attempted, and a stricter set is never better", () => {
  const record = fc.record({
    ttftMs: fc.integer({ min: 1, max: 4000 }),
    tpotMs: fc.integer({ min: 1, max: 200 }),
    tokens: fc.integer({ min: 0, max: 20 }),
    atMs: fc.nat(10_000),
  });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 20 }), (list) => {
      const requests = list.map((timing, index) => testRecord({ ...timing, position: index + 1 }));
      const window = measureWindow({ ...closed, requests });
      const [interactive, fast] = window.goodness;
      expect(fast?.good ?? 0).toBeLessThanOrEqual(interactive?.good ?? 0);
      for (const { good: n, goodputRps, goodFraction } of window.goodness) {
        expect(n).toBeLessThanOrEqual(window.ok.length);
        expect(goodFraction).toBeLessThanOrEqual(1);
        if (goodputRps !== null) expect(goodputRps).toBeLessThanOrEqual((window.requestRps ?? 0) + 1e-9);
      }
      expect(window.ok.length + window.errored).toBe(window.attempted);
    }),
  );
});
