import { expect, test } from "vitest";
import { QUALITY_QUESTIONS } from "../strategy/choice/quality.ts";
import { countAgreeing, normaliseAnswer } from "./compare-answers.ts";
import { QUESTIONS, questionBody } from "./questions.ts";

test("TM18 the quality guard asks 40 fixed questions, 8 of them behind a prompt filled to the target", () => {
  expect(QUESTIONS).toHaveLength(QUALITY_QUESTIONS);
  expect(new Set(QUESTIONS.map(({ text }) => text)).size).toBe(QUALITY_QUESTIONS);
  const long = QUESTIONS.filter(({ isBehindFullPrompt }) => isBehindFullPrompt);
  expect(long).toHaveLength(8);
  const [short, full] = [QUESTIONS[0], long[0]];
  if (short === undefined || full === undefined) throw new Error("questions");
  const request = { model: "org/a-1B", wordCount: 800 };
  expect(questionBody(short, request)).toMatchObject({ temperature: 0, max_tokens: 16, stream: false });
  const wordsOf = (question: typeof short) =>
    questionBody(question, request)
      .messages[0]?.content.split(/\s+/)
      .filter((word) => word === "probe").length;
  expect([wordsOf(short), wordsOf(full)]).toEqual([0, 784]);
});

test.each([
  ["  Paris. ", "paris"],
  ["**PARIS**", "paris"],
  ["e\u0301te\u0301", "\u00e9t\u00e9"],
  ["3.14!", "3.14"],
  ["-5 °C.", "5 °c"],
  ["…", ""],
])("TM18 the answer %j is read as %j", (text, expected) => {
  expect(normaliseAnswer(text)).toBe(expected);
});

test("TM18 a missing answer agrees with nothing, not even with an empty one", () => {
  expect(countAgreeing(["Paris", "56", ""], [" paris!", "57"])).toBe(1);
});
