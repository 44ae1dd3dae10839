import { expect, test } from "vitest";
import { raterWinners } from "./rater-winners.ts";
import type { Vote } from "./votes.ts";

const vote = (rater: string, left: string, right: string, outcome: Vote["outcome"] = "left"): Vote => ({
  ...{ input: "i", rater, left, right, outcome },
});

test("TU33 each rater has the recipe that wins most above its losses, none where two lead", () => {
  const votes = [
    ...[vote("r1", "p", "q"), vote("r1", "q", "p", "right"), vote("r1", "p", "q", "tie")],
    ...[vote("r2", "q", "p"), vote("r2", "p", "q", "tie")],
    vote("r3", "p", "q", "tie"),
  ];
  expect(raterWinners(votes)).toEqual([
    { rater: "r1", recipe: "p", wins: 2, ties: 1, losses: 0 },
    { rater: "r2", recipe: "q", wins: 1, ties: 1, losses: 0 },
    { rater: "r3", recipe: null, wins: 0, ties: 1, losses: 0 },
  ]);
});
