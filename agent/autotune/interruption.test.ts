import { expect, test } from "vitest";
import { createInterruption } from "./interruption.ts";

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve())));

test("B5, B92 the clock of --max-duration ends a run by itself", async () => {
  const interruption = createInterruption(0.02);
  const keepAlive = setInterval(() => undefined, 10);
  await aborted(interruption.signal);
  clearInterval(keepAlive);
  expect(interruption.ending()).toEqual({ kind: "budget" });
});

test("B91, B92 one flag and one signal for every cause; an interrupt wins over the budget, the first reason stays", () => {
  const interruption = createInterruption(7200);
  expect(interruption.ending()).toBeNull();
  interruption.expire();
  interruption.interrupt("interrupted by SIGINT");
  interruption.interrupt("the agent went away");
  expect(interruption.signal.aborted).toBe(true);
  expect(interruption.ending()).toEqual({ kind: "interrupted", reason: "interrupted by SIGINT" });
  interruption.disarm();
});
