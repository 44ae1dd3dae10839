import type { RecommendationDocument } from "../../../../../../core/autotune/recommendation-document.ts";
import { keptOf } from "../../../../../../core/autotune/replay-search.ts";
import { selectTrialFigures, selectWinner } from "../../../../../../core/autotune/select.ts";
import { modelLabel } from "../../../../../../core/serving/model-id.ts";
import { formatKnob } from "../../../../../../core/units/knobs.ts";
import { formatMs } from "../../../../../../core/units/quantities.ts";
import { isOpen } from "../../../../../_words/tune-outcome.ts";
import { endedWords } from "../story/ended-words.ts";
import type { TuneDetail } from "../tune-detail.ts";

/** A stretch of the answer; what matters most is set strong. */
export interface AnswerPart {
  text: string;
  isStrong: boolean;
}

const plain = (text: string): AnswerPart => ({ text, isStrong: false });
const strong = (text: string): AnswerPart => ({ text, isStrong: true });

function pruneClause(detail: TuneDetail): string {
  const failed = detail.trials.filter((trial) => trial.stage === 1 && !trial.isFeasible);
  const last = failed.at(-1);
  if (last === undefined) return "";
  const { ttft } = selectTrialFigures(last);
  const gate = detail.plan.gateTtftMs;
  const label = modelLabel(last.model);
  if (ttft !== null && ttft.value > gate) {
    return `: ${label} missed the first-token gate by ${formatMs(Math.ceil(ttft.value - gate))}`;
  }
  return `: ${label} was ruled out (${last.notes ?? "not measured"})`;
}

function winnerParts(detail: TuneDetail, document: RecommendationDocument): AnswerPart[] {
  const winner = selectWinner(document, detail.trials);
  if (winner === null) return [];
  const place = detail.candidates.find((candidate) => candidate.id === winner.model)?.rank ?? null;
  const count = detail.candidates.length;
  const order =
    place === 1
      ? ` It is the first of ${count} candidates in the list's order, and it fits.`
      : ` It is the first of ${count} candidates, in the list's order, that fits${pruneClause(detail)}.`;
  if (!winner.isShown) {
    return [
      strong(winner.modelLabel),
      plain(` is what to serve.${order} Which settings are best is `),
      strong("not shown"),
      plain(": measurements of one cell varied by more than 10 %."),
    ];
  }
  const tail = winner.isPartial ? " Not every cell was measured, so this is partial." : "";
  return [
    plain("Serve "),
    strong(winner.modelLabel),
    plain(" with "),
    strong(`kv_bits ${formatKnob(winner.knobs.kvBits)}`),
    plain(", "),
    strong(`${formatKnob(winner.knobs.maxBatch)} at once`),
    plain(
      `, context ${(winner.knobs.maxContext ?? detail.plan.targetContext).toLocaleString("en-US")}.${order}${tail}`,
    ),
  ];
}

/** What is known and what comes next; where the run is stands in the progress line. */
function runningParts(detail: TuneDetail): AnswerPart[] {
  const context = detail.plan.targetContext.toLocaleString("en-US");
  const chosen = detail.trials.find((trial) => trial.stage === 1 && trial.isFeasible);
  if (chosen === undefined) {
    const count = detail.candidates.length;
    return [
      plain(
        `${detail.summary.hostName} looks for the first of ${count} candidates, in the list's order, that fits at context ${context}${pruneClause(detail)}.`,
      ),
    ];
  }
  const best = keptOf(detail.trials, detail.plan.tpsTieEpsilon);
  const cells = `, the first in the list's order, fits at context ${context}. Its ${detail.cells.length} knob settings are measured now`;
  if (best === null) return [strong(modelLabel(chosen.model)), plain(`${cells}.`)];
  const { tps } = selectTrialFigures(best);
  const figure = tps === null ? "" : `${tps.text}, ${tps.label}`;
  const knobs = `kv_bits ${formatKnob(best.kvBits)}, ${formatKnob(best.maxBatch)} at once`;
  return [strong(modelLabel(chosen.model)), plain(`${cells}; best so far `), strong(figure), plain(` with ${knobs}.`)];
}

function openParts(detail: TuneDetail): AnswerPart[] {
  const { state, hostName } = detail.summary;
  const position = detail.job?.position ?? null;
  switch (state) {
    case "queued": {
      const place = position === null || position <= 1 ? "next in line" : `number ${position} in line`;
      const reason = detail.job?.waitingFor ? `, waiting for ${detail.job.waitingFor}` : "";
      return [plain("This run is "), strong(place), plain(` on ${hostName}${reason}.`)];
    }
    case "handed_over":
      return [plain(`${hostName} has taken the run and is about to begin.`)];
    case "cancelling":
      return [strong("Cancelling"), plain(`: waiting for ${hostName} to stop and to put everything back.`)];
    default:
      return runningParts(detail);
  }
}

/** The answer before any data: what to serve and why, or where the run is, or how it ended. */
export function answerSentence(detail: TuneDetail): AnswerPart[] {
  if (isOpen(detail.summary.state)) return openParts(detail);
  const parts = detail.recommendation === null ? [] : winnerParts(detail, detail.recommendation);
  const ended = endedWords(detail.summary);
  if (ended === null) return parts.length > 0 ? parts : [plain("The run finished and its rows are on their way.")];
  return parts.length > 0 ? [...parts, plain(` ${ended.title}.`)] : [strong(`${ended.title}. `), plain(ended.text)];
}
