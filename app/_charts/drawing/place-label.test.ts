import { expect, test } from "vitest";
import { placeLabel } from "./place-label.ts";

const area = { x: 0, y: 0, width: 200, height: 100 };
const size = { width: 40, height: 12 };

test("C-03 a label stands right of its mark, and elsewhere where that place is taken or outside", () => {
  const mark = { x: 100, y: 50, radius: 5 };
  expect(placeLabel(mark, size, { taken: [], area })?.x).toBe(109);
  expect(placeLabel(mark, size, { taken: [{ x: 105, y: 40, width: 60, height: 20 }], area })?.x).toBe(51);
  expect(placeLabel({ ...mark, x: 190 }, size, { taken: [], area })?.x).toBe(141);
});

test("C-03 a label that has no free place is left out", () => {
  expect(placeLabel({ x: 100, y: 50, radius: 5 }, size, { taken: [area], area })).toBeNull();
});
