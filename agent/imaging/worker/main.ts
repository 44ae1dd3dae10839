import type { EngineFingerprint } from "../../../core/imaging/record/parts.ts";
import { type FromWorker, ToWorker } from "../pool/channel.ts";
import { handleTask } from "./handle-task.ts";
import { prepareEngine } from "./prepare-engine.ts";

const takesAvif = process.argv.includes("--avif-input");
/** Pixels lie outside the collector's own count, so that it would let several pictures of 50 megapixels pile up. */
const COLLECT_ABOVE_BYTES = 300 * 1_048_576;
const monoMs = () => performance.now();

function say(message: FromWorker): void {
  process.send?.(message);
}

/** Null when the engine is too old or missing; the pool then hears why and nothing is ever decoded. */
function start(): EngineFingerprint | null {
  try {
    const engine = prepareEngine({ takesAvif });
    say({ type: "ready", engine });
    return engine;
  } catch (failure) {
    say({ type: "unfit", detail: failure instanceof Error ? failure.message : String(failure) });
    return null;
  }
}

const engine = start();
process.on("disconnect", () => process.exit(0));
process.on("message", (message: unknown) => {
  const parsed = ToWorker.safeParse(message);
  if (!parsed.success || engine === null) return;
  void handleTask(parsed.data.task, {
    engine,
    avif: takesAvif ? "open" : "closed",
    monoMs,
    onStep: (step) => {
      say({ type: "step", step });
      if (process.memoryUsage.rss() > COLLECT_ABOVE_BYTES) globalThis.gc?.();
    },
  }).then((outcome) => say({ type: "end", outcome }));
});
