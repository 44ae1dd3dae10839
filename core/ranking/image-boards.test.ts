import { expect, test } from "vitest";
import type { BoardScore, BoardVerdict } from "./image-board.ts";
import { imageBoards } from "./image-boards.ts";

interface Wish {
  recipe: string;
  runs: number;
  /** The score of the image with this number. */
  score: (image: number) => number;
  change?: Partial<BoardScore>;
}

function scored({ recipe, runs, score, change = {} }: Wish): BoardScore[] {
  return Array.from({ length: runs }, (_, image) => ({
    run: `${recipe} ${image}`,
    input: `image ${image}`,
    rater: "ada",
    recipe,
    score: score(image),
    workingSize: 1600,
    mode: "blind",
    atMs: 1000,
    ...change,
  }));
}
const verdict = (change: Partial<BoardVerdict> = {}): BoardVerdict => ({
  input: "image 0",
  rater: "ada",
  left: "good",
  right: "live",
  outcome: "left",
  workingSize: 1600,
  ...change,
});
const only = (boards: ReturnType<typeof imageBoards>) => boards.boards[0]?.entries ?? [];

test("TU36 recipes stand by the lower bound of their effect; one under 20 rated runs has no place and no effect", () => {
  const scores = [
    ...scored({ recipe: "live", runs: 25, score: (image) => 2 + (image % 2) }),
    ...scored({ recipe: "good", runs: 25, score: (image) => 4 + (image % 2) }),
    ...scored({ recipe: "thin", runs: 13, score: () => 5 }),
  ];
  const [first, second, third] = only(imageBoards({ scores, verdicts: [], live: "live" }));
  expect(first).toMatchObject({ recipe: "good", rank: 1, runs: 25, isLive: false, mean: 4.48, rankRange: [1, 1] });
  expect(second).toMatchObject({ recipe: "live", rank: 2, isLive: true, winRate: null, rankRange: [2, 2] });
  expect(third).toMatchObject({ recipe: "thin", rank: null, rankRange: null, effect: null, runs: 13, mean: 5 });
  expect(first?.effect?.lower).toBeGreaterThan(second?.effect?.upper ?? 0);
});

test("TU36 intervals that overlap leave the rank open: the range holds both places", () => {
  const scores = [
    ...scored({ recipe: "live", runs: 20, score: (image) => 3 + (image % 2) }),
    ...scored({ recipe: "good", runs: 20, score: (image) => 3 + ((image + 1) % 2) }),
  ];
  expect(only(imageBoards({ scores, verdicts: [], live: "live" })).map(({ rankRange }) => rankRange)).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test("equal bounds are ordered by mean, raters, then the older recipe", () => {
  const twins = (atMs: Record<string, number>) =>
    ["a", "b"].flatMap((recipe) => scored({ recipe, runs: 20, score: () => 4, change: { atMs: atMs[recipe] ?? 0 } }));
  const order = (atMs: Record<string, number>) =>
    only(imageBoards({ scores: twins(atMs), verdicts: [], live: null })).map(({ recipe }) => recipe);
  expect(order({ a: 2000, b: 1000 })).toEqual(["b", "a"]);
  expect(order({ a: 1000, b: 2000 })).toEqual(["a", "b"]);
});

test("a board is one working size and one rating mode; what the log does not say is on none", () => {
  const scores = [
    ...scored({ recipe: "live", runs: 3, score: () => 3 }),
    ...scored({ recipe: "live", runs: 2, score: () => 3, change: { mode: "open" } }),
    ...scored({ recipe: "live", runs: 1, score: () => 3, change: { workingSize: 800 } }),
    ...scored({ recipe: "live", runs: 4, score: () => 3, change: { workingSize: null } }),
    ...scored({ recipe: "live", runs: 5, score: () => 3, change: { mode: null } }),
  ];
  const { boards, unclassified } = imageBoards({ scores, verdicts: [verdict({ workingSize: null })], live: "live" });
  expect(boards.map(({ workingSize, mode, scores: n }) => [workingSize, mode, n])).toEqual([
    [1600, "blind", 3],
    [1600, "open", 2],
    [800, "blind", 1],
  ]);
  expect(unclassified).toBe(10);
});

test("TU36 blind verdicts count as wins, losses and ties, and move the effect of the blind board only", () => {
  const scores = ["live", "good"].flatMap((recipe) => [
    ...scored({ recipe, runs: 20, score: () => 3 }),
    ...scored({ recipe, runs: 20, score: () => 3, change: { mode: "open" } }),
  ]);
  const verdicts = [verdict(), verdict({ left: "live", right: "good" }), verdict({ outcome: "tie" }), verdict()];
  const { boards } = imageBoards({ scores, verdicts, live: "live" });
  const [blind, open] = [boards[0], boards[1]];
  expect(blind).toMatchObject({ mode: "blind", verdicts: 4 });
  expect(blind?.entries[0]).toMatchObject({ recipe: "good", wins: 2, losses: 1, ties: 1 });
  expect(blind?.entries[0]?.winRate).toBeGreaterThan(0.5);
  expect(open?.entries.every(({ wins, effect }) => wins === 0 && Math.abs(effect?.mean ?? 1) < 1e-9)).toBe(true);
});

test("a very long board keeps the live and the most rated recipes and says how many it left out", () => {
  const scores = Array.from({ length: 405 }, (_, place) =>
    scored({ recipe: `r${place}`, runs: place === 0 ? 1 : 2, score: () => 3 }),
  ).flat();
  const board = imageBoards({ scores, verdicts: [], live: "r0" }).boards[0];
  expect([board?.entries.length, board?.leftOut]).toEqual([400, 5]);
  expect(board?.entries.some(({ isLive }) => isLive)).toBe(true);
});

test("IM65 a class rated in pairs only has a board of wins and losses, without places", () => {
  const { boards } = imageBoards({ scores: [], verdicts: [verdict()], live: "live" });
  expect(boards[0]).toMatchObject({ workingSize: 1600, mode: "blind", scores: 0, verdicts: 1 });
  expect(boards[0]?.entries).toMatchObject([
    { recipe: "good", wins: 1, rank: null, effect: null, mean: null, winRate: 1 },
    { recipe: "live", losses: 1, rank: null, effect: null, mean: null },
  ]);
});
