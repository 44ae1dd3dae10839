import { expect, test } from "vitest";
import { verdictOf } from "../result-file.ts";
import { storedCiProblems } from "../stored-ci-form.ts";
import { CI_LINES, rowsOf } from "./million-lines.ts";

const taken = (read: number) => [{ seconds: 999, peakMb: 999, read, floor: 1, incrementalMs: 999, tuneAgain: 999 }];
const ciForm = (read: number) =>
  ([1, 2] as const).flatMap((version) => rowsOf({ lines: CI_LINES, version }, taken(read), true));

test("TM23 the CI form of H9 judges reading and joining against plain parse alone, at four and a half times", () => {
  expect(verdictOf(ciForm(4.5))).toBe("pass");
  expect(verdictOf(ciForm(4.6))).toBe("fail");
  const judged = ciForm(4).filter(({ target }) => target !== null);
  expect(judged.map(({ target }) => target)).toEqual(["≤ 4.5", "≤ 4.5"]);
});

test("TM23 H9 TUB3 in its CI form passed, as stored", () => {
  expect(storedCiProblems("H9", ciForm(1))).toEqual([]);
});
