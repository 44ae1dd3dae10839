import { expect, test } from "vitest";
import { nextFailure, tunesAnswer } from "./tunes-answer.ts";

test.each([
  [{ running: 0, finished: 0, failed: 0 }, "Nothing has run yet."],
  [{ running: 1, finished: 4, failed: 0 }, "1 under way, 4 finished, none failed."],
  [{ running: 0, finished: 4, failed: 2 }, "4 finished, 2 failed."],
])("H-14 the answer counts what the facets count %j", (counts, answer) => {
  expect(tunesAnswer(counts)).toBe(answer);
});

test("H-27 `f` goes to the first failure, then the second, then around", () => {
  const failures = [{ id: "a" }, { id: "b" }];
  expect(nextFailure(failures, null)?.id).toBe("a");
  expect(nextFailure(failures, "a")?.id).toBe("b");
  expect(nextFailure(failures, "b")?.id).toBe("a");
  expect(nextFailure([], "a")).toBeNull();
});
