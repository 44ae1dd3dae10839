import { expect, test } from "vitest";
import { replayFlags, tuneFlags } from "./tuner-flags.ts";

test("TU3 without flags the seed is 42, and method, join and class are left to recipe and log", () => {
  const plain = { class: null, recipeDir: null, wantsJson: false };
  expect(tuneFlags({ log: "l" })).toEqual({ log: "l", seed: 42, method: null, join: null, ...plain });
});

test.each(["0", "7", "4294967295"])("TU3 the seed %s is taken", (seed) => {
  expect(tuneFlags({ log: "l", seed }).seed).toBe(Number(seed));
});

test.each([
  ["seed", "-1"],
  ["seed", "4294967296"],
  ["seed", "1.5"],
  ["seed", "x"],
  ["method", "sgd"],
  ["join", "input"],
])("TU3 --%s %s is a usage error", (name, value) => {
  expect(() => tuneFlags({ log: "l", [name]: value })).toThrow(`--${name} must be`);
});

test("TU3 a log must be named", () => {
  expect(() => tuneFlags({})).toThrow("--log is missing");
});

test("TU3 an empty --class is a usage error, not every class", () => {
  expect(() => tuneFlags({ log: "l", class: "" })).toThrow("--class is empty");
  expect(() => replayFlags({ log: "l", class: "" })).toThrow("--class is empty");
});
