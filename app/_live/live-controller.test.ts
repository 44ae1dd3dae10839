import { expect, test } from "vitest";
import type { Connection } from "./connection-text.ts";
import type { Pointer } from "./feed-targets.ts";
import { createLiveController, type StreamHandlers } from "./live-controller.ts";

const POINTER: Pointer = { topic: "tune", subject: "a", kind: "trial" };

function harness() {
  const opened: { after: string | null; handlers: StreamHandlers; isClosed: boolean }[] = [];
  const pointers: Pointer[] = [];
  const states: Connection[] = [];
  const timers: { delayMs: number; run: () => void }[] = [];
  const time = { ms: 0 };
  const controller = createLiveController({
    open: (after, handlers) => {
      const stream = { after, handlers, isClosed: false };
      opened.push(stream);
      return () => {
        stream.isClosed = true;
      };
    },
    onPointer: (pointer) => pointers.push(pointer),
    onConnection: (state) => states.push(state),
    nowMs: () => time.ms,
    after: (delayMs, run) => {
      const timer = { delayMs, run };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
  });
  return { controller, opened, pointers, states, timers, time };
}

test("H-20 the first start reads everything again, because the stream begins at now", () => {
  const { controller, opened, pointers, states } = harness();
  controller.setShown(true);
  opened[0]?.handlers.onStarted();
  expect(pointers).toEqual([{ topic: "reset", subject: "", kind: "reset" }]);
  expect(states.at(-1)).toEqual({ kind: "live" });
});

test("H-21 after a failure the stream resumes from the last id, later each time", () => {
  const { controller, opened, pointers, states, timers, time } = harness();
  controller.setShown(true);
  opened[0]?.handlers.onStarted();
  time.ms = 5000;
  opened[0]?.handlers.onPointer("17", POINTER);
  time.ms = 6000;
  opened[0]?.handlers.onFailed();
  expect(states.at(-1)).toEqual({ kind: "lost", sinceMs: 6000, lastLiveMs: 5000 });
  timers.shift()?.run();
  opened[1]?.handlers.onFailed();
  expect(timers.map((timer) => timer.delayMs)).toEqual([2000]);
  timers.shift()?.run();
  opened[2]?.handlers.onStarted();
  expect(opened.map((stream) => stream.after)).toEqual([null, "17", "17"]);
  expect(pointers.filter((pointer) => pointer.topic === "reset")).toHaveLength(1);
  expect(states.at(-1)).toEqual({ kind: "live" });
});

test("H-21 a drop that the browser mends by itself counts from its first moment", () => {
  const { controller, opened, states, time } = harness();
  controller.setShown(true);
  opened[0]?.handlers.onStarted();
  time.ms = 1000;
  opened[0]?.handlers.onInterrupted();
  time.ms = 3000;
  opened[0]?.handlers.onInterrupted();
  expect(states.at(-1)).toEqual({ kind: "lost", sinceMs: 1000, lastLiveMs: 0 });
});

test("H-23 a hidden tab closes its stream and cancels its retry; shown again it resumes by id", () => {
  const { controller, opened, states, timers } = harness();
  controller.setShown(true);
  opened[0]?.handlers.onStarted();
  opened[0]?.handlers.onPointer("4", POINTER);
  controller.setShown(false);
  expect(opened[0]?.isClosed).toBe(true);
  expect(states.at(-1)).toEqual({ kind: "paused" });
  controller.setShown(true);
  expect(opened[1]?.after).toBe("4");
  opened[1]?.handlers.onFailed();
  controller.setShown(false);
  expect(timers).toEqual([]);
});
