import { expect, test } from "vitest";
import { mulberry32 } from "../sampling/mulberry32.ts";
import { fitValues, likelihoodOf, START_VALUES } from "./fit.ts";
import type { GpRow } from "./rows.ts";

const POINTS = Array.from({ length: 12 }, (_, index) => ({
  coordinates: Float64Array.of(index / 11),
  codes: new Int32Array(),
}));

function scores(raters: number): GpRow[] {
  const random = mulberry32(7);
  return POINTS.flatMap((_, point) =>
    Array.from({ length: raters }, (_unused, rater) => ({
      kind: "score" as const,
      point,
      input: point % 4,
      rater,
      y: 1 + Math.floor(random() * 5),
    })),
  );
}

test("TU22 with one rater b stays 0.1 and is not searched", () => {
  expect(fitValues(POINTS, scores(1)).b).toBe(0.1);
});

test("TU22 no single change within the candidates raises the likelihood by much after two sweeps", () => {
  const rows = scores(3);
  const fitted = fitValues(POINTS, rows);
  const likelihood = likelihoodOf(POINTS, rows);
  expect(likelihood(fitted)).toBeGreaterThanOrEqual(likelihood(START_VALUES));
  for (const l of [0.2, 0.35, 0.6, 1]) {
    expect(likelihood({ ...fitted, l })).toBeLessThanOrEqual(likelihood(fitted) + 1e-9);
  }
});
