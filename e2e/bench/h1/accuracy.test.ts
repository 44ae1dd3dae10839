import { expect, test } from "vitest";
import { SHAPES } from "../../fixtures/stub-server/behaviour.ts";
import { verdictOf } from "../result-file.ts";
import { storedCiProblems } from "../stored-ci-form.ts";
import { type CiShape, ciRows } from "./accuracy.ts";
import type { Judged } from "./judge.ts";

const GOOD: Judged = { ttftErrorMs: 3, tpotErrorMs: 0.05, isCountExact: true, isWrongShape: false };
const FAILED: Judged = { ...GOOD, ttftErrorMs: null, tpotErrorMs: null };

/** Twelve requests per shape at the bars: 3 ms are 2 over the bare reader's one; a cut event's bar is absolute. */
const atTheBars = (change: Partial<Judged> = {}): CiShape[] =>
  SHAPES.map((shape) => {
    const own = shape === "split" ? { ...GOOD, ttftErrorMs: 2 } : GOOD;
    const measured = shape === "streamed-error" ? { ...FAILED } : { ...own, ...change };
    return { shape, measured: Array<Judged>(12).fill(measured), bare: Array<number>(12).fill(1) };
  });

test.each<[string, Partial<Judged>, "pass" | "fail"]>([
  ["every figure at its bar", {}, "pass"],
  ["TTFT 2.1 ms over the bare reader's", { ttftErrorMs: 3.1 }, "fail"],
  ["TPOT off by 0.06 ms", { tpotErrorMs: -0.06 }, "fail"],
  ["a wrong count", { isCountExact: false }, "fail"],
  ["a wrong shape", { isWrongShape: true }, "fail"],
])("TM23 the CI form of H1: %s", (_title, change, verdict) => {
  expect(verdictOf(ciRows(atTheBars(change)))).toBe(verdict);
});

test("TM23 one late first token in twelve is past the p95 of 5 ms", () => {
  const shapes = atTheBars().map((one) => ({
    ...one,
    measured: one.measured.map((each, index) => (index === 0 ? { ...each, ttftErrorMs: 60 } : each)),
  }));
  expect(
    ciRows(shapes)
      .filter(({ verdict }) => verdict === "fail")
      .map(({ name }) => name),
  ).toContain("TTFT error p95, plain");
});

test("TM23 H1 in its CI form passed, as stored", () => {
  expect(storedCiProblems("H1", ciRows(atTheBars()))).toEqual([]);
});
