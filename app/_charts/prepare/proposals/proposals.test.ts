import { expect, test } from "vitest";
import { type PredictedScore, prepareHeldOutScatter } from "./held-out-scatter.ts";
import { type ProposalMeans, prepareProposalDumbbell } from "./proposal-dumbbell.ts";

const score = (change: Partial<PredictedScore>): PredictedScore => ({
  image: "9f3a",
  predicted: 3.4,
  given: 4,
  split: "holdout",
  ...change,
});

test("C-10 shows held-out scores alone, moved apart by at most 0.08, the twin with the true values", () => {
  const scores = [...Array.from({ length: 20 }, (_, index) => score({ image: `${index}` })), score({ split: "train" })];
  const view = prepareHeldOutScatter({ scores, meanAbsolute: 0.52, spearman: 0.61, hasTrain: false });
  expect(view.dots).toHaveLength(20);
  expect(view.dots.every(({ y }) => Math.abs(y - 4) <= 0.08)).toBe(true);
  expect(new Set(view.dots.map(({ y }) => y)).size).toBe(20);
  expect(view.twin.rows[0]?.values.map(({ csv }) => csv)).toEqual(["0", "3.4", "4", "holdout"]);
  expect(view.sentence).toBe(
    "On 20 held-out scores the prediction is off by 0.52 stars on average; rank correlation 0.61.",
  );
  expect(prepareHeldOutScatter({ scores, meanAbsolute: 0.52, spearman: null, hasTrain: true }).n).toBe(21);
});

test("C-10 without held-out scores says that nothing shows whether it holds", () => {
  const view = prepareHeldOutScatter({ scores: [], meanAbsolute: null, spearman: null, hasTrain: false });
  expect(view.sentence).toContain("No score was held out");
});

const means = (change: Partial<ProposalMeans> = {}): ProposalMeans => ({
  class: "color-photo",
  trainCurrent: 3.412,
  trainCandidate: 3.701,
  holdoutCurrent: 3.398,
  holdoutCandidate: 3.655,
  delta: 0.257,
  gain: { lower: 0.094, upper: 0.468 },
  nTrain: 96,
  nHoldout: 24,
  method: "gp",
  seed: 42,
  blind: null,
  ...change,
});

test("C-12 lays the interval of the gain on the held-out live mean and names n, method and seed", () => {
  const view = prepareProposalDumbbell([means()]);
  expect(view.bars[0]?.interval?.low).toBeCloseTo(3.492, 9);
  expect(view.sentence).toBe(
    "color-photo: predicted +0.257 stars on held-out scores; gain +0.094 to +0.468 (96 train, 24 held out, gp, seed 42).",
  );
  expect(view.caption).toContain("are predictions");
});

test.each([
  [0, true],
  [-0.1, true],
  [0.001, false],
])("C-12 a held-out change of %f is a regression: %s", (delta, isRegression) => {
  const view = prepareProposalDumbbell([means({ delta, gain: null, method: "idw" })]);
  expect(view.bars[0]?.isRegression).toBe(isRegression);
  expect(view.sentence.includes("REGRESSION")).toBe(isRegression);
  expect(view.bars[0]?.interval).toBeNull();
});

test("C-12 draws two lanes a class, and tells the blind pairs only when they are known", () => {
  const alone = prepareProposalDumbbell([means({ blind: { better: 17, tied: 6, worse: 7 } })]);
  expect(alone.lanes.map(({ name, split }) => [name, split])).toEqual([
    ["held out", "holdout"],
    ["train", "train"],
  ]);
  expect(alone.lanes[0]?.note).toBe("blind pairs 17 better, 6 tied, 7 worse");
  expect(alone.sentence).toContain("; blind pairs 17 better, 6 tied, 7 worse.");
  expect(alone.x.min).toBeLessThan(3.398);
  expect(alone.x.max).toBeGreaterThan(3.398 + 0.468);
  const two = prepareProposalDumbbell([means(), means({ class: "receipt", delta: -0.1 })]);
  expect(two.lanes.map(({ name, note }) => [name, note])).toEqual([
    ["color-photo", ""],
    ["train", ""],
    ["receipt", "REGRESSION"],
    ["train", ""],
  ]);
  expect(two.twin.rows[1]?.at).toEqual({ dataset: 0, index: 2 });
});

test("C-10 a prediction beyond the scale widens both axes alike, so that the plot stays square", () => {
  const view = prepareHeldOutScatter({
    scores: [score({ predicted: 5.5 })],
    meanAbsolute: 1,
    spearman: null,
    hasTrain: false,
  });
  expect(view.x.min).toBeCloseTo(0.3, 9);
  expect(view.x.max).toBeCloseTo(5.7, 9);
  expect([view.y.min, view.y.max]).toEqual([view.x.min, view.x.max]);
});
