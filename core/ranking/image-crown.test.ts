import { expect, test } from "vitest";
import type { BoardScore } from "./image-board.ts";
import { imageBoards } from "./image-boards.ts";

interface Wish {
  recipe: string;
  score: (image: number) => number;
  rater?: string;
  runs?: number;
}

const scored = ({ recipe, score, rater = "ada", runs = 24 }: Wish): BoardScore[] =>
  Array.from({ length: runs }, (_, image) => ({
    run: `${recipe} ${image}`,
    input: `image ${image}`,
    rater,
    recipe,
    score: score(image),
    workingSize: 1600,
    mode: "blind",
    atMs: 1000,
  }));

const leadOf = (...wishes: Wish[]) =>
  imageBoards({ scores: wishes.flatMap(scored), verdicts: [], live: "live" }).boards[0]?.lead;
const byThree = (recipe: string, score: (image: number) => number): Wish[] =>
  ["ada", "bob", "cyd"].map((rater) => ({ recipe, rater, score }));

const clear = { live: (image: number) => 2 + (image % 2), good: (image: number) => 4 + (image % 2) };

test("a lead that no single rating and no single rater carries has a solid crown, with its gap", () => {
  const lead = leadOf(...byThree("live", clear.live), ...byThree("good", clear.good));
  expect(lead?.crown).toEqual({ kind: "solid" });
  expect(lead?.gap?.lower).toBeGreaterThan(1);
  expect(lead?.gap?.mean).toBeLessThan(2);
});

test("E5 a lead that hangs on one rating names its image and who leads without it", () => {
  const good = (image: number) => (image === 7 ? 5 : 3);
  const lead = leadOf(...byThree("live", () => 3), { recipe: "good", score: good, rater: "ada" });
  const alone = leadOf({ recipe: "live", score: () => 3 }, { recipe: "good", score: good });
  expect(alone?.crown).toEqual({ kind: "dashed", by: "rating", input: "image 7", other: "live" });
  expect(lead?.crown.kind).not.toBe("solid");
});

test("E5 a lead that hangs on one of three raters says so", () => {
  const lead = leadOf(
    { recipe: "live", rater: "ada", score: () => 3 },
    { recipe: "good", rater: "ada", score: () => 5 },
    ...["bob", "cyd"].flatMap((rater) => [
      { recipe: "live", rater, score: (image: number) => 3 + (image % 2) },
      { recipe: "good", rater, score: () => 3 },
    ]),
  );
  expect(lead?.crown).toEqual({ kind: "dashed", by: "rater", input: null, other: "live" });
});

test("a lead of fewer than three raters is unconfirmed, one entry is the only one, equals share, none is none", () => {
  const good: Wish = { recipe: "good", score: clear.good };
  expect(leadOf({ recipe: "live", score: clear.live }, good)?.crown).toEqual({ kind: "dotted", raters: 1 });
  expect(leadOf(good, { recipe: "live", score: clear.live, runs: 19 })).toEqual({ crown: { kind: "only" }, gap: null });
  expect(leadOf({ ...good, runs: 19 })).toEqual({ crown: { kind: "none" }, gap: null });
  const twins = leadOf({ recipe: "a", score: () => 4 }, { recipe: "b", score: () => 4 });
  expect(twins?.crown).toEqual({ kind: "joint", others: ["b"] });
});

test("a board too long to take every rating away says that it did not", () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    recipe: `r${index}`,
    runs: 20,
    score: (image: number) => 1 + ((image + index) % 5),
  }));
  expect(leadOf({ recipe: "live", runs: 20, score: () => 5 }, ...many)?.crown).toEqual({ kind: "unchecked" });
});
