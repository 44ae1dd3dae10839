import { expect, test } from "vitest";
import { assertComparable, type Comparability, comparabilityKey } from "./comparability.ts";

const BASE: Comparability = {
  engine: "embedded",
  engineVersion: "3.21.1",
  modelDigest: "a",
  machineSpec: "Apple M2/16/15.1",
  profile: "tune@1",
  loadShape: "batch 1",
  tpsMethod: "usage",
};

test("M10 B113 equal subjects have one key", () => {
  expect(comparabilityKey({ ...BASE })).toBe(comparabilityKey(BASE));
  expect(() => assertComparable(BASE, { ...BASE })).not.toThrow();
});

test.each<[Partial<Comparability>, string]>([
  [{ tpsMethod: "deltas" }, "not compared: different token count method"],
  [{ engineVersion: "3.22.0" }, "not compared: different engine version"],
  [{ profile: "tune@2" }, "not compared: different profile version"],
  [{ engine: "ollama" }, "not compared: different engine"],
  [{ modelDigest: "b" }, "not compared: different model"],
  [{ machineSpec: "Apple M2/8/15.1" }, "not compared: different machine"],
  [{ loadShape: "batch 2" }, "not compared: different load"],
])("TM9 comparing across %j throws", (change, message) => {
  expect(() => assertComparable(BASE, { ...BASE, ...change })).toThrow(message);
});
