import { describe, expect, test } from "vitest";
import { studentTQuantile } from "../../measuring/student-t.ts";
import { drawInputs, needsText } from "./draw-inputs.ts";
import { type ConfirmationVerdict, confirmationValue } from "./input-values.ts";
import { figuresOf, judgeConfirmation } from "./judge-confirmation.ts";

const ORDER = Array.from({ length: 40 }, (_, index) => `i${index}`);

const given = (values: readonly ConfirmationVerdict["value"][], rater = "r"): ConfirmationVerdict[] =>
  values.map((value, index) => ({ input: `i${index}`, rater, value }));

const times = (n: number, value: 1 | 0 | -1) => Array.from({ length: n }, () => value);

const judge = (verdicts: readonly ConfirmationVerdict[], order = ORDER) =>
  judgeConfirmation({ n: 30, order, verdicts });

describe("drawing inputs", () => {
  const stored = Array.from({ length: 50 }, (_, index) => `h${index}`);
  const tuned = new Set(stored.slice(0, 15));

  test("TD25 TU40 no tuned input is drawn; one seed gives one order, however the inputs are stored", () => {
    const drawn = drawInputs({ stored, tuned, n: 30, seed: 42 });
    if (drawn.kind !== "drawn") throw new Error(drawn.kind);
    expect(drawn.order).toHaveLength(35);
    expect(drawn.order.filter((input) => tuned.has(input))).toEqual([]);
    expect(drawInputs({ stored: stored.toReversed(), tuned, n: 30, seed: 42 })).toEqual(drawn);
    expect(drawInputs({ stored, tuned, n: 30, seed: 43 })).not.toEqual(drawn);
  });

  test("TU40 too few fresh inputs name how many are missing", () => {
    expect(drawInputs({ stored, tuned, n: 60, seed: 42 })).toEqual({ kind: "too_few", missing: 25 });
    expect(needsText(25)).toBe("needs 25 more images");
  });
});

describe("the gate", () => {
  test.each([
    [10, "2.2622"],
    [20, "2.0930"],
    [30, "2.0452"],
    [60, "2.0010"],
  ])("TD16 TU40 t of n = %i is %s", (n, expected) => {
    expect(studentTQuantile(0.975, n - 1).toFixed(4)).toBe(expected);
  });

  test("TD16 TU40 17 better, 6 ties, 7 worse pass with bound 0.0181", () => {
    const state = judge(given([...times(17, 1), ...times(6, 0), ...times(7, -1)]));
    expect(state.kind).toBe("passed");
    expect(state.kind === "passed" && state.figures.lower.toFixed(4)).toBe("0.0181");
  });

  test("TD16 TU40 14 better, 8 ties, 8 worse fail with bound −0.1162 and p 0.143", () => {
    const state = judge(given([...times(14, 1), ...times(8, 0), ...times(8, -1)]));
    if (state.kind !== "failed") throw new Error(state.kind);
    expect(state.isEarly).toBe(false);
    expect(state.figures.lower.toFixed(4)).toBe("-0.1162");
    expect(state.figures.signP.toFixed(3)).toBe("0.143");
  });

  test("TU40 the sign test alone passes where raters' means spread the bound below zero", () => {
    const { lower, signP } = figuresOf([...times(6, 1).map((value) => value / 10), ...times(24, 0)]);
    expect(lower).toBeGreaterThan(0);
    expect(signP.toFixed(4)).toBe("0.0156");
    const uneven = figuresOf([...Array.from({ length: 21 }, () => 0.05), ...Array.from({ length: 9 }, () => -1)]);
    expect([uneven.lower > 0, uneven.signP <= 0.025]).toEqual([false, true]);
  });
});

describe("its course", () => {
  test("TD25 29 verdicts for the proposal are progress without a result", () => {
    expect(judge(given(times(29, 1)))).toEqual({ kind: "running", judged: 29, n: 30, open: ["i29"] });
    expect(judge(given(times(30, 1))).kind).toBe("passed");
  });

  test("TD25 it ends early only as a failure, from the tenth input on", () => {
    expect(judge(given(times(9, -1))).kind).toBe("running");
    expect(judge(given(times(10, -1)))).toMatchObject({ kind: "failed", isEarly: true });
    expect(judge(given([...times(10, -1), ...times(20, 1)]))).toMatchObject({ kind: "failed", isEarly: true });
  });

  test("TD25 TU40 not sure is replaced by the next fresh input, for good", () => {
    const verdicts = [...given([null, ...times(29, 1)]), { input: "i0", rater: "s", value: 1 as const }];
    expect(judge(verdicts)).toEqual({ kind: "running", judged: 29, n: 30, open: ["i30"] });
    expect(judge([...verdicts, { input: "i30", rater: "r", value: 1 }]).kind).toBe("passed");
  });

  test("TU40 when no fresh input is left to replace, more images are asked for", () => {
    expect(judge(given([null, ...times(29, 1)]), ORDER.slice(0, 30))).toMatchObject({
      kind: "needs_images",
      missing: 1,
    });
  });

  test("TU40 an input counts with the mean of its raters, each once", () => {
    const both = [...given([...times(15, 1), ...times(14, -1)]), ...given([...times(15, 1), ...times(14, 1)], "s")];
    const twice = [...both, ...given([-1]), { input: "i29", rater: "r", value: 1 as const }];
    const state = judge(twice);
    expect(state.kind === "passed" && state.figures).toMatchObject({ better: 16, tied: 14, worse: 0 });
  });

  test.each([
    ["left", "candidate", 1],
    ["left", "live", -1],
    ["right", "candidate", -1],
    ["right", "live", 1],
    ["tie", "live", 0],
    ["not_sure", "live", null],
  ] as const)("TU40 %s with the %s on the left is %s", (verdict, shownLeft, expected) => {
    expect(confirmationValue(verdict, shownLeft)).toBe(expected);
  });
});
