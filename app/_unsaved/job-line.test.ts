import { expect, test } from "vitest";
import type { FailureDecision } from "./decide-failure.ts";
import { createJobLine, type Job } from "./job-line.ts";

class Failed extends Error {
  readonly kind: FailureDecision["kind"];
  constructor(kind: FailureDecision["kind"]) {
    super(kind);
    this.kind = kind;
  }
}

/** A line whose pauses end when the test says so. */
function lineOf() {
  const pauses: (() => void)[] = [];
  const line = createJobLine({
    decide: (error) => ({ kind: error instanceof Failed ? error.kind : "keep", message: String(error) }),
    pause: () => new Promise((resolve) => pauses.push(resolve)),
  });
  return { line, pauses };
}

/** A job that fails in each way in turn, then is done; what becomes of it is written into `done`. */
function job(
  name: string,
  done: string[],
  { failures = [] as FailureDecision["kind"][], reader = null as object | null } = {},
): Job {
  const left = [...failures];
  return {
    reader,
    run() {
      const failure = left.shift();
      if (failure !== undefined) return Promise.reject(new Failed(failure));
      done.push(name);
      return Promise.resolve();
    },
    refused: () => void done.push(`${name} refused`),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("TP9 a job that the console asks to wait is tried again by itself, before those behind it", async () => {
  const { line, pauses } = lineOf();
  const done: string[] = [];
  line.add(job("first", done, { failures: ["pause", "pause"] }));
  line.add(job("second", done));
  await settled();
  expect(done).toEqual([]);
  pauses.shift()?.();
  await settled();
  expect(done).toEqual([]);
  pauses.shift()?.();
  await settled();
  expect(done).toEqual(["first", "second"]);
  expect(line.state()).toEqual({ unsaved: 0, problem: null, refused: null });
});

test("IM58 a job that nobody answered stays at the head until a person asks again, and all behind it count as unsaved", async () => {
  const { line } = lineOf();
  const done: string[] = [];
  line.add(job("first", done, { failures: ["keep"] }));
  line.add(job("second", done));
  line.add(job("page", done, { reader: {} }));
  await settled();
  expect(done).toEqual([]);
  expect(line.state()).toEqual({ unsaved: 2, problem: "Error: keep", refused: null });
  line.resume();
  await settled();
  expect(done).toEqual(["first", "second", "page"]);
  expect(line.state()).toEqual({ unsaved: 0, problem: null, refused: null });
});

test("IM58 a refused job is dropped with the console's words, and the line goes on without being asked", async () => {
  const { line } = lineOf();
  const done: string[] = [];
  line.add(job("first", done, { failures: ["drop"] }));
  line.add(job("second", done));
  await settled();
  expect(done).toEqual(["first refused", "second"]);
  expect(line.state()).toEqual({ unsaved: 0, problem: null, refused: { count: 1, message: "Error: drop" } });
  line.dismiss();
  expect(line.state().refused).toBeNull();
});

test("IM58 a page that is gone takes its own reading along, and nothing a person did", async () => {
  const { line } = lineOf();
  const done: string[] = [];
  const [gone, next] = [{}, {}];
  line.add(job("answer", done, { failures: ["keep"] }));
  line.add(job("old page", done, { reader: gone }));
  line.add(job("new page", done, { reader: next }));
  await settled();
  line.forget(gone);
  expect(line.state().unsaved).toBe(1);
  line.resume();
  await settled();
  expect(done).toEqual(["answer", "new page"]);
});

test("a reading that stopped the line stops it no longer once its page is gone", async () => {
  const { line } = lineOf();
  const done: string[] = [];
  const gone = {};
  line.add(job("old page", done, { failures: ["keep", "keep"], reader: gone }));
  line.add(job("answer", done));
  await settled();
  expect(line.state().problem).not.toBeNull();
  line.forget(gone);
  await settled();
  expect(done).toEqual(["answer"]);
  expect(line.state()).toEqual({ unsaved: 0, problem: null, refused: null });
});
