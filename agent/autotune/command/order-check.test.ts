import { expect, test } from "vitest";
import { testPlan } from "../../../core/autotune/report/test-trial.ts";
import type { TunePlan } from "../../../core/autotune/tune-plan.ts";
import { readAutotuneFlags } from "./autotune-flags.ts";
import { checkOrder, type OrderRun } from "./order-check.ts";

const CHOSEN: OrderRun = { exitCode: 0, chosen: { model: "org/a-1B", knobs: "batch 1" } };

function checking(answer: (plan: TunePlan, turn: number) => Partial<OrderRun>, idle = true) {
  const runs: TunePlan[] = [];
  const said: string[] = [];
  let idles = 0;
  const code = checkOrder({
    plan: testPlan({
      candidates: [
        { id: "org/b-2B", revision: null },
        { id: "org/a-1B", revision: null },
      ],
    }),
    pairs: 10,
    run: async (plan) => {
      runs.push(plan);
      return { ...CHOSEN, ...answer(plan, runs.length) };
    },
    idle: async () => {
      idles += 1;
      return idle;
    },
    say: (line) => void said.push(line),
  });
  return code.then((exitCode) => ({ exitCode, runs, said, idles }));
}

test("M28 one run finds the model, then ten pairs with it alone in the list, in the order ABBA, idle between pairs", async () => {
  const { exitCode, runs, idles, said } = await checking(() => ({}));
  expect(exitCode).toBe(0);
  expect(runs).toHaveLength(21);
  expect(runs[0]?.candidates).toHaveLength(2);
  expect(runs.slice(1).every(({ candidates }) => candidates.map(({ id }) => id).join() === "org/a-1B")).toBe(true);
  expect(runs.slice(1, 9).map(({ strategy }) => strategy)).toEqual([
    ...["grid", "grid-reverse", "grid-reverse", "grid"],
    ...["grid", "grid-reverse", "grid-reverse", "grid"],
  ]);
  expect(idles).toBe(9);
  expect(said.at(-1)).toBe("autotune: order check: 0 of 10 pairs chose differently");
});

test("M28 any pair with different winners recommends blocked-halving; a failed run makes the check fail and goes on", async () => {
  const { exitCode, runs, said } = await checking(({ strategy }, turn) => {
    if (turn === 5) return { exitCode: 1, chosen: null };
    return strategy === "grid-reverse" && turn > 18 ? { chosen: { model: "org/a-1B", knobs: "batch 2" } } : {};
  });
  expect(exitCode).toBe(1);
  expect(runs).toHaveLength(21);
  expect(said.at(-1)).toMatch(
    /^autotune: order check: \d of 10 pairs chose differently; use --strategy blocked-halving/,
  );
});

test("M28 an interrupt in a run or between pairs ends the check with 130", async () => {
  expect(await checking((_plan, turn) => (turn === 4 ? { exitCode: 130 } : {}))).toMatchObject({ exitCode: 130 });
  const idle = await checking(() => ({}), false);
  expect(idle).toMatchObject({ exitCode: 130, idles: 1 });
  expect(idle.runs).toHaveLength(3);
});

test("M28 without a feasible model there is nothing to compare", async () => {
  const { exitCode, runs } = await checking(() => ({ exitCode: 1, chosen: null }));
  expect([exitCode, runs.length]).toEqual([1, 1]);
});

test.each([
  [{ orderCheck: true, apply: true }, "--order-check cannot be combined with --apply"],
  [{ orderCheck: true, confirm: true }, "--order-check cannot be combined with --confirm"],
  [{ orderCheck: true, json: true }, "--order-check cannot be combined with --json"],
  [{ orderCheck: true, strategy: "blocked-halving" }, "--order-check needs --strategy grid, not blocked-halving"],
  [{ strategy: "grid-reverse" }, "--strategy grid-reverse must be grid or blocked-halving"],
])("M28 B7 %j is a parse error", (options, message) => {
  expect(readAutotuneFlags(options)).toEqual({ kind: "refused", message });
});

test("M24 section 10: --confirm is part of the plan, --stage2-replicates is ignored by blocked-halving with a warning", () => {
  const read = readAutotuneFlags({ confirm: true, strategy: "blocked-halving", stage2Replicates: "5" });
  expect(read).toMatchObject({
    kind: "ok",
    flags: {
      plan: { confirm: true, strategy: "blocked-halving" },
      warnings: ["warning: --stage2-replicates is ignored by --strategy blocked-halving"],
    },
  });
});
