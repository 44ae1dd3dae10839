import { z } from "zod";
import { EngineFingerprint } from "../../../core/imaging/record/parts.ts";
import { ClassifyResult, CompareResult, ImageFailure, ImageTask, RunResult, StepReport } from "./task.ts";

/** Pool to child. */
export const ToWorker = z.strictObject({ type: z.literal("task"), task: ImageTask });

/** Child to pool: `ready` once, then steps and one end a task. */
export const FromWorker = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready"), engine: EngineFingerprint }),
  z.strictObject({ type: z.literal("unfit"), detail: z.string() }),
  z.strictObject({ type: z.literal("step"), step: StepReport }),
  z.strictObject({
    type: z.literal("end"),
    outcome: z.union([ImageFailure, RunResult, CompareResult, ClassifyResult]),
  }),
]);
export type FromWorker = z.infer<typeof FromWorker>;
