import { describe, expect, test } from "vitest";
import { mulberry32 } from "../sampling/mulberry32.ts";
import type { Strength } from "../statistics/strengths.ts";
import { nextPicture, type WaitingRun } from "./next-picture.ts";
import { nextVote } from "./next-vote.ts";

const never = () => 0.5;

const run = (runId: string, change: Partial<WaitingRun> = {}): WaitingRun => ({
  runId,
  input: runId,
  spread: 0.1,
  inputRatings: 3,
  isPartnerRated: false,
  ...change,
});

const next = (waiting: readonly WaitingRun[], shown: readonly string[] = []) =>
  nextPicture({ waiting, shown, random: never });

describe("pictures", () => {
  test.each([
    ["uncertain arguments", run("z", { spread: 0.4 }), "uncertain-arguments"],
    ["an input with few ratings", run("z", { inputRatings: 0, spread: 0 }), "few-ratings-of-input"],
    ["a rated pair partner", run("z", { isPartnerRated: true, spread: 0, inputRatings: 3 }), "partner-rated"],
  ] as const)("TD28 TU29 %s come first, and the chosen term is named", (_title, first, term) => {
    const others = [run("a", { spread: term === "uncertain-arguments" ? 0.1 : 0 }), run("b", { spread: 0 })];
    expect(next([...others, first])).toEqual({ kind: "chosen", runId: "z", term });
  });

  test("TU29 the weights are 0.5, 0.3 and 0.2, the spread is taken against the largest of the queue", () => {
    const half = run("half", { spread: 0.2, inputRatings: 0 });
    const whole = run("whole", { spread: 0.4 });
    expect(next([half, whole])).toMatchObject({ runId: "half" });
    expect(next([{ ...half, inputRatings: 1 }, whole])).toMatchObject({ runId: "whole" });
    expect(next([{ ...half, inputRatings: 1, isPartnerRated: true }, whole])).toMatchObject({ runId: "half" });
  });

  test("TU29 ties go by run id, also before a first fit", () => {
    const unfitted = ["c", "a", "b"].map((id) => run(id, { spread: null, inputRatings: 0 }));
    expect(next(unfitted)).toEqual({ kind: "chosen", runId: "a", term: "few-ratings-of-input" });
  });

  test("TD28 an input never returns within five pictures", () => {
    const waiting = [run("a", { input: "x", spread: 0.9 }), run("b", { input: "y" })];
    expect(next(waiting, ["x", "1", "2", "3", "4"])).toMatchObject({ runId: "b" });
    expect(next(waiting, ["x", "1", "2", "3", "4", "5"])).toMatchObject({ runId: "a" });
    expect(next(waiting, ["x", "y"])).toEqual({ kind: "spaced" });
    expect(next([])).toEqual({ kind: "empty" });
  });

  test("TD28 one pick in ten is random under a seed, and says so", () => {
    const waiting = Array.from({ length: 50 }, (_, index) => run(`r${index}`, { spread: index / 50 }));
    const picks = (seed: number) => {
      const random = mulberry32(seed);
      return Array.from({ length: 2000 }, () => nextPicture({ waiting, shown: [], random }));
    };
    const drawn = picks(42).filter((pick) => pick.kind === "chosen" && pick.term === "random");
    expect(drawn.length).toBeGreaterThan(160);
    expect(drawn.length).toBeLessThan(240);
    expect(new Set(drawn.map((pick) => pick.kind === "chosen" && pick.runId)).size).toBeGreaterThan(40);
    expect(picks(42)).toEqual(picks(42));
  });
});

describe("votes", () => {
  const strength = (recipe: string, change: Partial<Strength>): Strength => ({
    recipe,
    strength: 1,
    lower: 0.5,
    upper: 2,
    logVariance: 0.1,
    decisiveVotes: 20,
    standing: "preliminary",
    ...change,
  });
  const pair = (pairId: string, left: string, right: string) => ({ pairId, input: pairId, left, right });

  test("TD28 TU30 the pair with the largest p(1 − p)(var_i + var_j) comes next", () => {
    const strengths = [
      strength("even", {}),
      strength("twin", {}),
      strength("strong", { strength: 9 }),
      strength("vague", { strength: 9, logVariance: 0.5 }),
    ];
    const waiting = [pair("1", "even", "strong"), pair("2", "even", "twin"), pair("3", "strong", "vague")];
    expect(nextVote({ waiting, strengths, shown: [], random: never })).toEqual({
      kind: "chosen",
      pairId: "3",
      term: "open-pair",
    });
    expect(nextVote({ waiting, strengths, shown: ["3"], random: never })).toMatchObject({ pairId: "2" });
  });

  test("TU30 a recipe without votes is as open as its prior", () => {
    const strengths = [strength("even", {}), strength("twin", {})];
    const waiting = [pair("1", "even", "twin"), pair("2", "even", "new")];
    expect(nextVote({ waiting, strengths, shown: [], random: never })).toMatchObject({ pairId: "2" });
  });

  test("TU30 the random share and the spacing are those of pictures", () => {
    const waiting = [pair("1", "a", "b")];
    expect(nextVote({ waiting, strengths: [], shown: ["1"], random: never })).toEqual({ kind: "spaced" });
    expect(nextVote({ waiting, strengths: [], shown: [], random: () => 0.05 })).toMatchObject({ term: "random" });
  });
});
