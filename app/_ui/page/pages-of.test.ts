import { expect, test } from "vitest";
import { pagesOf } from "./pages-of.ts";

test.each([
  ["one page", { total: 48, page: 1 }, { pages: 1, isShown: false, isPastEnd: false, previous: null, next: null }],
  ["the first of two", { total: 49, page: 1 }, { pages: 2, isShown: true, isPastEnd: false, previous: null, next: 2 }],
  ["the last", { total: 49, page: 2 }, { pages: 2, isShown: true, isPastEnd: false, previous: 1, next: null }],
  [
    "a list that shrank to one",
    { total: 48, page: 2 },
    { pages: 1, isShown: true, isPastEnd: true, previous: 1, next: null },
  ],
  ["far past the end", { total: 100, page: 90 }, { pages: 3, isShown: true, isPastEnd: true, previous: 3, next: null }],
  ["nothing", { total: 0, page: 1 }, { pages: 1, isShown: false, isPastEnd: false, previous: null, next: null }],
])("H-03 H-67 no page is a dead end: %s", (_title, asked, expected) => {
  expect(pagesOf({ size: 48, ...asked })).toEqual(expected);
});
