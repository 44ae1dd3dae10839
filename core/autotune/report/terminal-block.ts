import { medianLabel, p95Label } from "../../measuring/percentiles.ts";
import type { TpsMethod } from "../../measuring/replicate.ts";
import { formatKnob } from "../../units/knobs.ts";
import { formatMs, formatTps } from "../../units/quantities.ts";
import type { ExitReason } from "../exit-reason.ts";
import type { RecommendationDocument } from "../recommendation-document.ts";

interface TerminalFacts {
  exitReason: ExitReason;
  /** Of the winner's row; null when it is not known any more. */
  tpsMethod: TpsMethod | null;
}

type Recommendation = NonNullable<RecommendationDocument["recommendation"]>;

const PARTIAL = "warning: partial recommendation; the search did not finish";

function recommendationLines(recommendation: Recommendation, document: RecommendationDocument, facts: TerminalFacts) {
  const { knobs, replicates } = recommendation;
  const method = facts.tpsMethod === null ? "" : `, counted by ${facts.tpsMethod}`;
  const alternates = document.alternates.length === 0 ? "none" : document.alternates.join(", ");
  return [
    "=== autotune recommendation ===",
    ...(recommendation.partial === true ? [PARTIAL] : []),
    `model: ${recommendation.model}`,
    `target context: ${recommendation.target_context} tokens`,
    `kv_bits=${formatKnob(knobs.kv_bits)}`,
    `max_concurrency_override=${knobs.max_concurrency_override}`,
    `max_context_override=${knobs.max_context_override}`,
    `decode rate: ${formatTps(recommendation.tps_median)} (${medianLabel(replicates)}${method})`,
    `time to first token: ${formatMs(recommendation.ttft_p95_ms)} (${p95Label(replicates)})`,
    `alternates: ${alternates}${document.alternates_basis === "position" ? " (by position)" : ""}`,
    "baseline: not measured",
    `serve: ${recommendation.serve_command}`,
  ];
}

function failureLines(document: RecommendationDocument, facts: TerminalFacts): string[] {
  return [
    "=== autotune: NO RECOMMENDATION ===",
    `exit reason: ${facts.exitReason}`,
    ...document.infeasible.map(({ model, reason }) => `infeasible: ${model}: ${reason}`),
  ];
}

/** B67, B68: the block a terminal shows, without line ends; knobs under their YAML names. Pure, it persists nothing. */
export function terminalBlock(document: RecommendationDocument, facts: TerminalFacts): string[] {
  const { recommendation } = document;
  const lines =
    recommendation === null ? failureLines(document, facts) : recommendationLines(recommendation, document, facts);
  return [...lines, `run: ${document.run_id}`, `database: ${document.db_path}`, "=== end ==="];
}
