import { expect, test } from "vitest";
import { flagWords, gainText, objectionOf, targetText } from "./proposal-words.ts";

const gain = { gain: 0.281, lower: -0.0004, upper: 0.468 };

test("H-18 a gain is one text everywhere, with its interval and the unit", () => {
  expect(gainText({ gain, delta: 0.257 })).toBe("+0.281 stars (+0.000 to +0.468)");
  expect(gainText({ gain: null, delta: -0.12 })).toBe("−0.120 stars held out");
  expect(gainText({ gain: null, delta: null })).toBeNull();
});

test("TU43 a regression is written in capitals and blocks", () => {
  expect(flagWords("regression")).toEqual({ level: "blocking", name: "REGRESSION" });
});

test("an objection does not say its name twice", () => {
  expect(objectionOf("regression", "REGRESSION: on held-out images it is not above live.").text).toBe(
    "On held-out images it is not above live.",
  );
  expect(objectionOf("stale", "The live recipe changed.").text).toBe("The live recipe changed.");
});

test("a proposal names its class and where it came from", () => {
  expect(targetText({ class: "receipt", origin: "roll_back" })).toBe("receipt, roll back");
});
