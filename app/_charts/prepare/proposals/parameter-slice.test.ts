import { expect, test } from "vitest";
import { prepareParameterSlice, prepareSliceMatrix } from "./parameter-slice.ts";

const points = [0, 0.5, 1, 1.5, 2].map((value) => ({ value, gain: value / 10, lower: -0.1, upper: 0.4 }));

const slice = (rated: readonly number[]) =>
  prepareParameterSlice({ parameter: "sharpen.sigma", live: 1, proposal: 1.5, min: 0, max: 2, points, rated });

test("C-14 draws no line further than a tenth of the range from a rated run, and the twin holds no number there", () => {
  const view = slice([0, 0.55, 1, 1.29]);
  expect(view.marks.map(({ isDrawn }) => isDrawn)).toEqual([true, true, true, false, false]);
  expect(view.twin.rows[3]).toMatchObject({ at: null, text: expect.stringContaining("nothing is predicted") });
  expect(view.twin.rows[3]?.values.map(({ csv }) => csv)).toEqual(["1.5", "", "", "", "0"]);
  expect(view.rug).toEqual([0, 0.55, 1, 1.29]);
});

test("C-14 the sentence names the best value among those near data", () => {
  expect(slice([0, 1]).sentence).toBe(
    "Of the values near data, sharpen.sigma 1 has the best prediction: +0.10 stars against live (−0.10 to +0.40).",
  );
  expect(slice([]).sentence).toContain("nothing is predicted");
});

test("C-14 the slices of a matrix share one scale, set by the widest band that is drawn", () => {
  const small = { parameter: "light.gamma", live: 1, proposal: 1, min: 0, max: 2, points, rated: [0, 1] };
  const wide = points.map((point) => ({ ...point, upper: point.value === 2 ? 9 : 0.83 }));
  const views = prepareSliceMatrix([small, { ...small, parameter: "sharpen.sigma", points: wide }]);
  expect(views.map(({ x, y }) => [x.title, y.min, y.max])).toEqual([
    ["light.gamma", -0.9, 0.9],
    ["sharpen.sigma", -0.9, 0.9],
  ]);
  expect(prepareParameterSlice(small).y.max).toBe(0.4);
});
