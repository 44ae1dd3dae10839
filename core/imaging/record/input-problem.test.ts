import { expect, test } from "vitest";
import { inputProblem, isPictureAtFault } from "./input-problem.ts";

test.each([
  ["truncated", "VipsJpeg:\n premature end", "truncated: VipsJpeg: premature end", true],
  ["unsupported_format", "the file is a TIFF", "unsupported_format: the file is a TIFF", true],
  ["pixel_limit", null, "pixel_limit", true],
  ["time_limit", "30 s", "time_limit: 30 s", false],
  ["worker_crash", "", "worker_crash", false],
] as const)("IM45 %s is told with the agent's words and says who is at fault", (reason, detail, words, isAtFault) => {
  expect([inputProblem(reason, detail), isPictureAtFault(words)]).toEqual([words, isAtFault]);
});
