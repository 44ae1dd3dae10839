import { quantile } from "../../../../core/measuring/percentiles.ts";
import { formatDuration } from "../../../../core/units/durations.ts";
import type { Axis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { head, numberValue, type TwinTable, wordValue } from "../twin-table.ts";

/** Wall-clock of stage 1 and 2 at target 4000 without a limit, minutes by RAM (autotune.md section 13). */
const EXPECTED = [
  { ramGb: 8, minutes: 20, name: "8 GB" },
  { ramGb: 16, minutes: 50, name: "16 GB" },
  { ramGb: 32, minutes: 75, name: "32 GB" },
  { ramGb: 64, minutes: 95, name: "64 GB and more" },
] as const;

/** A finished run of this console. */
export interface FinishedRun {
  id: string;
  label: string;
  ramGb: number;
  minutes: number;
  isPractice: boolean;
}

export interface TierBar {
  name: string;
  expectedMinutes: number;
  /** Minutes of the finished runs with real models; a practice run of the page itself stands apart. */
  runs: { id: string; minutes: number; isThis: boolean }[];
  medianMinutes: number | null;
  /** From ten runs on; below, dots say it. */
  p90Minutes: number | null;
}

export interface FinishTime extends ChartView {
  x: Axis & { title: string };
  tiers: TierBar[];
}

export interface FinishTimeInput {
  runs: readonly FinishedRun[];
  thisRun: FinishedRun | null;
}

const HEADS = [
  head("ram_tier", "RAM tier", false),
  head("expected_minutes", "≈ expected"),
  head("median_minutes", "median"),
  head("p90_minutes", "p90"),
  head("runs", "n"),
  head("this_run_minutes", "this run"),
];

const minutesText = (minutes: number): string => formatDuration(minutes * 60_000);

function tierOf(ramGb: number): (typeof EXPECTED)[number] {
  return EXPECTED.findLast((tier) => ramGb >= tier.ramGb) ?? EXPECTED[0];
}

function tiersOf({ runs, thisRun }: FinishTimeInput): TierBar[] {
  return EXPECTED.map((tier) => {
    const real = runs.filter((run) => !run.isPractice && run.id !== thisRun?.id && tierOf(run.ramGb) === tier);
    const own = thisRun !== null && tierOf(thisRun.ramGb) === tier ? [thisRun] : [];
    const counted = [...real, ...own.filter((run) => !run.isPractice)].map((run) => run.minutes);
    return {
      name: tier.name,
      expectedMinutes: tier.minutes,
      runs: [
        ...real.map(({ id, minutes }) => ({ id, minutes, isThis: false })),
        ...own.map(({ id, minutes }) => ({ id, minutes, isThis: true })),
      ],
      medianMinutes: quantile(counted, 0.5),
      p90Minutes: counted.length < 10 ? null : quantile(counted, 0.9),
    };
  });
}

function twinOf(tiers: readonly TierBar[], countOf: (tier: TierBar) => number): TwinTable {
  return {
    heads: HEADS,
    rows: tiers.map((tier, index) => {
      const own = tier.runs.find((run) => run.isThis)?.minutes ?? null;
      const n = countOf(tier);
      const measured =
        tier.medianMinutes === null ? "no finished run" : `median ${minutesText(tier.medianMinutes)} of ${n}`;
      return {
        id: tier.name,
        text: `${tier.name}: expected ≈ ${minutesText(tier.expectedMinutes)}, ${measured}${own === null ? "" : `; this run took ${minutesText(own)}`}.`,
        at: { dataset: 0, index },
        values: [
          wordValue(tier.name),
          numberValue(tier.expectedMinutes, minutesText),
          numberValue(tier.medianMinutes, minutesText),
          numberValue(tier.p90Minutes, minutesText),
          numberValue(n, String),
          numberValue(own, minutesText),
        ],
      };
    }),
  };
}

function sentenceOf({ thisRun }: FinishTimeInput, n: number): string {
  const many = n === 1 ? "One finished run" : `${n} finished runs`;
  const rest = `${many} of real models on this console so far.`;
  if (thisRun === null) return rest;
  const expected = tierOf(thisRun.ramGb);
  const practice = thisRun.isPractice ? ", with practice models, so it is in no median" : "";
  return `This run took ${minutesText(thisRun.minutes)}${practice}; ≈ ${minutesText(expected.minutes)} is expected at ${expected.name}. ${rest}`;
}

/** C-08: will it finish in time. Expectations are estimates, drawn hollow; under ten runs a tier has dots. */
export function prepareFinishTime(input: FinishTimeInput): FinishTime {
  const tiers = tiersOf(input);
  const countOf = (tier: TierBar) =>
    tier.runs.filter((run) => !run.isThis || input.thisRun?.isPractice === false).length;
  const n = tiers.reduce((sum, tier) => sum + countOf(tier), 0);
  const most = Math.max(95, ...tiers.flatMap((tier) => tier.runs.map((run) => run.minutes)));
  const step = most > 240 ? 60 : 20;
  const count = Math.ceil(most / step);
  return {
    question: "Will it finish in time?",
    sentence: sentenceOf(input, n),
    caption:
      "Hollow: expected for stage 1 and 2 at context 4,000 without a limit, an estimate; dots: finished runs, tick: their median. Newest 100 finished runs; practice models left out.",
    n,
    x: {
      title: "minutes",
      min: 0,
      max: count * step,
      isLog: false,
      ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
    },
    y: { title: "RAM tier" },
    tiers,
    twin: twinOf(tiers, countOf),
  };
}
