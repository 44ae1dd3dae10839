import { contenderWords } from "../../../../../../core/autotune/report/contender-words.ts";
import type { KnobSettings } from "../../../../../../core/serving/knobs.ts";
import { formatMs, formatPercent, formatTps } from "../../../../../../core/units/quantities.ts";
import { cellName } from "../../../../../_charts/prepare/cell-name.ts";
import type { TuneDetail } from "../tune-detail.ts";

type Report = NonNullable<TuneDetail["report"]>;
type Contender = Report["contenders"][number];

const sameKnobs = (left: KnobSettings, right: KnobSettings): boolean =>
  left.kvBits === right.kvBits && left.maxBatch === right.maxBatch && left.maxContext === right.maxContext;

/** "2 of 40 answers differ" (M section 10, step 6); what nobody could compare is not shown. */
export function qualityWords({ quality, answers }: Pick<Contender, "quality" | "answers">): string {
  switch (quality) {
    case "unquantised":
      return "unquantised";
    case "not-shown":
      return "quality not shown";
    case "agrees":
    case "differs": {
      if (answers === null || answers.agreeing === null) return "quality not shown";
      const words = `${answers.questions - answers.agreeing} of ${answers.questions} answers differ`;
      return quality === "agrees" ? words : `${words}: not eligible`;
    }
  }
}

export interface ContenderLine {
  name: string;
  tps: string;
  ttft: string;
  /** Behind the leader, in M27's words. */
  gap: string;
  band: string;
  quality: string;
  isWinner: boolean;
}

/** The cells the choice was made among, the leader first, then those the quality guard kept out. */
export function contenderLines(report: Report): ContenderLine[] {
  const winner = report.winner;
  const lines = report.contenders.map((contender): ContenderLine => {
    const isLeader = report.leader !== null && sameKnobs(contender.knobs, report.leader);
    return {
      name: cellName(contender.knobs),
      tps: formatTps(contender.meanTps),
      ttft: formatMs(contender.meanTtftMs),
      gap: isLeader ? `leader of ${contender.gap.blocks} blocks` : contenderWords(contender.gap),
      band: contender.isInBand ? "in the band" : "outside",
      quality: qualityWords(contender),
      isWinner: winner !== null && sameKnobs(contender.knobs, winner.knobs),
    };
  });
  const kept = report.ineligible.map(
    (cell): ContenderLine => ({
      name: cellName(cell.knobs),
      tps: "–",
      ttft: "–",
      gap: "not in the choice",
      band: "–",
      quality: qualityWords(cell),
      isWinner: false,
    }),
  );
  return [...lines, ...kept];
}

/** Who left, when and why. */
export function ladderLines({ ladder }: Report): { name: string; rung: string; kind: string; reason: string }[] {
  const KINDS = {
    outpaced: "outpaced",
    dominated: "dominated",
    infeasible: "infeasible",
    "not-comparable": "not comparable",
  } as const satisfies Record<Report["ladder"][number]["kind"], string>;
  return ladder.map((step) => ({
    name: cellName(step.knobs),
    rung: step.rung === 0 ? "before rung 1" : `rung ${step.rung}`,
    kind: KINDS[step.kind],
    reason: step.reason,
  }));
}

function noiseClause({ runCv, calibration }: Report): string {
  const run =
    runCv === null ? "the run's CV is unknown, because no rung had two blocks" : `run CV ${formatPercent(runCv)}`;
  if (calibration === null) return `${run}; the sentinel was not calibrated`;
  const settled = calibration.isSettled ? "" : ", not settled";
  return `${run}; calibration ${formatTps(calibration.referenceTps)}, CV ${formatPercent(calibration.cv)} of ${calibration.volleys} volleys${settled}`;
}

/** The search in one sentence: what it spent, how noisy it was, and whether its winner may be shown. */
export function searchSentence(report: Report): string {
  const { counts } = report;
  const spent = `${counts.search} search visits, ${counts.carried} of sentinel and applied recipe, ${counts.repeated} repeated`;
  const end = report.isPartial ? " Cut off: only blocks complete for all cells alive decide, so this is partial." : "";
  const shown = report.isShown ? "" : " Too noisy: the winner is not shown, nothing is applied or proposed.";
  const stray =
    report.strayVisit === null
      ? ""
      : ` Visit ${report.strayVisit} is not the one the search asked for; nothing after it is read.`;
  return `${spent}; ${noiseClause(report)}.${end}${shown}${stray}`;
}

/** The sentinel in each block against its calibration; under 95 % flagged. */
export function sagLines({ sag }: Report): { block: string; share: string; isFlagged: boolean }[] {
  return sag.map((entry) => ({
    block: `rung ${entry.rung}, block ${entry.block}${entry.version === 2 ? ", repeated" : ""}`,
    share: entry.ratio === null ? "no value" : formatPercent(entry.ratio),
    isFlagged: entry.isFlagged,
  }));
}
