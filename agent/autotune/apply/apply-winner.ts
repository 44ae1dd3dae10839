import type { RecommendationDocument } from "../../../core/autotune/recommendation-document.ts";
import { type ApplyDecision, decideApply } from "../../../core/autotune/report/decide-apply.ts";
import { systemLaunchctl } from "../../host/launchd/launchctl.ts";
import { DEFAULT_PROVIDER_LABEL } from "../conflicts/launchd.ts";
import type { RunEnd } from "../decide-end.ts";
import type { TunePlace, TuneRequest } from "../tune-request.ts";
import { applyRecipe } from "./apply-recipe.ts";
import { ownedSummary } from "./owned-values.ts";
import { restartHint } from "./restart-hint.ts";

export interface ApplyWish {
  readonly request: TuneRequest;
  readonly place: TunePlace;
  readonly document: RecommendationDocument;
  readonly end: RunEnd;
  /** A drained service is restarted by the run itself, so no hint is due (B77). */
  readonly isDrained: boolean;
}

export interface ApplyOutcome {
  /** As before, or `interrupted` when the flag was set right before the write (B91). */
  readonly end: RunEnd;
  /** Set when the config was written; its bytes bring the old recipe back (B35). */
  readonly backupPath: string | null;
}

const SKIPPED: Record<Exclude<ApplyDecision, "not-asked" | "apply">, string> = {
  "not-complete": "apply skipped: the run has no complete recommendation",
  "not-shown": "apply skipped: no winner is shown",
  worse: "apply skipped: the applied recipe measured better",
};

/** B77–B84, B91: polls the interrupt, then writes the winner into the config file; a failure changes nothing but `applied`. */
export function applyWinner({ request, place, document, end, isDrained }: ApplyWish): ApplyOutcome {
  const ending = place.interruption.ending();
  const settled: RunEnd =
    end.exitReason === "ok" && ending?.kind === "interrupted"
      ? { exitReason: "interrupted", message: ending.reason }
      : end;
  const { recommendation } = document;
  const decision = decideApply({ isAsked: request.wantsApply, exitReason: settled.exitReason, document });
  if (decision === "not-asked") return { end: settled, backupPath: null };
  if (decision !== "apply" || recommendation === null) {
    place.io.err(SKIPPED[decision === "apply" ? "not-complete" : decision]);
    return { end: settled, backupPath: null };
  }
  place.sink.progress({ runId: request.runId, phase: "applying", monoMs: place.clock.monoMs() });
  const values = { model: recommendation.model, ...recommendation.knobs };
  const { configPath, clock, io } = place;
  const result = applyRecipe({ configPath, values, wallMs: clock.wallMs() });
  if (result.kind === "failed") {
    io.err(`apply failed: ${result.reason}`);
    return { end: settled, backupPath: null };
  }
  io.out(`applied: ${ownedSummary(values)} (backup at ${result.backupPath})`);
  if (!isDrained) {
    const label = place.providerLabel ?? DEFAULT_PROVIDER_LABEL;
    const { uid, plistOf } = systemLaunchctl(place.environment);
    for (const line of restartHint({ label, uid, plist: plistOf(label) })) io.err(line);
  }
  return { end: settled, backupPath: result.backupPath };
}
