import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { testCell } from "../../autotune/report/test-trial.ts";
import { TuneTrial } from "../../autotune/trial.ts";
import { testReplicate, testWarmUp } from "../../measuring/test-replicate.ts";
import { JobRefused } from "./events.ts";
import { decodeWire, encodeWire } from "./wire.ts";

describe("CO1 the wire form", () => {
  test("TM11 a trial with every raw replicate survives the way there and back", () => {
    const replicates = [testWarmUp(2000), testReplicate({ index: 1, tps: 10, ttftMs: 900 }, { t0Us: 12 })];
    const trial = testCell(3, [10, 900], { replicates, flags: ["shared_machine"] });
    const text = JSON.stringify(encodeWire(TuneTrial, trial));
    expect(decodeWire(TuneTrial, JSON.parse(text))).toEqual(trial);
  });

  test("keys are snake case at every depth, values untouched", () => {
    const Message = z.object({ ttftP95Ms: z.number(), inner: z.array(z.object({ k1Known: z.string() })) });
    expect(encodeWire(Message, { ttftP95Ms: 1, inner: [{ k1Known: "aB" }] })).toEqual({
      ttft_p95_ms: 1,
      inner: [{ k1_known: "aB" }],
    });
  });

  test("INV-26 unknown fields are ignored", () => {
    expect(decodeWire(JobRefused, { reason: "policy_kind", detail: "x", since_v9: [1] })).toEqual({
      reason: "policy_kind",
      detail: "x",
    });
  });

  test("a key that would change a prototype never arrives", () => {
    const json: unknown = JSON.parse('{"reason":"a","detail":"b","__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(decodeWire(JobRefused, json))).toBe(Object.prototype);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("FZ1 nothing but ZodError comes out of a hostile message", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        try {
          decodeWire(TuneTrial, json);
        } catch (error) {
          expect(error).toBeInstanceOf(z.ZodError);
        }
      }),
    );
  });
});
