import { describe, expect, test } from "vitest";
import type { QualityVerdict } from "../choice/quality.ts";
import { searchResult } from "./search-result.ts";
import { driveSearch, type TestMachine, testCells, testSetup } from "./test-search.ts";

/** 4 bits are fastest to the first token, 8 bits next; all equally fast. */
const ttft = { 4: 2000, 8: 3000, null: 4000 };
const visit: TestMachine["visit"] = ({ knobs }) => ({ kind: "ok", tps: 20, ttftMs: ttft[`${knobs.kvBits}`] });

const answering = (agreeing: Record<"4" | "8", Partial<QualityVerdict>>): TestMachine => ({
  visit,
  judge: ({ task }) => ({
    kind: "judged",
    verdicts: task.subjects.map((knobs) => ({
      knobs,
      questions: 40,
      agreeing: 40,
      selfAgreeing: 40,
      ...agreeing[knobs.kvBits === 4 ? "4" : "8"],
    })),
  }),
});

const winnerKv = (machine: TestMachine, setup = testSetup()) =>
  searchResult(driveSearch(setup, machine).state).winner?.knobs.kvBits;

describe("TM18 quality guard", () => {
  test("each quantised finalist is compared with the unquantised cell of its batch and context", () => {
    const { steps } = driveSearch(testSetup(), { visit });
    const tasks = steps.flatMap((step) => (step.kind === "quality" ? [step.task] : []));
    expect(tasks).toEqual(
      [1, 2].map((maxBatch) => ({
        reference: { kvBits: null, maxBatch, maxContext: 2000 },
        subjects: [4, 8].map((kvBits) => ({ kvBits, maxBatch, maxContext: 2000 })),
      })),
    );
  });

  test("TM18 37 of 40 is out of the choice, 38 of 40 is in", () => {
    expect(winnerKv(answering({ 4: { agreeing: 38 }, 8: {} }))).toBe(4);
    expect(winnerKv(answering({ 4: { agreeing: 37 }, 8: {} }))).toBe(8);
    const result = searchResult(driveSearch(testSetup(), answering({ 4: { agreeing: 37 }, 8: {} })).state);
    expect(result.ineligible.map(({ knobs, quality }) => [knobs.kvBits, quality])).toEqual([
      [4, "differs"],
      [4, "differs"],
    ]);
  });

  test("TM18 low self-agreement is quality not shown, and not eligible beside a feasible unquantised cell", () => {
    const unsure = { selfAgreeing: 37 };
    const result = searchResult(driveSearch(testSetup(), answering({ 4: unsure, 8: unsure })).state);
    expect(result.winner).toMatchObject({ knobs: { kvBits: null }, quality: "unquantised" });
    expect(new Set(result.ineligible.map(({ quality }) => quality))).toEqual(new Set(["not-shown"]));
  });

  test("a cell that cannot be judged is eligible only when no unquantised cell is feasible, marked quality not shown", () => {
    const machine: TestMachine = {
      ...answering({ 4: { agreeing: null }, 8: { agreeing: null } }),
      visit: (planned, seq) =>
        planned.knobs.kvBits === null
          ? { kind: "infeasible", reason: "HTTP 503" }
          : (visit?.(planned, seq) ?? { kind: "invalid", reason: "" }),
    };
    const { state, steps } = driveSearch(testSetup(), machine);
    expect(steps.some(({ kind }) => kind === "quality")).toBe(false);
    expect(searchResult(state).winner).toMatchObject({ knobs: { kvBits: 4 }, quality: "not-shown" });
  });

  test("an axis without an unquantised cell asks nothing and shows no quality", () => {
    const cells = testCells([1, 2]).filter(({ kvBits }) => kvBits !== null);
    const { state, steps } = driveSearch(testSetup({ cells }), { visit });
    expect(steps.some(({ kind }) => kind === "quality")).toBe(false);
    expect(searchResult(state).winner?.quality).toBe("not-shown");
  });

  test("no finalist eligible: the unquantised cells that came furthest are chosen among", () => {
    const cells = testCells([1, 2, 4, 8], [2000, 4000, 8000]);
    const machine: TestMachine = {
      ...answering({ 4: { agreeing: 0 }, 8: { agreeing: 0 } }),
      visit: ({ knobs }) => {
        if (knobs.kvBits !== null) return { kind: "ok", tps: 30, ttftMs: 4000 };
        return { kind: "ok", tps: knobs.maxBatch === 4 ? 21 : 20, ttftMs: knobs.maxContext === 4000 ? 3000 : 4000 };
      },
    };
    const result = searchResult(driveSearch(testSetup({ cells }), machine).state);
    expect(result.winner?.knobs).toMatchObject({ kvBits: null, maxBatch: 4, maxContext: 4000 });
  });
});
