import { expect, test } from "vitest";
import { laneLabel } from "./bar-lanes.ts";

test("C-11 a long name of a lane stands in two lines where there is little room", () => {
  const name = "color-photo fd189c23 live forced";
  expect(laneLabel(name, 900)).toBe(name);
  expect(laneLabel(name, 343)).toEqual(["color-photo", "fd189c23 live forced"]);
  expect(laneLabel("color-photo", 343)).toBe("color-photo");
});
