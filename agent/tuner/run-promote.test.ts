import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COLOR_PHOTO } from "../../core/imaging/recipe/starters/color-photo.ts";
import { recipeOf } from "../../core/imaging/recipe/test-recipe.ts";
import { tuningRecipe } from "../../core/tuning/live/tuning-recipe.ts";
import { proposalText } from "../../core/tuning/proposal/write.ts";
import { type PromoteStep, runPromote } from "./run-promote.ts";

const MOVED = COLOR_PHOTO.replace("gamma = 1.06", "gamma = 1.2");
const EDITED = COLOR_PHOTO.replace("gamma = 1.06", "gamma = 1.3");

/** A folder with a recipe, an `idw` proposal for it, which the pin alone guards, and an empty log. */
function proposed() {
  const dir = mkdtempSync(join(tmpdir(), "promote-"));
  const at = (name: string) => join(dir, name);
  const [recipe, moved] = [tuningRecipe(recipeOf(COLOR_PHOTO)), recipeOf(MOVED)];
  const next = proposalText(recipe, {
    ...{ class: "color-photo", method: "idw", seed: 42, join: "run", baseSha: recipe.sha, sha: moved.sha },
    candidate: moved.steps,
    means: { trainCurrent: 3, trainCandidate: 4, holdoutCurrent: 3, holdoutCandidate: 4, delta: 1 },
    ...{ gain: null, fitted: null, frozen: [], heldOut: null },
    ...{ nTotal: 20, nTrain: 16, nHoldout: 4, nIncompatible: 0, nInputs: 20, nRaters: 1, nPairs: 0 },
    ...{ evidenceBlake3: "e".repeat(64), evidenceRows: 20, changes: { "light.gamma": [1.06, 1.2] } },
  });
  writeFileSync(at("color-photo.toml"), COLOR_PHOTO);
  writeFileSync(at("color-photo.next.toml"), next);
  writeFileSync(at("log.ndjson"), "");
  return { dir, at, next, live: () => readFileSync(at("color-photo.toml"), "utf8") };
}

async function promote(
  { dir, at }: ReturnType<typeof proposed>,
  reason: string | null,
  onStep?: (step: PromoteStep) => void,
) {
  const said: string[] = [];
  const io = { out: (line: string) => void said.push(line), err: () => undefined };
  const options = { recipeDir: dir, log: at("log.ndjson"), ...(reason === null ? {} : { reason }) };
  const failure = await runPromote({ name: "color-photo", options, onStep: onStep ?? (() => undefined) }, io).then(
    () => null,
    (error: unknown) => error,
  );
  return { said, failure };
}

/** At a step the log becomes a folder, which takes no record. */
const losing = (log: string, when: PromoteStep) => (step: PromoteStep) => {
  if (step !== when) return;
  rmSync(log);
  mkdirSync(log);
};

test("TU47 a log that takes no record refuses the promotion before the rename", async () => {
  const at = proposed();
  const { said, failure } = await promote(at, null, losing(at.at("log.ndjson"), "reasoned"));
  expect(failure).toMatchObject({ code: "io_error", message: expect.stringContaining("log.ndjson cannot be written") });
  expect([said, at.live()]).toEqual([[], COLOR_PHOTO]);
});

test("TU47 a log that fails after the rename leaves the word that the recipe is promoted and only its record is missing", async () => {
  const at = proposed();
  const { said, failure } = await promote(at, null, losing(at.at("log.ndjson"), "renamed"));
  expect(failure).toMatchObject({
    code: "io_error",
    message: expect.stringMatching(/promoted, only its record is missing/),
  });
  expect(said).toEqual([`promoted color-photo ${recipeOf(COLOR_PHOTO).sha} → ${recipeOf(MOVED).sha}`]);
  expect(at.live()).toBe(at.next);
});

test("TU47 the reason of a refused try does not go live with a later promotion that has none", async () => {
  const at = proposed();
  const edit = (step: PromoteStep) => {
    if (step === "flushed") writeFileSync(at.at("color-photo.toml"), EDITED);
  };
  expect((await promote(at, "looked at twenty", edit)).failure).toMatchObject({ code: "answer_is_no" });
  expect(readFileSync(at.at("color-photo.next.toml"), "utf8")).toContain("looked at twenty");
  writeFileSync(at.at("color-photo.toml"), COLOR_PHOTO);
  expect(await promote(at, null)).toMatchObject({ failure: null });
  expect(at.live()).toBe(at.next);
});
