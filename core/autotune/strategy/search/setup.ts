import type { KnobSettings } from "../../../serving/knobs.ts";

/** What a search is given; beyond it a strategy learns only outcomes of visits. */
export interface SearchSetup {
  /** Supported cells only, in cell-list order (M18). */
  cells: readonly KnobSettings[];
  /** kv unset, smallest batch and context, even when outside the axes (section 10 step 1). */
  sentinel: KnobSettings;
  /** The applied recipe (M19, B118); null when there is none or it cannot be measured. */
  incumbent: { knobs: KnobSettings; isCell: boolean; isSameModel: boolean } | null;
  /** Fixes every random choice. */
  rngKey: number;
  tieEpsilon: number;
  /** A warm first token later than this, ms, makes a cell infeasible; equality passes (B52). */
  gateTtftMs: number;
  /** Breaks the last tie of the choice (B73); called only then. */
  recipeHashOf(knobs: KnobSettings): string;
}

/** Everything that can be visited in a block: the cells, then an incumbent and a sentinel that are no cells. */
export interface Targets {
  knobs: readonly KnobSettings[];
  /** Targets below this index are cells. */
  cells: number;
  sentinel: number;
  /** Null when there is none of the same model. */
  incumbent: number | null;
  /** Target indexes in an order that does not depend on the cell list's. */
  canonical: readonly number[];
}

export function areSameKnobs(left: KnobSettings, right: KnobSettings): boolean {
  return left.kvBits === right.kvBits && left.maxBatch === right.maxBatch && left.maxContext === right.maxContext;
}

/** Unset kv first, as in the default axis. */
function compareKnobs(left: KnobSettings, right: KnobSettings): number {
  const byKv = (left.kvBits ?? 0) - (right.kvBits ?? 0);
  const byBatch = (left.maxBatch ?? 0) - (right.maxBatch ?? 0);
  return byKv || byBatch || (left.maxContext ?? 0) - (right.maxContext ?? 0);
}

export function targetsOf({ cells, sentinel, incumbent }: SearchSetup): Targets {
  const knobs = [...cells];
  const place = (wanted: KnobSettings): number => {
    const known = knobs.findIndex((settings) => areSameKnobs(settings, wanted));
    return known === -1 ? knobs.push(wanted) - 1 : known;
  };
  const incumbentIndex = incumbent?.isSameModel ? place(incumbent.knobs) : null;
  const sentinelIndex = place(sentinel);
  const canonical = knobs
    .map((settings, index) => ({ settings, index }))
    .sort((left, right) => compareKnobs(left.settings, right.settings))
    .map(({ index }) => index);
  return { knobs, cells: cells.length, sentinel: sentinelIndex, incumbent: incumbentIndex, canonical };
}
