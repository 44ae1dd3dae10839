import { expect, test } from "vitest";
import { runsInput } from "../[class]/_parts/class-view.ts";
import { imagesInput } from "./images-view.ts";

test("H-03 an address may name any page; the server is asked for one it takes", () => {
  const pages = [-3, 0, 7, 1_000_000].map((page) => imagesInput({ class: null, trait: null, page }).page);
  expect(pages).toEqual([1, 1, 7, 100_000]);
  expect(runsInput("receipt", 1_000_000).page).toBe(100_000);
});
