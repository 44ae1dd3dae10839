import { expect, test } from "vitest";
import { detailOf } from "../test-detail.ts";
import { runSteps } from "./run-steps.ts";

const runId = "00000000-0000-4000-8000-000000000001";
const running = { state: "running" as const, exitReason: null, winner: null, endedAt: null };
const states = (steps: ReturnType<typeof runSteps>) => steps.map((step) => step.state);

test("H-24 a queued run has done nothing yet", () => {
  const detail = detailOf({ summary: { ...running, state: "queued" }, trials: [] });
  expect(states(runSteps(detail, null))).toEqual(["next", "next", "next", "next"]);
});

test("H-24 in stage 1 the candidate search is under way and says which candidate", () => {
  const detail = detailOf({ summary: running, trials: [] });
  const steps = runSteps(detail, {
    runId,
    monoMs: 0,
    phase: "stage1",
    model: "practice/large-250mb",
    candidate: { index: 1, of: 3 },
  });
  expect(states(steps)).toEqual(["done", "now", "next", "next"]);
  expect(steps[1]?.text).toMatch(/^Now candidate 1 of 3: does large-250mb fit\. /);
});

test("H-24 in stage 2 the chosen candidate is named with its first token", () => {
  const steps = runSteps(detailOf({ summary: running }), {
    runId,
    monoMs: 0,
    phase: "stage2",
    model: "practice/medium-64mb",
    cell: { index: 2, of: 4 },
  });
  expect(states(steps)).toEqual(["done", "done", "now", "next"]);
  expect(steps[1]?.text).toBe("medium-64mb passed: first token after 900 ms, max of 1.");
});
