import type { Pixels } from "../../../core/imaging/pixels/planes.ts";
import type { CanonicalStep } from "../../../core/imaging/recipe/recipe.ts";
import type { StepReport } from "../pool/task.ts";
import { ImageRefused } from "./image-refused.ts";
import type { StepEnd } from "./step.ts";
import { STEPS } from "./steps/step-table.ts";

export type NamedStep = { readonly id: string; readonly step: CanonicalStep };
export type OnStep = (report: StepReport) => void;
export type MonoMs = () => number;

/** IM23, IM26: step after step, each one engine call over raw pixels. Throws ImageRefused for a step that broke. */
export async function applySteps(
  pixels: Pixels,
  steps: readonly NamedStep[],
  { monoMs, onStep }: { monoMs: MonoMs; onStep: OnStep },
): Promise<Pixels> {
  let current = pixels;
  for (const { id, step } of steps) {
    const startedMs = monoMs();
    const end = await applyOne(current, { id, step });
    if (end.kind === "done") current = end.pixels;
    onStep({
      id,
      op: step.op,
      ms: Math.round(monoMs() - startedMs),
      skipped: end.kind === "skipped" ? end.reason : null,
      notes: end.kind === "done" ? { ...end.notes } : {},
    });
  }
  return current;
}

async function applyOne(pixels: Pixels, { id, step }: NamedStep): Promise<StepEnd> {
  const run = STEPS.get(step.op);
  if (run === undefined) throw new ImageRefused("step_failed", `step ${id}: there is no op ${step.op}`);
  try {
    return await run(pixels, step.args);
  } catch (failure) {
    const words = failure instanceof Error ? failure.message : String(failure);
    throw new ImageRefused("step_failed", `step ${id} (${step.op}): ${words}`, failure);
  }
}
