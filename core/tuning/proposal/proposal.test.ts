import { parse } from "@decimalturn/toml-patch";
import { expect, test } from "vitest";
import { COLOR_PHOTO } from "../../imaging/recipe/starters/color-photo.ts";
import { recipeOf } from "../../imaging/recipe/test-recipe.ts";
import { tuningRecipe } from "../live/tuning-recipe.ts";
import type { TuneProposal } from "../tune/outcome.ts";
import { readProposal } from "./read.ts";
import { stripProposal } from "./strip.ts";
import { verdictOf } from "./verdict.ts";
import { proposalText } from "./write.ts";

const RECIPE = tuningRecipe(recipeOf(COLOR_PHOTO));
const CANDIDATE = RECIPE.steps.map((step) => (step.op === "tone.gamma" ? { ...step, args: { gamma: 1.2 } } : step));
const MEANS = { trainCurrent: 3.412, trainCandidate: 3.701, holdoutCurrent: 3.398, holdoutCandidate: 3.655 };
const SHA = recipeOf(COLOR_PHOTO.replace("gamma = 1.06", "gamma = 1.2")).sha;

function proposal(over: Partial<TuneProposal> = {}): TuneProposal {
  return {
    class: "color-photo",
    method: "gp",
    seed: 42,
    join: "run",
    baseSha: RECIPE.sha,
    sha: SHA,
    candidate: CANDIDATE,
    means: { ...MEANS, delta: 0.257 },
    gain: { gain: 0.281, lower: 0.094, upper: 0.468 },
    fitted: { n: 0.6, a: 0.7, b: 0.25, s: 0.3, l: 0.35 },
    frozen: [],
    heldOut: null,
    nTotal: 120,
    nTrain: 96,
    nHoldout: 24,
    nIncompatible: 3,
    nInputs: 60,
    nRaters: 2,
    nPairs: 52,
    evidenceBlake3: "e".repeat(64),
    evidenceRows: 172,
    changes: { "light.gamma": [1.06, 1.2] },
    ...over,
  };
}

const IDW = { method: "idw", gain: null, fitted: null } as const;
const WORSE = { means: { ...MEANS, delta: 0 } };

test("TU42 header, the live text with the changed value only, and the table at the end", () => {
  const text = proposalText(RECIPE, proposal());
  const header = `# espalier-proposal v1
# class: color-photo
# base_recipe_sha: ${RECIPE.sha}
# recipe_sha: ${SHA}
# method: gp@1 seed: 42 join: run
# n_total: 120 n_train: 96 n_holdout: 24 n_incompatible: 3
# n_inputs: 60 n_raters: 2 n_pairs: 52
# train_mean_current: 3.412 train_mean_candidate: 3.701
# holdout_mean_current: 3.398 holdout_mean_candidate: 3.655 delta: 0.257
# gain: 0.281 gain_lower: 0.094 gain_upper: 0.468
# evidence_blake3: ${"e".repeat(64)} evidence_rows: 172
`;
  const edited = COLOR_PHOTO.replace("gamma = 1.06", "gamma = 1.2");
  expect(text.startsWith(`${header}${edited}`)).toBe(true);
  expect(text.slice(header.length + edited.length)).toMatch(/^\n\[proposal\]\nversion = 1\n/);
});

test.each([
  ["idw names its power in place of the gain", IDW, "# idw_power: 2\n", "gain_lower"],
  ["frozen tunables are listed", { frozen: ["edge.flat", "vivid.hue"] }, "# frozen: edge.flat vivid.hue\n", "# REGR"],
  ["a delta of 0 is a regression, the last line", WORSE, "evidence_rows: 172\n# REGRESSION\nschema", "# frozen"],
  ["a delta above 0 is none", {}, "# gain: ", "# REGRESSION"],
])("TU43 TD10 %s", (_title, over, present, absent) => {
  const text = proposalText(RECIPE, proposal(over));
  expect(text).toContain(present);
  expect(text).not.toContain(absent);
});

test.each([
  ["a gp delta of 0", WORSE, "regression"],
  ["a gp delta above 0 with a lower bound above 0", {}, "improves"],
  ["a gp lower bound of 0", { gain: { gain: 0.1, lower: 0, upper: 0.2 } }, "inconclusive"],
])("TU43 the verdict of %s", (_title, over, expected) => {
  expect(verdictOf(proposal(over))).toBe(expected);
});

test("TU18 TU43 the verdict of idw is never that it improves", () => {
  expect(verdictOf(proposal(IDW))).toBe("inconclusive");
  expect(verdictOf(proposal({ ...IDW, ...WORSE }))).toBe("regression");
});

test("TU44 the table repeats every header value typed, with version, verdict, changes and the fitted values", () => {
  expect(parse(proposalText(RECIPE, proposal({ frozen: ["edge.flat"] })))).toMatchObject({
    proposal: {
      version: 1,
      class: "color-photo",
      base_recipe_sha: RECIPE.sha,
      recipe_sha: SHA,
      verdict: "improves",
      method: "gp@1",
      seed: 42,
      join: "run",
      n_total: 120,
      n_train: 96,
      n_holdout: 24,
      n_incompatible: 3,
      n_inputs: 60,
      n_raters: 2,
      n_pairs: 52,
      train_mean_current: 3.412,
      train_mean_candidate: 3.701,
      holdout_mean_current: 3.398,
      holdout_mean_candidate: 3.655,
      delta: 0.257,
      gain: 0.281,
      gain_lower: 0.094,
      gain_upper: 0.468,
      evidence_blake3: "e".repeat(64),
      evidence_rows: 172,
      frozen: ["edge.flat"],
      fitted: { n: 0.6, a: 0.7, b: 0.25, s: 0.3, l: 0.35 },
      changes: { "light.gamma": [1.06, 1.2] },
    },
  });
});

test("TU44 unknown keys are ignored, and what a file says of itself holds no time, path, host or user", () => {
  const text = proposalText(RECIPE, proposal());
  const read = readProposal(`${text}mood = "blue"\n`);
  expect(read).toMatchObject({ kind: "proposal", proposal: { sha: SHA, baseSha: RECIPE.sha, verdict: "improves" } });
  const said = Object.keys(parse(text)["proposal"]);
  expect(said.filter((key) => /(^|_)(time|ts|date|at|path|host|user)(_|$)/.test(key))).toEqual([]);
});

test.each([
  ["class", "# class: receipt"],
  ["base_recipe_sha", `# base_recipe_sha: ${"0".repeat(64)}`],
  ["recipe_sha", `# recipe_sha: ${"0".repeat(64)}`],
])("TU44 TD21 a header whose %s differs from the table is inconsistent", (key, line) => {
  const text = proposalText(RECIPE, proposal()).replace(new RegExp(`^# ${key}: .*$`, "m"), line);
  expect(readProposal(text)).toMatchObject({
    kind: "proposal_inconsistent",
    detail: expect.stringMatching(new RegExp(`^${key} is `)),
  });
});

test("TU46 TD20 IM22 the file parses back to the candidate's steps, with comments and spacing as they were", () => {
  const text = proposalText(RECIPE, proposal());
  const parsed = recipeOf(text);
  expect([parsed.sha, parsed.steps, parsed.title]).toEqual([SHA, CANDIDATE, "Everyday photo"]);
  expect(stripProposal(text)).toBe(COLOR_PHOTO.replace("gamma = 1.06", "gamma = 1.2"));
});

test("TU46 header and table of an earlier promotion go, a person's comments inside and around them stay", () => {
  const own = '# mine\nreason = "I saw it" # and kept it\n';
  const promoted = `${proposalText(RECIPE, proposal({ ...WORSE, frozen: ["a.b"] }))}${own}`;
  expect(stripProposal(promoted)).toContain("# mine");
  const again = proposalText(tuningRecipe(recipeOf(promoted)), proposal({ baseSha: SHA, sha: RECIPE.sha }));
  expect(again.match(/^# espalier-proposal v1$/gm)).toHaveLength(1);
  expect(again.match(/^\[proposal\]$/gm)).toHaveLength(1);
  expect(again).not.toContain("# REGRESSION");
  expect(again).toContain("# mine");
  expect(again).toContain("size = 3                  # 1 switches it off");
});

test.each([
  "# class: photos of the office scanner",
  "# class: scanner",
  "# method: see wiki",
  "# gain: 0.3 or so",
  "# frozen: see wiki",
  "# n_total: 12",
  `# evidence_blake3: ${"e".repeat(64)} evidence_rows: 172`,
])("TU46 TU44 TD20 a person's first comment %s is none of the header, and stays", (comment) => {
  const own = tuningRecipe(recipeOf(`${comment}\n${COLOR_PHOTO}`));
  const text = proposalText(own, proposal());
  expect(readProposal(text)).toMatchObject({ kind: "proposal", proposal: { class: "color-photo", sha: SHA } });
  expect(stripProposal(text)).toBe(`${comment}\n${COLOR_PHOTO.replace("gamma = 1.06", "gamma = 1.2")}`);
});

test.each([
  ["gp", {}],
  ["idw", IDW],
  ["a regression with frozen tunables", { ...WORSE, frozen: ["edge.flat", "tone.gamma#2.gamma"] }],
  ["figures below 0", { means: { ...MEANS, delta: -0.257 }, gain: { gain: -0.1, lower: -1, upper: 12.3456 } }],
])("TU42 TU46 every line of the header of %s is known as one", (_title, over) => {
  const text = proposalText(RECIPE, proposal(over));
  expect(stripProposal(text).split("\n")[0]).toBe(COLOR_PHOTO.split("\n")[0]);
});
