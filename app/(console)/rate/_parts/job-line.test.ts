import { expect, test } from "vitest";
import { createJobLine } from "./job-line.ts";

class Busy extends Error {}

/** A line whose pauses end when the test says so. */
function lineOf() {
  const problems: string[] = [];
  const pauses: (() => void)[] = [];
  const line = createJobLine({
    onProblem: (message) => void problems.push(message),
    pauseAfter: (error) => (error instanceof Busy ? new Promise((resolve) => pauses.push(resolve)) : null),
  });
  return { line, problems, pauses };
}

/** A job that fails with each error in turn, then is done. */
function job(name: string, done: string[], errors: Error[] = []) {
  return (): Promise<void> => {
    const error = errors.shift();
    if (error !== undefined) return Promise.reject(error);
    done.push(name);
    return Promise.resolve();
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("TP9 a job that the console asks to wait is tried again by itself, before those behind it", async () => {
  const { line, problems, pauses } = lineOf();
  const done: string[] = [];
  line.add(job("first", done, [new Busy(), new Busy()]));
  line.add(job("second", done));
  await settled();
  expect(done).toEqual([]);
  pauses.shift()?.();
  await settled();
  expect(done).toEqual([]);
  pauses.shift()?.();
  await settled();
  expect(done).toEqual(["first", "second"]);
  expect(problems).toEqual([]);
  expect(line.isEmpty()).toBe(true);
});

test("any other failure keeps the job at the head until a person asks again", async () => {
  const { line, problems } = lineOf();
  const done: string[] = [];
  line.add(job("first", done, [new Error("cut")]));
  line.add(job("second", done));
  await settled();
  expect([done, problems]).toEqual([[], ["cut"]]);
  line.resume();
  await settled();
  expect(done).toEqual(["first", "second"]);
});
