import { describe, expect, test } from "vitest";
import { fleetAnswer, type Mac, viewFleet } from "./fleet-view.ts";

const mac = (hostName: string, change: Partial<Mac> = {}): Mac => ({
  id: hostName,
  hostName,
  chip: "Apple M4",
  ramGb: 16,
  os: "darwin",
  osVersion: "26.1",
  isHouse: false,
  presence: { state: "fresh", ageMs: 1000, lastContactAt: null },
  agentVersion: "0.1.0",
  diskFreeBytes: null,
  engine: "embedded 3",
  recommendation: null,
  running: null,
  queued: 0,
  warnings: [],
  ...change,
});

const best = (tpsMedian: number): Mac["recommendation"] => ({
  tuneRunId: "t",
  label: "TUNE-1",
  model: "org/Qwen",
  knobs: { kvBits: null, maxBatch: null, maxContext: null },
  tpsMedian,
  ttftP95Ms: 100,
  replicates: 3,
  targetContext: 8000,
  recipeHash: "sha256:0",
  endedAt: null,
  isPractice: false,
  isSharedMachine: false,
});

const names = (macs: readonly Mac[]) => macs.map((entry) => entry.hostName);

describe("H-01 the view of the URL orders and filters the fleet", () => {
  const macs = [
    mac("b", { ramGb: 64, recommendation: best(10) }),
    mac("a", { chip: "M1" }),
    mac("c", { recommendation: best(30) }),
  ];

  test("by name, then turned", () => {
    expect(names(viewFleet(macs, { q: "", sort: "name", direction: "asc" }))).toEqual(["a", "b", "c"]);
    expect(names(viewFleet(macs, { q: "", sort: "name", direction: "desc" }))).toEqual(["c", "b", "a"]);
  });

  test("machines without the figure stand last whichever way it sorts", () => {
    expect(names(viewFleet(macs, { q: "", sort: "tps", direction: "desc" }))).toEqual(["c", "b", "a"]);
    expect(names(viewFleet(macs, { q: "", sort: "tps", direction: "asc" }))).toEqual(["b", "c", "a"]);
  });

  test("every word of the filter must be found", () => {
    expect(names(viewFleet(macs, { q: "m1", sort: "name", direction: "asc" }))).toEqual(["a"]);
    expect(names(viewFleet(macs, { q: "qwen m4", sort: "name", direction: "asc" }))).toEqual(["b", "c"]);
    expect(viewFleet(macs, { q: "zzz", sort: "name", direction: "asc" })).toEqual([]);
  });
});

describe("H-67 the fleet's answer", () => {
  test.each<[string, Mac[], string]>([
    ["no machine", [], "No machine has joined yet."],
    ["all well", [mac("a", { recommendation: best(1) })], "Yes: the one machine is connected and tuned."],
    [
      "what is missing, with its whole",
      [mac("a"), mac("b", { recommendation: best(1), presence: { state: "offline", ageMs: 1, lastContactAt: null } })],
      "Not yet: 1 of 2 not tuned yet, 1 of 2 not connected.",
    ],
  ])("%s", (_title, macs, answer) => {
    expect(fleetAnswer(macs)).toBe(answer);
  });
});
