import { testReplicate, testWarmUp } from "../../measuring/test-replicate.ts";
import type { KnobSettings } from "../../serving/knobs.ts";
import { beginFold, type FoldGround, foldVisit } from "../evidence/fold-visits.ts";
import { TuneVisit } from "../evidence/tune-visit.ts";
import type { Measured } from "../strategy/measured.ts";
import { nextStep, type SearchStep } from "../strategy/search/next-step.ts";
import { type SearchResult, searchResult } from "../strategy/search/search-result.ts";
import { STRATEGY_VERSION } from "../strategy-version.ts";

export const TEST_GROUND: FoldGround = {
  model: "acme/model-7B",
  method: "usage",
  gateTtftMs: 60_000,
  tieEpsilon: 0.05,
  recipeHashOf: (knobs) => JSON.stringify(knobs),
};

type Ask = Pick<TuneVisit, "kind" | "rung" | "block" | "attempt" | "position" | "knobs">;

function asked(step: SearchStep): Ask | null {
  switch (step.kind) {
    case "calibrate":
      return { kind: "calibration", rung: 0, block: null, attempt: 1, position: 1, knobs: step.knobs };
    case "visit": {
      const { kind, rung, block, version, position, knobs } = step.visit;
      return { kind, rung, block, attempt: version, position, knobs };
    }
    case "pause":
    case "quality":
    case "done":
      return null;
  }
}

/** For tests: a search whose every visit is stored raw, as an agent stores it; it ends before its quality guard. */
export function testRun(
  cells: readonly KnobSettings[],
  measure: (knobs: KnobSettings, seq: number) => Measured,
): { visits: TuneVisit[]; result: SearchResult } {
  const sentinel = { kvBits: null, maxBatch: 1, maxContext: 2000 };
  const ground = { cells: [...cells], incumbent: null };
  let fold = beginFold({ ground, rngKey: 7, knobs: sentinel }, TEST_GROUND);
  const visits: TuneVisit[] = [];
  for (;;) {
    const ask = fold === null ? null : asked(nextStep(fold.state));
    if (fold === null || ask === null) break;
    const seq = visits.length + 1;
    const volleys = Array.from({ length: ask.kind === "calibration" ? 6 : 1 }, (_, index) =>
      testReplicate({ index, ...measure(ask.knobs, seq) }),
    );
    const visit: TuneVisit = {
      tuneRunId: "0190c8a2-0000-7000-8000-000000000001",
      seq,
      at: "2026-01-01T00:00:00.000Z",
      strategy: STRATEGY_VERSION["blocked-halving"],
      rngKey: 7,
      ...ask,
      pair: null,
      arm: null,
      model: TEST_GROUND.model,
      requested: ask.knobs,
      effective: null,
      replicates: [testWarmUp(9000), ...volleys],
      conditions: null,
      peakMemoryBytes: null,
      flags: [],
      invalidReason: null,
      failure: null,
      quality: null,
      ...(seq === 1 ? { ground } : {}),
    };
    visits.push(TuneVisit.parse(visit));
    fold = foldVisit(fold, visit);
  }
  if (fold === null) throw new Error("no search");
  return { visits, result: searchResult(fold.state) };
}
