import { appliedAsCell } from "../../../core/autotune/baseline/applied-recipe.ts";
import { foldConfirmationVisit, NOT_FINISHED } from "../../../core/autotune/evidence/fold-confirmation.ts";
import type { TuneConfirmation } from "../../../core/autotune/evidence/tune-comparisons.ts";
import {
  beginConfirmation,
  CONFIRMATION_PAIRS,
  nextConfirmationVisit,
} from "../../../core/autotune/strategy/confirmation/confirmation.ts";
import { areSameKnobs } from "../../../core/autotune/strategy/search/setup.ts";
import type { EngineCapability } from "../../../core/serving/capability.ts";
import type { KnobSettings } from "../../../core/serving/knobs.ts";
import { isSameModel } from "../../../core/serving/model-id.ts";
import { confirmationPlace, sentinelOf } from "./blocked/search-places.ts";
import { takeVisit } from "./blocked/take-visit.ts";
import { ruleOf, type TuneContext } from "./tune-context.ts";

export interface ConfirmRequest {
  readonly model: string;
  readonly capability: EngineCapability | null;
  readonly winner: KnobSettings;
}

export type ConfirmResult =
  | { readonly kind: "done"; readonly confirmation: TuneConfirmation }
  | { readonly kind: "stuck"; readonly pid: number; readonly confirmation: TuneConfirmation };

type Sides = Omit<TuneConfirmation, "reason">;

/** M24: the winner against the applied recipe of the same model when that could be measured, else against the sentinel. */
function sidesOf(context: TuneContext, { model, capability, winner }: ConfirmRequest): Sides {
  const { applied, baseline, plan } = context;
  const isMeasured = baseline.current !== null && baseline.current.notMeasured === null;
  if (applied !== null && isMeasured && isSameModel(applied.model, model)) {
    return { against: "incumbent", a: winner, b: appliedAsCell(applied, plan, capability) };
  }
  return { against: "sentinel", a: winner, b: sentinelOf(plan, capability) };
}

const NOTHING_TO_COMPARE = { incumbent: "keep current", sentinel: "the winner is the sentinel itself" } as const;

/** M24: fresh visits in the fixed order. A budget that ends in it leaves the run `ok`, without a verdict. */
export async function confirmWinner(context: TuneContext, request: ConfirmRequest): Promise<ConfirmResult> {
  const sides = sidesOf(context, request);
  const ended = (reason: string | null) => ({ kind: "done" as const, confirmation: { ...sides, reason } });
  if (areSameKnobs(sides.a, sides.b)) return ended(NOTHING_TO_COMPARE[sides.against]);
  const rule = ruleOf(context);
  const ground = { ...request, plan: context.plan };
  let state = beginConfirmation();
  for (let asked = nextConfirmationVisit(state); asked !== null; asked = nextConfirmationVisit(state)) {
    if (context.signal.aborted) return ended(NOT_FINISHED);
    const knobs = asked.arm === "A" ? sides.a : sides.b;
    const step = { index: 2 * (asked.pair - 1) + asked.position, of: 2 * CONFIRMATION_PAIRS };
    const taken = await takeVisit(context, {
      place: confirmationPlace(ground, knobs, asked),
      news: { phase: "confirm", model: request.model, knobs, cell: step, note: `pair ${asked.pair}, ${asked.arm}` },
    });
    if (taken.kind === "stopped") return ended(NOT_FINISHED);
    if (taken.kind === "stuck") return { ...taken, confirmation: { ...sides, reason: NOT_FINISHED } };
    state = foldConfirmationVisit(state, taken.visit, rule);
  }
  return ended(state.failure);
}
