import fc from "fast-check";
import { expect, test } from "vitest";
import { mulberry32 } from "../sampling/mulberry32.ts";
import { gridLines, gridPoints } from "../space/grid.ts";
import type { Tunable } from "../space/tunable.ts";
import { expectedImprovement } from "./expected-improvement.ts";
import { type ExploringFit, mostPromising } from "./most-promising.ts";

const tunable = (name: string): Tunable => ({
  name,
  step: 0,
  param: name,
  min: 0,
  max: 1,
  kind: "float",
  isLog: false,
  nudge: null,
});
const TUNABLES = [tunable("a"), tunable("b")];
const LIVE = [0.5, 0.5];
const MOST = 0.4;

test("TU28 a wide guess is worth trying where a sure small gain is what one would propose", () => {
  const fit: ExploringFit = {
    gain: ([a = 0]) => (a === 1 ? 0.1 : 0),
    spread: ([a = 0, b = 0]) => (a === 0 && b === 1 ? MOST : 0.01),
    mostSpread: () => MOST,
  };
  expect(mostPromising({ tunables: TUNABLES, live: LIVE }, fit)).toMatchObject({
    values: [0, 1],
    gain: 0,
    spread: MOST,
  });
});

test("TU28 live itself is never tried, and a grid of one point has nothing to try", () => {
  const fit: ExploringFit = { gain: () => 0, spread: () => 0, mostSpread: () => 0 };
  expect(mostPromising({ tunables: TUNABLES, live: LIVE }, fit)?.values).toEqual([0, 0]);
  const pinned = TUNABLES.map((one) => ({ ...one, min: 0.5, max: 0.5 }));
  expect(mostPromising({ tunables: pinned, live: LIVE }, fit)).toBeNull();
});

test("TU28 stopping early finds what asking every grid point finds", () => {
  const points = gridPoints(gridLines(TUNABLES)).filter((point) => point.some((value, at) => value !== LIVE[at]));
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = mulberry32(seed);
      const said = new Map(points.map((point) => [String(point), [random() - 0.5, random() * MOST] as const]));
      const at = (values: readonly number[]) => said.get(String(values)) ?? ([0, 0] as const);
      const fit: ExploringFit = { gain: (v) => at(v)[0], spread: (v) => at(v)[1], mostSpread: () => MOST };
      const most = Math.max(...points.map((point) => expectedImprovement(...at(point))));
      expect(mostPromising({ tunables: TUNABLES, live: LIVE }, fit)?.worth).toBe(most);
    }),
  );
});
