import { medianLabel, p95Label } from "../../measuring/percentiles.ts";
import type { TpsMethod } from "../../measuring/replicate.ts";
import { formatKnob, formatKnobs } from "../../units/knobs.ts";
import { formatMs, formatTps } from "../../units/quantities.ts";
import type { ExitReason } from "../exit-reason.ts";
import type { RecommendationDocument } from "../recommendation-document.ts";
import { confirmationWords } from "../strategy/confirmation/verdict-words.ts";

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
    `baseline: ${baselineText(document.baseline)}`,
    ...shownLines(document),
    `serve: ${recommendation.serve_command}`,
  ];
}

/** Section 10 step 8 and M27 of measurement.md; nothing for a quiet `grid` run. */
function shownLines({ shown, confirmation, inputs }: RecommendationDocument): string[] {
  const noisy = "winner: not shown; values vary by more than 10 % on this machine";
  return [
    ...(shown === false ? [noisy] : []),
    ...(confirmation === undefined
      ? []
      : [
          `confirmation against the ${confirmation.against}: ${confirmationWords(confirmation, inputs.tps_tie_epsilon)}`,
        ]),
  ];
}

const VERDICTS = {
  better: "the recommendation is better",
  worse: "the recommendation is worse",
  not_shown: "not shown; keep current",
  not_comparable: "not comparable",
} as const;

/** B118: the applied recipe in one line, its verdict first. */
function baselineText(baseline: RecommendationDocument["baseline"]): string {
  if (baseline === undefined) return "not measured";
  const { kv_bits, max_concurrency_override, max_context_override } = baseline.knobs;
  const knobs = { kvBits: kv_bits, maxBatch: max_concurrency_override, maxContext: max_context_override };
  const applied = `${baseline.model} with ${formatKnobs(knobs)}`;
  if (baseline.verdict === "not_measured" || baseline.tps_median === null) {
    return `not measured: ${baseline.reason ?? "no reason"} (${applied})`;
  }
  const ttft = baseline.ttft_p95_ms === null ? "" : `, ${formatMs(baseline.ttft_p95_ms)} to first token`;
  const reason = baseline.reason === null ? "" : `: ${baseline.reason}`;
  return `${VERDICTS[baseline.verdict]}${reason} (${applied}: ${formatTps(baseline.tps_median)}${ttft})`;
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
