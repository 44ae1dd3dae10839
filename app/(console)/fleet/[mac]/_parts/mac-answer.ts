import { tpsFigure, ttftFigure } from "../../../../../core/autotune/select.ts";
import { modelLabel } from "../../../../../core/serving/model-id.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";

type Mac = RouterOutputs["fleet"]["get"]["mac"];

/** Why does this machine serve this model: the answer in sentences, from the newest complete recommendation. */
export function macAnswer(mac: Mac): string {
  const best = mac.recommendation;
  if (best === null) {
    if (mac.running !== null) return `${mac.running.label} is measuring it now; the answer comes from its trials.`;
    return mac.engine === null
      ? "It has no engine that could serve a model, so nothing can be measured yet."
      : "It has no complete recommendation yet. A tune finds the biggest model it serves well, and with which settings.";
  }
  const tps = tpsFigure(best.tpsMedian, best.replicates);
  const ttft = ttftFigure(best.ttftP95Ms, best.replicates);
  const kind = best.isPractice ? "practice model" : "model";
  const shared = best.isSharedMachine
    ? " Another agent of this machine measured at the same time, so these figures do not rank."
    : "";
  return (
    `${modelLabel(best.model)} is the biggest ${kind} of ${best.label} that passed its gate at context ${best.targetContext.toLocaleString("en-US")}: ` +
    `${tps.text} (${tps.label}), first token ${ttft.text} (${ttft.label}).${shared}`
  );
}
