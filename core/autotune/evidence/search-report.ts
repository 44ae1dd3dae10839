import { z } from "zod";
import { KnobSettings } from "../../serving/knobs.ts";
import { searchResult } from "../strategy/search/search-result.ts";
import type { SearchFold } from "./fold-visits.ts";

const Answers = z
  .strictObject({
    knobs: KnobSettings,
    questions: z.int(),
    agreeing: z.int().nullable(),
    selfAgreeing: z.int().nullable(),
  })
  .nullable();
const Quality = z.enum(["unquantised", "agrees", "differs", "not-shown"]);

const Contender = z.strictObject({
  knobs: KnobSettings,
  meanTps: z.number(),
  meanTtftMs: z.number(),
  /** Behind the leader in ln tokens per second, with its two-sided 95 % interval. */
  gap: z.strictObject({
    mean: z.number(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    blocks: z.int(),
  }),
  isInBand: z.boolean(),
  quality: Quality,
  answers: Answers,
});

/** Measurement.md section 10 step 10: a search worked out from its stored visits, never taken from the agent. */
export const TuneSearchReport = z.strictObject({
  /** The search is through; false while it runs and when it was cut. */
  isFinished: z.boolean(),
  isPartial: z.boolean(),
  /** False: too noisy to show a winner. */
  isShown: z.boolean(),
  winner: Contender.nullable(),
  leader: KnobSettings.nullable(),
  contenders: z.array(Contender),
  ineligible: z.array(z.strictObject({ knobs: KnobSettings, quality: Quality, answers: Answers })),
  cells: z.array(KnobSettings),
  sentinel: KnobSettings,
  incumbent: KnobSettings.nullable(),
  calibration: z
    .strictObject({ referenceTps: z.number(), cv: z.number(), volleys: z.int(), isSettled: z.boolean() })
    .nullable(),
  runCv: z.number().nullable(),
  sag: z.array(
    z.strictObject({
      rung: z.int(),
      block: z.int(),
      version: z.union([z.literal(1), z.literal(2)]),
      ratio: z.number().nullable(),
      isFlagged: z.boolean(),
    }),
  ),
  ladder: z.array(
    z.strictObject({
      knobs: KnobSettings,
      rung: z.int(),
      kind: z.enum(["outpaced", "dominated", "infeasible", "not-comparable"]),
      reason: z.string(),
    }),
  ),
  counts: z.strictObject({
    search: z.int(),
    carried: z.int(),
    repeated: z.int(),
    calibrationVolleys: z.int(),
  }),
  /** The first visit that is not the one the search asked for; null while all were. */
  strayVisit: z.int().nullable(),
});
export type TuneSearchReport = z.infer<typeof TuneSearchReport>;

/** The report of a search as far as it got. */
export function searchReport({ state, strayVisit }: SearchFold): TuneSearchReport {
  const { visits: _visits, winnerValues: _values, incumbent: _incumbent, ...result } = searchResult(state);
  const { setup } = state;
  return {
    ...result,
    isFinished: state.stage.kind === "done" && !state.isCut,
    cells: [...setup.cells],
    sentinel: setup.sentinel,
    incumbent: setup.incumbent?.knobs ?? null,
    strayVisit,
  };
}
