import { expect, test } from "vitest";
import { type BoardPlace, prepareBoardLead } from "./board-lead.ts";

const first: BoardPlace = {
  id: "a",
  name: "abababab, version 2",
  rank: 1,
  rankRange: [1, 2],
  effect: { mean: 0.22, lower: -0.28, upper: 0.71 },
  n: 25,
  crown: "crown, fragile",
};
const second: BoardPlace = {
  ...first,
  id: "b",
  name: "cdcdcdcd, version 1",
  rank: 2,
  effect: { mean: -0.4, lower: -0.9, upper: 0.1 },
  crown: null,
};

test("C-09 draws each place with its interval on an axis that holds both signs and zero, and its twin says the same", () => {
  const view = prepareBoardLead({ places: [first, second], sentence: "abababab leads.", board: "Blind ratings" });
  expect(view.x.min).toBeLessThanOrEqual(-0.9);
  expect(view.x.max).toBeGreaterThanOrEqual(0.71);
  expect(view.x.ticks).toContain(0);
  expect([view.n, view.twin.rows.length]).toEqual([50, 2]);
  expect(view.twin.rows[0]?.values.map(({ shown }) => shown)).toEqual([
    "1",
    "1 to 2",
    "abababab, version 2",
    "+0.22",
    "−0.28",
    "+0.71",
    "25",
    "crown, fragile",
  ]);
  expect(view.twin.rows[1]?.text).toBe(
    "2. cdcdcdcd, version 1: ≈ −0.40 stars (−0.90 to +0.10), ranks 1 to 2 possible, n = 25.",
  );
});
