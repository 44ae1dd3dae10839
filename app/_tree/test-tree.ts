import type { TreeCandidate, TreeCell, TreeInput } from "./tree-input.ts";

const GIB = 2 ** 30;

/** A candidate of `weights` GiB that was not probed; a test names what it changes. */
export function candidateOf(rank: number, weights: number, change: Partial<TreeCandidate> = {}): TreeCandidate {
  return {
    rank,
    id: `org/model-${rank}`,
    label: `model-${rank}`,
    sizeB: weights * 2,
    isPractice: false,
    fitVerdict: "fits",
    weightsBytes: weights * GIB,
    kvCacheBytes: GIB,
    reserveBytes: GIB / 2,
    needBytes: (weights + 1.5) * GIB,
    budgetBytes: 16 * GIB,
    state: "not-probed",
    ttftP95Ms: null,
    replicates: 0,
    reason: null,
    trialLocalId: null,
    ...change,
  };
}

/** A measured cell. */
export function cellOf(index: number, tpsMedian: number, change: Partial<TreeCell> = {}): TreeCell {
  return {
    index,
    knobs: { kvBits: index % 2 === 0 ? null : 8, maxBatch: 1, maxContext: 8000 },
    state: "measured",
    tpsMedian,
    ttftP95Ms: 1900,
    replicates: 3,
    reason: null,
    trialLocalId: 10 + index,
    ...change,
  };
}

export const finishedTree: TreeInput = {
  candidates: [
    candidateOf(1, 17.2, {
      state: "pruned",
      reason: "ttft p95 71230 ms over gate 60000 ms",
      trialLocalId: 1,
      ttftP95Ms: 71230.4,
      replicates: 1,
    }),
    candidateOf(2, 8.1, { state: "chosen", trialLocalId: 2, ttftP95Ms: 1920, replicates: 1 }),
    candidateOf(3, 4.3),
    candidateOf(4, 1.8),
  ],
  cells: [
    cellOf(1, 17.9),
    cellOf(2, 21.4, { state: "kept" }),
    cellOf(3, 0, { state: "infeasible", tpsMedian: null, reason: "HTTP 500" }),
    cellOf(4, 0, { state: "unsupported", tpsMedian: null, reason: "unsupported by backend: kv bits" }),
  ],
  targetContext: 8000,
  gateTtftMs: 60_000,
  workingSetBytes: 16 * GIB,
  isLive: false,
};
