import { expect, test } from "vitest";
import { isInPlace, PLACES } from "./places.ts";

test("H-05 the open place is marked for its own pages and those below it", () => {
  const here = (path: string) => PLACES.filter((place) => isInPlace(path, place)).map((place) => place.label);
  expect(here("/")).toEqual(["Today"]);
  expect(here("/fleet/abc")).toEqual(["Fleet"]);
  expect(here("/tunes")).toEqual(["Tunes"]);
  expect(here("/fleeting")).toEqual([]);
  expect(here("/proposals/abc")).toEqual(["Proposals"]);
});

test("H-37 no two places share a key", () => {
  expect(new Set(PLACES.map((place) => place.key)).size).toBe(PLACES.length);
});
