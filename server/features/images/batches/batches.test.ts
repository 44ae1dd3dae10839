import { describe, expect, test } from "vitest";
import { nextJobItems } from "./next-job-items.ts";
import { reusable } from "./prepare-items.ts";
import { settlementOf } from "./settle-items.ts";

const items = (count: number, maxSeconds: number) => Array.from({ length: count }, () => ({ maxSeconds, step: "run" }));
const toClassify = (count: number) => Array.from({ length: count }, () => ({ maxSeconds: 30, step: "classify" }));

test.each([
  ["50 a job, two jobs", items(130, 30), 2, [50, 50]],
  ["the rest", items(60, 30), 2, [50, 10]],
  ["JK7 the time limits together fit the run deadline", items(60, 120), 3, [30, 30]],
  ["runs first, and classifications in a job of their own", [...toClassify(3), ...items(2, 30)], 2, [2, 3]],
  ["nothing waits", [], 2, []],
])("IM53 %s", (_title, waiting, jobs, expected) => {
  expect(nextJobItems(waiting, jobs).map(({ length }) => length)).toEqual(expected);
});

const job = (state: string, exitReason: string | null = null) => ({ state, exitReason });
const run = (state: string, errorReason: string | null = null, errorDetail: string | null = null) => ({
  state,
  errorReason,
  errorDetail,
});

describe("IM53 what becomes of an item that was sent", () => {
  test.each([
    ["its run is done", { run: run("done"), job: job("RUNNING"), isClassified: false, problem: null }, "done"],
    [
      "its run failed",
      { run: run("failed", "time_limit"), job: job("RUNNING"), isClassified: false, problem: null },
      "failed",
    ],
    ["the job runs", { run: run("queued"), job: job("RUNNING"), isClassified: false, problem: null }, null],
    ["the job was lost", { run: run("queued"), job: job("LOST"), isClassified: false, problem: null }, "failed"],
    [
      "the job was cancelled",
      { run: run("queued"), job: job("CANCELLED"), isClassified: false, problem: null },
      "cancelled",
    ],
    ["it is classified now", { run: null, job: job("RUNNING"), isClassified: true, problem: null }, "waiting"],
    [
      "it cannot be read, and its job goes on",
      { run: null, job: job("RUNNING"), isClassified: false, problem: "truncated" },
      null,
    ],
    [
      "its job was cancelled after it could not be read",
      { run: null, job: job("CANCELLED"), isClassified: false, problem: "truncated" },
      "failed",
    ],
    [
      "the job ended before it was classified",
      { run: null, job: job("SUCCEEDED"), isClassified: false, problem: null },
      "failed",
    ],
  ])("%s", (_title, item, expected) => {
    expect(settlementOf({ isReused: false, ...item })?.state ?? null).toBe(expected);
  });
});

describe("IM52 what becomes of an item that another batch's run is returned for", () => {
  const at = { isReused: true, isClassified: false, problem: null };
  test.each([
    ["the run is cancelled by the other batch", { ...at, run: run("cancelled"), job: job("CANCELLING") }, "waiting"],
    ["its job is", { ...at, run: run("queued"), job: job("CANCELLED") }, "waiting"],
    ["the run fails with its job", { ...at, run: run("failed", null, "lost"), job: job("LOST") }, "failed: lost"],
    ["its job is lost", { ...at, run: run("queued"), job: job("LOST") }, "failed: the job ended without this"],
  ])("%s", (_title, item, expected) => {
    const settlement = settlementOf(item);
    const words = [settlement?.state, ...(settlement?.reason == null ? [] : [settlement.reason])].join(": ");
    expect(words.startsWith(expected)).toBe(true);
  });
});

describe("IM52 an equal run is returned", () => {
  const done = {
    id: "a",
    class: "receipt",
    state: "done",
    engineJson: "E",
    isShaMismatch: false,
    notRateable: null,
    jobId: "j",
  };
  test.each([
    ["of the same engine", done, "a"],
    ["not of another engine", { ...done, engineJson: "F" }, null],
    ["not of another class", { ...done, class: "graphic" }, null],
    ["not with a sha that is not its own", { ...done, isShaMismatch: true }, null],
    ["that a job has already", { ...done, state: "queued", engineJson: null }, "a"],
    ["not one of a confirmation that a job has", { ...done, state: "queued", notRateable: "confirmation" }, null],
    ["that waits for a job", { ...done, state: "queued", engineJson: null, jobId: null }, "a"],
  ])("%s", (_title, same, expected) => {
    expect(reusable([same], { label: "receipt", engine: "E" })?.id ?? null).toBe(expected);
  });
});
