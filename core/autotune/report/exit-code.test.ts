import { expect, test } from "vitest";
import { ExitReason } from "../exit-reason.ts";
import { exitCodeOf } from "./exit-code.ts";

test("B119 exit codes are only 0, 1, 64 and 130", () => {
  const codes = Object.fromEntries(ExitReason.options.map((reason) => [reason, exitCodeOf(reason)]));
  expect(codes).toEqual({
    ok: 0,
    interrupted: 130,
    no_feasible: 1,
    budget_exhausted_no_model_selected: 1,
    budget_exhausted_with_partial_recommendation: 1,
    pre_warm_integrity_failure: 1,
    provider_conflict: 1,
    config_error: 1,
    internal_error: 1,
  });
});

test("B7 a parse error is 64", () => {
  expect(exitCodeOf("config_error", { isParseError: true })).toBe(64);
});

test("TB24 the list of exit reasons is closed at nine", () => {
  expect(ExitReason.options).toHaveLength(9);
  expect(ExitReason.safeParse("it broke").success).toBe(false);
});
