import { expect, test } from "vitest";
import { verdictOf } from "../result-file.ts";
import { storedCiProblems } from "../stored-ci-form.ts";
import { costRows } from "./client-cost.ts";

const cost = (cpuMs: number, bareCpuMs: number) => ({ cpuMs, bareCpuMs, lagMs: 999 });

test("TM23 the CI form of H12 judges CPU against the bare reader's alone, at three times", () => {
  expect(verdictOf(costRows([cost(30, 10)], true))).toBe("pass");
  expect(verdictOf(costRows([cost(31, 10)], true))).toBe("fail");
  const judged = costRows([cost(30, 10)], true).filter(({ target }) => target !== null);
  expect(judged.map(({ name, target }) => [name, target])).toEqual([["CPU ÷ bare socket reader", "≤ 3"]]);
});

test("TM23 H12 in its CI form passed, as stored", () => {
  expect(storedCiProblems("H12", costRows([cost(1, 1)], true))).toEqual([]);
});
