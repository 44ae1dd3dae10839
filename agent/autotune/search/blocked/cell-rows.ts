import { type CellRow, cellRow, visitsOfCell } from "../../../../core/autotune/evidence/cell-row.ts";
import type { SearchFold } from "../../../../core/autotune/evidence/fold-visits.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { maxTokensFor } from "../../../../core/measuring/prompt.ts";
import type { KnobSettings } from "../../../../core/serving/knobs.ts";
import type { TuneTrialDraft } from "../../channel.ts";
import type { StoreTrial } from "../stage-one.ts";
import type { TuneContext } from "../tune-context.ts";

export interface RowWriter {
  /** The rows written so far. */
  readonly stored: readonly TuneTrial[];
  /** Writes the rows of the cells that will not be visited again; all that were visited when the search is over. */
  write(fold: SearchFold, isOver: boolean): Promise<void>;
}

/** Section 12 of autotune.md: a cell's row is written when the cell leaves or the search ends. */
export function createRowWriter(context: TuneContext, request: { model: string; store: StoreTrial }): RowWriter {
  const written = new Set<number>();
  const stored: TuneTrial[] = [];
  return {
    stored,
    write: async (fold, isOver) => {
      const { targets } = fold.state;
      for (const [index, knobs] of targets.knobs.slice(0, targets.cells).entries()) {
        if (written.has(index) || !(isOver || isThrough(fold, index))) continue;
        const row = cellRow(visitsOfCell(context.visits.taken, knobs, request.model), fold.rule);
        if (row === null) continue;
        written.add(index);
        stored.push(await request.store(draftOf(context, { model: request.model, knobs, row })));
      }
    },
  };
}

/** Sentinel and incumbent are carried on after they left, unless the server cannot serve them (section 10 step 2). */
function isThrough({ state }: SearchFold, index: number): boolean {
  const leave = state.leaves[index] ?? null;
  const isCarried = index === state.targets.sentinel || index === state.targets.incumbent;
  return leave !== null && (!isCarried || leave.kind === "infeasible");
}

interface Rowed {
  readonly model: string;
  readonly knobs: KnobSettings;
  readonly row: CellRow;
}

function draftOf(context: TuneContext, { model, knobs, row }: Rowed): TuneTrialDraft {
  return {
    ...row,
    ...knobs,
    tuneRunId: context.runId,
    at: new Date(context.clock.wallMs()).toISOString(),
    stage: 2,
    model,
    targetContext: context.plan.targetContext,
    maxTokens: maxTokensFor(context.plan.targetContext),
    isKept: false,
    replicates: [],
  };
}
