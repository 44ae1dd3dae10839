import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareFences, nextFence } from "./fence.ts";
import { clampTimers, extendLease, selfStopAtMs, takeoverAtMs } from "./lease-clock.ts";
import { decideRetry, reconnectDelayMs, retryDelayMs } from "./retry.ts";

describe("LE1 INV-2 fences", () => {
  test("are compared as two integers, never as text", () => {
    expect(compareFences("9.1", "10.1")).toBeLessThan(0);
    expect(compareFences("10.9", "10.10")).toBeLessThan(0);
    expect(compareFences("10.1", "10.1")).toBe(0);
  });

  test("the next fence takes the larger epoch and the next counter", () => {
    expect(nextFence(null, 1_763_000_000)).toBe("1763000000.1");
    expect(nextFence("5.7", 6)).toBe("6.8");
    expect(nextFence("7.7", 6)).toBe("7.8");
  });

  test("INV-2 fences of a job strictly grow, whatever epochs the process has", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }), (epochs) => {
        let last: string | null = null;
        for (const epoch of epochs) {
          const next: string = nextFence(last, epoch);
          if (last !== null) expect(compareFences(next, last)).toBeGreaterThan(0);
          last = next;
        }
      }),
    );
  });
});

describe("INV-14 INV-18 lease times", () => {
  test("the agent stops 15 s before the end, counted from sending the renew", () => {
    expect(selfStopAtMs({ renewSentMonoMs: 1000, leaseMs: 90_000 })).toBe(76_000);
  });

  test("INV-14 it always stops before the server may take over", () => {
    fc.assert(
      fc.property(
        fc.nat(1e9),
        fc.integer({ min: 60_000, max: 1_800_000 }),
        fc.nat(60_000),
        (sentMs, leaseMs, delayMs) => {
          const leaseUntilMs = extendLease({ leaseUntilMs: 0, nowMs: sentMs + delayMs, leaseTtlMs: leaseMs });
          expect(selfStopAtMs({ renewSentMonoMs: sentMs, leaseMs })).toBeLessThan(takeoverAtMs(leaseUntilMs));
        },
      ),
    );
  });

  test("INV-18 a renew only moves the end forward", () => {
    expect(extendLease({ leaseUntilMs: 500, nowMs: 100, leaseTtlMs: 90 })).toBe(500);
    expect(extendLease({ leaseUntilMs: 500, nowMs: 450, leaseTtlMs: 90 })).toBe(540);
  });

  test("the agent holds the server's timers to their bounds", () => {
    expect(clampTimers({ pollHoldMs: 1, renewMs: 1, leaseTtlMs: 1 })).toEqual({
      pollHoldMs: 5000,
      renewMs: 5000,
      leaseTtlMs: 60_000,
    });
    expect(clampTimers({ pollHoldMs: 1e9, renewMs: 1e9, leaseTtlMs: 1e9 })).toEqual({
      pollHoldMs: 50_000,
      renewMs: 30_000,
      leaseTtlMs: 1_800_000,
    });
  });
});

describe("TR8 retry", () => {
  test.each([400, 403, 404, 409, 410, 422])("%i is final", (status) => {
    expect(decideRetry(status)).toBe("give-up");
  });

  test("401 asks for one new token, the rest comes again", () => {
    expect(decideRetry(401)).toBe("new-token");
    expect([429, 500, 502, 503].map(decideRetry)).toEqual(Array(4).fill("retry"));
  });

  test("full jitter from 1 s, capped at 60 s, never before Retry-After", () => {
    expect([0, 1, 5, 6, 60].map((failures) => retryDelayMs({ failures, random: 0.5 }))).toEqual([
      500, 1000, 16_000, 30_000, 30_000,
    ]);
    expect(retryDelayMs({ failures: 0, random: 0, retryAfterMs: 7000 })).toBe(7000);
    expect(reconnectDelayMs(0.999)).toBeLessThan(30_000);
  });
});
