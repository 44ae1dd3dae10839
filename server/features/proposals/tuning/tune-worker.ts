import { parentPort, workerData } from "node:worker_threads";
import { ClassTune } from "./class-tune.ts";
import { ToWorker, type TuneAnswer, TuneOrder } from "./messages.ts";

/** The worker thread of one tune: takes pages of lines, answers each with `more`, and the end with what it found (TU48). */
const port = parentPort;
if (port === null) throw new Error("this file runs as a worker thread");
const MORE = { kind: "more" } as const satisfies TuneAnswer;
const tune = await ClassTune.open(TuneOrder.parse(workerData));
port.on("message", (message: unknown) => {
  port.postMessage(answerTo(ToWorker.parse(message)));
});
port.postMessage(MORE);

function answerTo(told: ToWorker): TuneAnswer {
  switch (told.kind) {
    case "lines":
      tune.add(told.lines);
      return MORE;
    case "mark":
      tune.mark();
      return MORE;
    case "end":
      return tune.finish();
  }
}
