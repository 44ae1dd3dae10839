import { parentPort, workerData } from "node:worker_threads";
import { ClassTune } from "./class-tune.ts";
import { ToWorker, type TuneAnswer, TuneOrder } from "./messages.ts";

/** The worker thread of one tune: takes pages of lines, answers each with `more`, and the end with what it found (TU48). */
const port = parentPort;
if (port === null) throw new Error("this file runs as a worker thread");
const MORE = { kind: "more" } as const satisfies TuneAnswer;
const tune = await ClassTune.open(TuneOrder.parse(workerData));
port.on("message", (message: unknown) => {
  const told = ToWorker.parse(message);
  if (told.kind === "lines") tune.add(told.lines);
  port.postMessage(told.kind === "lines" ? MORE : tune.finish());
});
port.postMessage(MORE);
