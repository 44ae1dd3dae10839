import { expect, test } from "vitest";
import { parseRecipe } from "../../imaging/recipe/parse-recipe.ts";
import { evidenceFor, prepareLog } from "../evidence/prepare-log.ts";
import { tuningRecipe } from "../live/tuning-recipe.ts";
import type { RunRecord, Step, TunerRecord } from "../reading/record.ts";
import { loggedPair, loggedRun, loggedScore, logOf } from "../reading/test-log.ts";
import { countPairs } from "./paired-ratings.ts";

const TEXT = `schema = 1
class = "color-photo"
[[step]]
id = "light"
op = "tone.gamma"
gamma = 1.0
[output]
format = "png"
`;

function live() {
  const parsed = parseRecipe(TEXT, { fileStem: "color-photo" });
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return tuningRecipe(parsed.recipe);
}

const withGamma = (gamma: number): readonly Step[] =>
  live().steps.map((step) => (step.op === "tone.gamma" ? { op: step.op, args: { gamma } } : step));

function runOf(name: string, gamma: number, over: Partial<RunRecord> = {}): TunerRecord {
  return loggedRun(name, { input: "i", steps: withGamma(gamma), ...over });
}

/** The live run, two runs of one other set, and one of a third; what people said of them. */
function counted(...said: TunerRecord[]) {
  const recipe = live();
  const runs = [runOf("live", 1), runOf("other", 1.2), runOf("again", 1.2), runOf("third", 1.4)];
  const small = runOf("small", 1.3, { workLongSide: 800 });
  const log = logOf([...runs, small, runOf("elsewhere", 1.2, { input: "j" }), ...said]);
  const prepared = prepareLog(log, "run", "color-photo");
  const { ratings, inputs } = countPairs({ log, sets: prepared.sets, recipe, evidence: evidenceFor(recipe, prepared) });
  return [ratings, inputs];
}

const score = (run: string, rater = "r") => loggedScore(run, 3, { input: "i", rater });
const verdict = (left: string, right: string, over = {}) => loggedPair(left, right, over);

test.each([
  ["two scores of one rater, one of them live, are one", [score("live"), score("other")], [1, 1]],
  ["a verdict against live is one, also a tie", [verdict("other", "live", { verdict: "tie" })], [1, 1]],
  ["not sure is none", [verdict("other", "live", { verdict: "not_sure" })], [0, 0]],
  [
    "scores and a verdict on the same arguments count once",
    [score("live"), score("other"), verdict("live", "again")],
    [1, 1],
  ],
  ["another argument set is another", [score("live"), score("other"), verdict("third", "live")], [2, 1]],
  [
    "another rater is another",
    [verdict("live", "other"), verdict("live", "other", { rater: "q", eventId: "q" })],
    [2, 1],
  ],
  ["two raters who scored one run each judged no pair", [score("live"), score("other", "q")], [0, 0]],
  ["two runs without the live arguments are none", [score("other"), score("third"), verdict("other", "third")], [0, 0]],
  ["another working size is none", [score("live"), score("small"), verdict("live", "other")], [1, 1]],
  ["runs of two pictures are none", [verdict("live", "elsewhere")], [0, 0]],
])("TU38 %s", (_title, said, expected) => {
  expect(counted(...said)).toEqual(expected);
});
