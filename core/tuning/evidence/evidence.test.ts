import { expect, test } from "vitest";
import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import { oneStep, recipeOf } from "../../imaging/recipe/test-recipe.ts";
import { tuningRecipe } from "../live/tuning-recipe.ts";
import { joinLog } from "../reading/join.ts";
import type { RunRecord, Step, TunerRecord } from "../reading/record.ts";
import { loggedCorrection, loggedPair, loggedRun, loggedScore, logOf } from "../reading/test-log.ts";
import { ArgumentSets } from "./argument-sets.ts";
import { EvidenceByClass } from "./class-evidence.ts";
import { compatibleEvidence } from "./compatible.ts";

const RECIPE = tuningRecipe(recipeOf(oneStep("tone.gamma", ["gamma = 1.1"])));
const LIVE = RECIPE.steps;

function gathered(records: readonly TunerRecord[]) {
  const log = logOf(records);
  const sets = new ArgumentSets(log.runs, recipeSha);
  const joined = joinLog(log, "run");
  return { log, sets, joined, evidence: new EvidenceByClass(log, joined, sets).get("color-photo") };
}

function compatible(records: readonly TunerRecord[], required: readonly (readonly [number, string])[] = []) {
  const { log, sets, evidence } = gathered(records);
  const found = compatibleEvidence(evidence, { log, sets, recipe: RECIPE, required });
  const names = found.runs.map((run) => log.runs.names.textOf(log.runs.name.at(run)));
  return { names, incompatible: Object.fromEntries(found.incompatible), argumentSets: found.argumentSets };
}

/** Each run with a score of its own. */
function rated(runs: readonly (readonly [string, Partial<RunRecord>])[]): TunerRecord[] {
  return runs.flatMap(([name, over]) => [loggedRun(name, { steps: LIVE, ...over }), loggedScore(name, 3)]);
}

const withGamma = (gamma: number, format = "png"): readonly Step[] => [
  { op: "tone.gamma", args: { gamma } },
  { op: "output", args: { ...LIVE[1]?.args, format } },
];

test("TU6 warm-ups, revoked events, corrected classes and runs with another sha are left out and counted", () => {
  const { joined, evidence } = gathered([
    ...rated([
      ["plain", {}],
      ["corrected", {}],
      ["mismatched", { recipeSha: "f".repeat(64) }],
    ]),
    loggedScore("plain", 5, { isWarmup: true, atMs: 50 }),
    loggedScore("plain", 1, { eventId: "e", atMs: 60 }),
    { kind: "revoke", v: 2, revokes: "e", rater: "r", atMs: 70 },
    loggedCorrection("input of corrected", "receipt"),
  ]);
  expect(joined).toMatchObject({ warmups: 1, revoked: 1 });
  expect(evidence).toMatchObject({ classCorrected: 1, shaMismatch: 1, scores: [{ score: 3 }] });
  expect(evidence.runs).toHaveLength(1);
});

const taken = (revokes: string, rater: string): TunerRecord => ({ kind: "revoke", v: 2, revokes, rater, atMs: 70 });

test.each<[string, readonly TunerRecord[], number]>([
  ["not once its own rater took it back", [taken("first", "ada")], 0],
  ["still when another rater named it", [taken("first", "bob")], 1],
  [
    "the earlier one once the later was taken back",
    [
      loggedCorrection("input of one", "color-photo", { by: "bob", eventId: "second", atMs: 50 }),
      taken("second", "bob"),
    ],
    1,
  ],
])("IM33 TU6 a correction keeps a run out of its class: %s", (_title, more, classCorrected) => {
  const first = loggedCorrection("input of one", "receipt", { by: "ada", eventId: "first" });
  expect(gathered([...rated([["one", {}]]), first, ...more]).evidence).toMatchObject({ classCorrected });
});

test("TU8 runs are grouped by class, and only those with the live steps and output format are compared", () => {
  const other = [{ op: "denoise.median", args: { size: 3 } }, ...LIVE];
  const found = compatible(
    rated([
      ["live", {}],
      ["moved", { steps: withGamma(1.3) }],
      ["another class", { class: "receipt" }],
      ["more steps", { steps: other }],
      ["other format", { steps: withGamma(1.1, "webp") }],
    ]),
  );
  expect(found).toEqual({
    names: ["live", "moved"],
    incompatible: { "other steps": 1, "other output format": 1 },
    argumentSets: 2,
  });
});

test.each<[string, readonly Partial<RunRecord>[], readonly string[]]>([
  ["the most frequent size wins", [{}, {}, { workLongSide: 800 }], ["0", "1"]],
  ["of equally frequent ones the larger", [{ workLongSide: 800 }, {}], ["1"]],
  ["full size counts as the largest", [{}, { workLongSide: null }], ["1"]],
  ["a v1 run counts as full size", [{}, { v: 1, workLongSide: null }, { workLongSide: null }], ["1", "2"]],
])("TU8 TD15 working size: %s", (_title, runs, expected) => {
  const found = compatible(rated(runs.map((over, index) => [String(index), over])));
  expect(found.names).toEqual(expected);
  expect(found.incompatible).toEqual({ "other working size": runs.length - expected.length });
});

test("TU8 in schema 0 a run also needs every tunable argument as a number", () => {
  const steps = [{ op: "tone.gamma", args: { gamma: "auto" } }, ...LIVE.slice(1)];
  const runs = rated([
    ["live", {}],
    ["without", { steps }],
  ]);
  expect(compatible(runs, [[0, "gamma"]])).toMatchObject({ names: ["live"], incompatible: { "argument missing": 1 } });
});

test.each([0, -1, 0.59, 1.81, 1e300])(
  "TU8 TU6 TU13 a run with a tunable argument of %f, outside the step table, is counted as incompatible",
  (gamma) => {
    const runs = rated([
      ["least", { steps: withGamma(0.6, "png") }],
      ["most", { steps: withGamma(1.8, "png") }],
      ["outside", { steps: withGamma(gamma, "png") }],
    ]);
    expect(compatible(runs)).toMatchObject({
      names: ["least", "most"],
      incompatible: { "argument out of range": 1 },
    });
  },
);

test("TU8 TU9 a run rated only by a verdict is rated, and a pair counts only when both of its runs fit", () => {
  const runs = [loggedRun("a", { steps: LIVE, input: "i" }), loggedRun("b", { steps: withGamma(1.2), input: "i" })];
  expect(compatible([...runs, loggedPair("a", "b")])).toMatchObject({ names: ["a", "b"], argumentSets: 2 });
  const unlike = [runs[0], loggedRun("b", { steps: [], input: "i" })].flatMap((run) => run ?? []);
  expect(compatible([...unlike, loggedPair("a", "b")]).names).toEqual([]);
});

test("TD9 a recipe's sha is equal across runs and formatting", () => {
  const text = oneStep("tone.gamma", ["gamma = 1.1"]);
  const reformatted = text.replace("gamma = 1.1", "  gamma   = 11e-1 # brighter").replace("[output]", "\n\n[output]");
  expect(recipeOf(reformatted).sha).toBe(RECIPE.sha);
  const turned = LIVE.map(({ op, args }) => ({
    op,
    args: Object.fromEntries(Object.entries(args).reverse()),
  }));
  const { log, sets } = gathered(
    rated([
      ["as written", {}],
      ["keys turned", { steps: turned }],
      ["an older log", { v: 1, recipeSha: "other serialisation" }],
    ]),
  );
  expect([0, 1, 2].map((run) => sets.of(run).sha)).toEqual([RECIPE.sha, RECIPE.sha, RECIPE.sha]);
  expect([0, 1, 2].some((run) => sets.of(run).isMismatch)).toBe(false);
  expect(log.runs.length).toBe(3);
});
