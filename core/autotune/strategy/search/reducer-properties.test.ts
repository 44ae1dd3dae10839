import fc from "fast-check";
import { expect, test } from "vitest";
import { nextStep } from "./next-step.ts";
import { beginSearch, cutSearch, record } from "./reducer.ts";
import { searchResult } from "./search-result.ts";
import type { PlannedVisit, SearchOutcome, SearchState, VisitOutcome } from "./search-state.ts";
import { areSameKnobs, type SearchSetup } from "./setup.ts";
import { testCells, testSetup } from "./test-search.ts";

const value = fc.record({
  tps: fc.double({ min: 0.1, max: 100, noNaN: true }),
  ttftMs: fc.double({ min: 10, max: 70_000, noNaN: true }),
});
const outcome: fc.Arbitrary<VisitOutcome> = fc.oneof(
  { weight: 12, arbitrary: value.map((measured): VisitOutcome => ({ kind: "ok", ...measured })) },
  { weight: 1, arbitrary: fc.constant<VisitOutcome>({ kind: "infeasible", reason: "HTTP 503" }) },
  { weight: 2, arbitrary: fc.constant<VisitOutcome>({ kind: "invalid", reason: "lagging" }) },
);

const setups: fc.Arbitrary<SearchSetup> = fc
  .record({
    batches: fc.constantFrom([1], [1, 2], [1, 2, 4], [1, 2, 4, 8]),
    contexts: fc.constantFrom([2000], [2000, 4000], [2000, 4000, 8000]),
    rngKey: fc.nat(),
    incumbent: fc.constantFrom("none", "cell", "outside", "other-model"),
    isSentinelCell: fc.boolean(),
  })
  .map(({ batches, contexts, rngKey, incumbent, isSentinelCell }) => {
    const cells = testCells(batches, contexts);
    const own = cells.at(-1) ?? testSetup().sentinel;
    const knobs = incumbent === "outside" ? { ...own, maxBatch: 64 } : own;
    return testSetup({
      cells,
      rngKey,
      sentinel: { kvBits: null, maxBatch: isSentinelCell ? 1 : 3, maxContext: 2000 },
      incumbent:
        incumbent === "none" ? null : { knobs, isCell: incumbent === "cell", isSameModel: incumbent !== "other-model" },
    });
  });

interface Walk {
  state: SearchState;
  visits: { visit: PlannedVisit; before: SearchState }[];
  steps: number;
}

/** Answers every step from a list of outcomes, over and over. */
function walk(setup: SearchSetup, outcomes: readonly VisitOutcome[], most = 2000): Walk {
  let state = beginSearch(setup);
  const visits: Walk["visits"] = [];
  let steps = 0;
  for (let step = nextStep(state); step.kind !== "done" && steps < most; step = nextStep(state)) {
    const given = outcomes[steps % outcomes.length] ?? { kind: "invalid", reason: "none" };
    steps += 1;
    if (step.kind === "visit") visits.push({ visit: step.visit, before: state });
    const answers: Record<Exclude<typeof step.kind, never>, SearchOutcome> = {
      visit: given,
      calibrate: given.kind === "ok" ? { kind: "calibrated", volleys: Array(6).fill(given) } : given,
      pause: { kind: "paused" },
      quality: { kind: "judged", verdicts: [] },
    };
    state = record(state, answers[step.kind]);
  }
  return { state, visits, steps };
}

const outcomes = fc.array(outcome, { minLength: 1, maxLength: 60 });

test("any sequence of outcomes ends", () => {
  fc.assert(
    fc.property(setups, outcomes, (setup, given) => walk(setup, given).steps < 400),
    { numRuns: 300 },
  );
});

test("TM17 no cell is visited after it left, except an incumbent or sentinel that is carried on", () => {
  fc.assert(
    fc.property(setups, outcomes, (setup, given) => {
      for (const { visit, before } of walk(setup, given).visits) {
        if (visit.isOtherModel) continue;
        const index = before.targets.knobs.findIndex((knobs) => areSameKnobs(knobs, visit.knobs));
        const leave = before.leaves[index] ?? null;
        const isCarried = index === before.targets.sentinel || index === before.targets.incumbent;
        expect(leave === null || (isCarried && leave.kind !== "infeasible")).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test("TM14 whatever happens, an even block is the reverse of the one before, less those that left", () => {
  const key = ({ rung, block, version }: PlannedVisit): string => `${rung}/${block}/${version}`;
  fc.assert(
    fc.property(setups, outcomes, (setup, given) => {
      const blocks = Map.groupBy(
        walk(setup, given)
          .visits.map(({ visit }) => visit)
          .filter(({ isRepeat }) => !isRepeat),
        key,
      );
      for (const [, own] of blocks) {
        const [first] = own;
        if (first === undefined || first.block % 2 === 1 || first.version === 2) continue;
        const before =
          blocks.get(`${first.rung}/${first.block - 1}/2`) ?? blocks.get(`${first.rung}/${first.block - 1}/1`);
        const names = own.map(({ knobs }) => JSON.stringify(knobs));
        const mirrored = (before ?? []).map(({ knobs }) => JSON.stringify(knobs)).reverse();
        const met = mirrored.filter((name) => names.includes(name)).slice(0, names.length);
        expect(names).toEqual(met);
      }
    }),
    { numRuns: 200 },
  );
});

test("TM15 a machine without noise has the same winner whatever the cell list's order", () => {
  const permuted = fc.shuffledSubarray([...Array(36).keys()], { minLength: 36 });
  const speeds = fc.array(value, { minLength: 36, maxLength: 36 });
  fc.assert(
    fc.property(permuted, speeds, fc.nat(), (order, drawn, rngKey) => {
      const cells = testCells([1, 2, 4, 8], [2000, 4000, 8000]);
      const winnerOf = (listed: SearchSetup["cells"]) => {
        let state = beginSearch(testSetup({ cells: listed, rngKey, gateTtftMs: 80_000 }));
        for (let step = nextStep(state); step.kind !== "done"; step = nextStep(state)) {
          if (step.kind !== "visit") {
            state = record(
              state,
              step.kind === "quality"
                ? {
                    kind: "judged",
                    verdicts: step.task.subjects.map((knobs) => ({
                      knobs,
                      questions: 40,
                      agreeing: 40,
                      selfAgreeing: 40,
                    })),
                  }
                : { kind: "invalid", reason: "none" },
            );
            continue;
          }
          const { knobs } = step.visit;
          const index = cells.findIndex((cell) => areSameKnobs(cell, knobs));
          state = record(state, { kind: "ok", ...(drawn[index] ?? { tps: 1, ttftMs: 1 }) });
        }
        return searchResult(state).winner?.knobs;
      };
      expect(winnerOf(order.flatMap((index) => cells[index] ?? []))).toEqual(winnerOf(cells));
    }),
    { numRuns: 60 },
  );
});

test("TM22 a search cut anywhere has a whole result: a winner exactly when a block is complete for a cell that is in", () => {
  fc.assert(
    fc.property(setups, outcomes, fc.nat({ max: 120 }), (setup, given, most) => {
      const { state } = walk(setup, given, most);
      const result = searchResult(cutSearch(state));
      expect(result.isPartial).toBe(nextStep(state).kind !== "done");
      if (state.blocks.length === 0) expect(result.winner).toBeNull();
      for (const { gap, meanTps } of result.contenders) {
        expect(Number.isFinite(gap.mean) && Number.isFinite(meanTps)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
