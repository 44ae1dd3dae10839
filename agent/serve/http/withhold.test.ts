import { expect, test } from "vitest";
import { withhold } from "./withhold.ts";

const WITHHELD = "the engine's words quote the request and are withheld";

test.each([
  ["plain words stay", "out of memory", ["tell me a long story about memory"], "out of memory"],
  ["a whole short prompt is withheld", "cannot parse 'open sesame'", ["open sesame"], WITHHELD],
  ["a part of a long prompt is withheld", "near 'long story about'", ["tell me a long story about memory"], WITHHELD],
  ["an empty text quotes nothing", "HTTP 500", [""], "HTTP 500"],
])("A31 %s", (_title, words, texts, expected) => {
  expect(withhold(words, texts)).toBe(expected);
});
