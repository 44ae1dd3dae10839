import { expect, test } from "vitest";
import { detailOf } from "../test-detail.ts";
import { runTitle } from "./run-title.ts";

const summaryOf = (summary: Parameters<typeof detailOf>[0] = {}) => detailOf(summary).summary;

test("H-06 the title is state, object, machine and follows the progress", () => {
  const running = summaryOf({ summary: { state: "running", exitReason: null, winner: null } });
  expect(runTitle(running, 62)).toBe("62% · TUNE-142 · mini-24");
  expect(runTitle(running, null)).toBe("running · TUNE-142 · mini-24");
});

test("H-06 an ended run's title is its number, or how it ended", () => {
  expect(runTitle(summaryOf(), null)).toBe("21.4 tok/s · TUNE-142 · mini-24");
  const failed = summaryOf({ summary: { exitReason: "no_feasible", winner: null } });
  expect(runTitle(failed, null)).toBe("no model fits · TUNE-142 · mini-24");
});
