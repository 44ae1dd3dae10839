import type { QualityTask } from "../choice/quality.ts";
import { blockOrder } from "./block-order.ts";
import { cellsToLeave } from "./eliminate.ts";
import { aliveCells, blockMembers, withLeave } from "./membership.ts";
import { nextTarget } from "./planned-visit.ts";
import { qualityTasks } from "./quality-tasks.ts";
import { hasSentinelFallen } from "./sag.ts";
import type { BlockRun, SearchState, VisitOutcome } from "./search-state.ts";

const done = (state: SearchState): SearchState => ({ ...state, stage: { kind: "done" } });

const ended = (state: SearchState): SearchState => planQuality(state, qualityTasks(state));

/** The next quality task, or the end of the search. */
export function planQuality(state: SearchState, tasks: readonly QualityTask[]): SearchState {
  return tasks.length === 0 ? done(state) : { ...state, stage: { kind: "quality", tasks } };
}

/** Starts a block of a rung, both 1-based; the search ends when no cell is left. */
export function beginBlock(state: SearchState, rung: number, block: number): SearchState {
  if (aliveCells(state).length === 0) return ended(state);
  const previous = state.stage.kind === "block" && state.stage.run.rung === rung ? state.stage.run.order : null;
  const order = blockOrder(blockMembers(state), previous, { rngKey: state.setup.rngKey, rung, block });
  return { ...state, stage: { kind: "block", run: emptyRun({ rung, block, version: 1, order }, state) } };
}

function emptyRun(place: Pick<BlockRun, "rung" | "block" | "version" | "order">, { targets }: SearchState): BlockRun {
  return { ...place, next: 0, repeats: [], values: targets.knobs.map(() => null) };
}

/** Books a visit of the block under way and moves on: to the next visit, block, rung or the end. */
export function advanceVisit(state: SearchState, outcome: VisitOutcome): SearchState {
  const target = nextTarget(state);
  if (state.stage.kind !== "block" || target === null) return state;
  const booked = book(state, state.stage.run, { ...target, outcome });
  if (aliveCells(booked).length === 0) return ended(booked);
  return nextTarget(booked) === null ? finishBlock(booked) : booked;
}

interface Booking {
  index: number;
  isRepeat: boolean;
  outcome: VisitOutcome;
}

function book(state: SearchState, run: BlockRun, { index, isRepeat, outcome }: Booking): SearchState {
  const moved = { ...run, next: run.next + 1 };
  const within = (next: BlockRun): SearchState => ({ ...state, stage: { kind: "block", run: next } });
  switch (outcome.kind) {
    case "ok": {
      const value = { tps: outcome.tps, ttftMs: outcome.ttftMs };
      return within({ ...moved, values: run.values.with(index, value) });
    }
    case "infeasible":
      return withLeave(within(moved), index, { rung: run.rung, kind: "infeasible", reason: outcome.reason });
    case "invalid": {
      if (!isRepeat) return within({ ...moved, repeats: [...run.repeats, index] });
      const reason = `not comparable: ${outcome.reason}`;
      return withLeave(within(moved), index, { rung: run.rung, kind: "not-comparable", reason });
    }
  }
}

/** Step 5: a fall of the sentinel repeats the block once after a pause, once in a rung; else on to the next one. */
function finishBlock(state: SearchState): SearchState {
  if (state.stage.kind !== "block") return state;
  const { run } = state.stage;
  const { rung, block, version, values } = run;
  const finished = { ...state, blocks: [...state.blocks, { rung, block, version, values }] };
  if (hasSentinelFallen(finished)) {
    const order = run.order.filter((index) => blockMembers(finished).includes(index));
    return { ...finished, stage: { kind: "pause", run: emptyRun({ rung, block, version: 2, order }, finished) } };
  }
  return block < (state.rungs[rung - 1]?.blocks ?? 0) ? beginBlock(finished, rung, block + 1) : endRung(finished, rung);
}

function endRung(state: SearchState, rung: number): SearchState {
  const next = state.rungs[rung];
  if (next === undefined) return ended(state);
  const leaves = cellsToLeave(state, rung, next.cells);
  const left = [...leaves].reduce((reduced, [index, leave]) => withLeave(reduced, index, leave), state);
  return beginBlock(left, rung + 1, 1);
}
