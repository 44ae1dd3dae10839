import { expect, test } from "vitest";
import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import { oneStep, recipeOf } from "../../imaging/recipe/test-recipe.ts";
import { ArgumentSets } from "../evidence/argument-sets.ts";
import { EvidenceByClass } from "../evidence/class-evidence.ts";
import { compatibleEvidence } from "../evidence/compatible.ts";
import { tuningRecipe } from "../live/tuning-recipe.ts";
import { joinLog } from "../reading/join.ts";
import type { TunerRecord, Verdict } from "../reading/record.ts";
import { loggedPair, loggedRun, loggedScore, logOf } from "../reading/test-log.ts";
import { argumentSpace } from "../space/argument-space.ts";
import { listTunables } from "../space/list-tunables.ts";
import { everythingSaid, evidenceRow, RowBuilder } from "./gp-rows.ts";
import { tuneClass } from "./tune-class.ts";

const recipe = tuningRecipe(recipeOf(oneStep("tone.gamma", ["gamma = 1.1"])));
const brighter = recipe.steps.map((step) => (step.op === "tone.gamma" ? { ...step, args: { gamma: 1.4 } } : step));
const RUNS = [
  loggedRun("live", { steps: recipe.steps, input: "i" }),
  loggedRun("next", { steps: brighter, input: "i" }),
];

function dataOf(records: readonly TunerRecord[]) {
  const log = logOf([...RUNS, ...records]);
  const sets = new ArgumentSets(log.runs, recipeSha);
  const all = new EvidenceByClass(log, joinLog(log, "run"), sets).get("color-photo");
  return { log, sets, recipe, evidence: compatibleEvidence(all, { log, sets, recipe, required: [] }), seed: 42 };
}

function rowsOf(records: readonly TunerRecord[]) {
  const data = dataOf(records);
  const listed = listTunables(recipe, []);
  const tunables = listed.kind === "tunables" ? listed.tunables : [];
  const builder = new RowBuilder(data, argumentSpace({ recipe, tunables, sets: [recipe.steps, brighter] }));
  const said = everythingSaid(data);
  return { rows: said.map((one) => builder.row(one)), evidence: said.map((one) => evidenceRow(data, one)) };
}

const verdict = (said: Verdict, over: Partial<Parameters<typeof loggedPair>[2]> = {}) =>
  loggedPair("live", "next", { verdict: said, ...over });

test.each<[Verdict, readonly number[]]>([
  ["left", [1]],
  ["right", [-1]],
  ["tie", [0]],
  ["not_sure", []],
])("TU19 the verdict %s is a difference row of %j stars", (said, expected) => {
  const { rows } = rowsOf([verdict(said)]);
  expect(rows.map(({ kind, y }) => [kind, y])).toEqual(expected.map((y) => ["difference", y]));
});

test("TU19 each rater's score of a run is a row in stars, in order of time", () => {
  const { rows } = rowsOf([
    loggedScore("next", 5, { rater: "q", atMs: 90 }),
    loggedScore("next", 4, { rater: "p", atMs: 80 }),
    loggedScore("live", 2, { rater: "p", atMs: 85 }),
  ]);
  expect(rows.map(({ kind, y }) => [kind, y])).toEqual([
    ["score", 4],
    ["score", 2],
    ["score", 5],
  ]);
});

test("TU45 TU44 the used rows are pinned in (time, line) order, with the arguments of a score and the runs of a verdict", () => {
  const { evidence } = rowsOf([verdict("right", { atMs: 50 }), loggedScore("next", 5), loggedScore("live", 3)]);
  const args = {
    "only.gamma": 1.4,
    ...Object.fromEntries(Object.entries(recipe.steps[1]?.args ?? {}).map(([key, value]) => [`output.${key}`, value])),
  };
  expect(evidence).toEqual([
    { args, rater: "r", run: "next", score: 5 },
    { args: { ...args, "only.gamma": 1.1 }, rater: "r", run: "live", score: 3 },
    { left: "live", rater: "r", right: "next", verdict: "right" },
  ]);
});

test("TU45 the digest is taken of the JCS text of the rows", () => {
  const names = Array.from({ length: 20 }, (_, index) => String(index).padStart(2, "0"));
  const data = dataOf(
    names.flatMap((name, index) => [
      loggedRun(name, { steps: index % 2 === 0 ? recipe.steps : brighter }),
      loggedScore(name, index % 2 === 0 ? 2 : 5),
    ]),
  );
  const digested: string[] = [];
  const blake3 = (text: string) => {
    digested.push(text);
    return "digest";
  };
  const outcome = tuneClass(data, { method: "idw", join: "run", recipeSha, blake3 });
  expect(outcome).toMatchObject({ kind: "proposal", proposal: { evidenceBlake3: "digest", evidenceRows: 20 } });
  expect(digested).toHaveLength(1);
  expect(digested[0]).toMatch(
    /^\[\{"args":\{"only\.gamma":1\.1,"output\.format":"png","output\.level":6,"output\.palette":false\},"rater":"r","run":"00","score":2\},/,
  );
});
