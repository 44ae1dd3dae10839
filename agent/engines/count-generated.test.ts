import { expect, test } from "vitest";
import { countGenerated } from "./count-generated.ts";

/** A vocabulary of spaces and words, a space before a word being part of it. */
const cutter = (prefix: string) => async (text: string) => {
  const whole = text === "" ? "" : prefix + text;
  const pieces = whole.match(/ ?[a-z]+| |\n/g) ?? [];
  return { tokens: pieces.length, says: pieces.join(""), startsWithSpace: pieces[0] === " " };
};

test.each([
  ["a byte-pair vocabulary takes the text as it is", "", " one two", 2],
  ["a SentencePiece vocabulary's own space stands for the text's", " ", " one two", 2],
  ["an added space that stays alone is not counted", " ", "\none", 2],
  ["spaces of the text are counted", " ", "  one", 2],
  ["no text is no token", " ", "", 0],
])("M7 %s", async (_title, prefix, text, expected) => {
  expect(await countGenerated(text, cutter(prefix))).toBe(expected);
});

test.each([
  ["a word that only begins a text here", " ", "one"],
  ["characters the vocabulary does not have", "", "one 2"],
])("M7 %s is not guessed", async (_title, prefix, text) => {
  expect(await countGenerated(text, cutter(prefix))).toBeNull();
});
