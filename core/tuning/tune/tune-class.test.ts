import { expect, test } from "vitest";
import { parseRecipe } from "../../imaging/recipe/parse-recipe.ts";
import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import { ArgumentSets } from "../evidence/argument-sets.ts";
import { EvidenceByClass } from "../evidence/class-evidence.ts";
import { compatibleEvidence } from "../evidence/compatible.ts";
import { tuningRecipe } from "../live/tuning-recipe.ts";
import { proposalText } from "../proposal/write.ts";
import { LogCollector } from "../reading/collector.ts";
import { joinLog } from "../reading/join.ts";
import type { Step } from "../reading/record.ts";
import { mulberry32 } from "../sampling/mulberry32.ts";
import { listTunables } from "../space/list-tunables.ts";
import { findConfounding } from "../state/confounding.ts";
import { countPairs } from "./paired-ratings.ts";
import { tuneClass } from "./tune-class.ts";
import { splitInputs } from "./tune-gp.ts";

const TEXT = `schema = 1
class = "color-photo"
[[step]]
id = "light"
op = "tone.gamma"
gamma = 1.0
[[step]]
id = "vivid"
op = "colour.modulate"
saturation = 1.0
brightness = 1.0
[[step]]
id = "edge"
op = "sharpen.usm"
flat = 2
jagged = 3
[output]
format = "jpeg"
[tune]
params = ["light.gamma", "vivid.saturation", "edge.flat", "vivid.brightness", "edge.jagged"]
`;

function live() {
  const parsed = parseRecipe(TEXT, { fileStem: "color-photo" });
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return tuningRecipe(parsed.recipe);
}

/** The live steps with drawn arguments. */
function drawn(steps: readonly Step[], random: () => number, isGammaAlone: boolean): readonly Step[] {
  const moved: Record<string, Record<string, number>> = {
    "tone.gamma": { gamma: 0.6 + 1.2 * random() },
    "colour.modulate": { saturation: 1.8 * random(), brightness: 0.7 + 0.7 * random() },
    "sharpen.usm": { flat: 4 * random(), jagged: 6 * random() },
  };
  return steps.map(({ op, args }) => ({
    op,
    args: { ...args, ...(isGammaAlone && op !== "tone.gamma" ? {} : moved[op]) },
  }));
}

interface Shape {
  readonly inputs: number;
  readonly hasRunIds?: boolean;
  readonly mismatch?: boolean;
  /** Whether only gamma is drawn. */
  readonly isGammaAlone?: boolean;
  /** The mean luma of a run's picture, by its gamma. */
  readonly lumaOf?: (gamma: number) => number;
}

/** Each input with the live recipe and a drawn one; stars rise with gamma, the others do nothing. */
function data({ inputs, hasRunIds = true, mismatch = false, isGammaAlone = false, lumaOf }: Shape) {
  const recipe = live();
  const random = mulberry32(3);
  const collector = new LogCollector(null);
  for (let index = 0; index < inputs; index += 1) {
    for (const [side, steps] of [recipe.steps, drawn(recipe.steps, random, isGammaAlone)].entries()) {
      const at = 10 * (2 * index + side);
      const name = `run-${index}-${side}`;
      const input = `input-${index}`;
      const gamma = Number(steps[0]?.args["gamma"]);
      const signals = { lumaMean: lumaOf?.(gamma) ?? null, noise: null, entropy: null };
      const sha = mismatch && index === 0 ? "0" : recipeSha(steps);
      const common = { v: 2, input, atMs: at };
      collector.add(
        {
          kind: "run",
          name,
          class: "color-photo",
          recipeSha: sha,
          steps,
          workLongSide: 1600,
          signals,
          isReplay: false,
          ...common,
        },
        at,
      );
      const number = (step: number, key: string) => Number(steps[step]?.args[key]);
      const truth = 2 + number(0, "gamma") * 0.8;
      const score = 1 + truth + (index % 3) * 0.2;
      const run = hasRunIds ? name : null;
      collector.add({ kind: "rating", run, rater: "r", score, isWarmup: false, eventId: null, ...common }, at + 1);
    }
  }
  const log = collector.finish();
  const sets = new ArgumentSets(log.runs, recipeSha);
  const all = new EvidenceByClass(log, joinLog(log, "run"), sets).get("color-photo");
  return { log, sets, recipe, evidence: compatibleEvidence(all, { log, sets, recipe, required: [] }), seed: 42 };
}

const OPTIONS = { method: "gp", join: "run", recipeSha, blake3: () => "b" } as const;

test("TD19 of five tunables four move below 200 rows, a flat one is frozen, and the gain is found", () => {
  const outcome = tuneClass(data({ inputs: 75 }), OPTIONS);
  if (outcome.kind !== "proposal") throw new Error(outcome.kind);
  const { changes, frozen, gain, means, nTotal, nPairs } = outcome.proposal;
  expect([nTotal, nPairs]).toEqual([150, 75]);
  expect(frozen).toEqual(["vivid.saturation", "edge.flat", "vivid.brightness"]);
  expect(Object.keys(changes)).toEqual(["light.gamma"]);
  expect(gain?.lower).toBeGreaterThan(0);
  expect(means.delta).toBeGreaterThan(0);
});

test("TU13 a tunable that no run has another value of stays as it is live, and is listed as frozen", () => {
  const outcome = tuneClass(data({ inputs: 75, isGammaAlone: true }), OPTIONS);
  if (outcome.kind !== "proposal") throw new Error(outcome.kind);
  expect(Object.keys(outcome.proposal.changes)).toEqual(["light.gamma"]);
  expect(outcome.proposal.frozen).toEqual(["vivid.saturation", "edge.flat", "vivid.brightness", "edge.jagged"]);
});

test("TU4 TU13 a class whose runs differ in other arguments alone has no variation under gp, by the tunables and not by the sets", () => {
  const given = data({ inputs: 20, isGammaAlone: true });
  const recipe = { ...given.recipe, tune: { ...given.recipe.tune, params: ["vivid.saturation"] } };
  expect(given.evidence.argumentSets).toBe(21);
  expect(tuneClass({ ...given, recipe }, OPTIONS)).toEqual({ kind: "no_variation", rated: 40, equal: "tunables" });
});

test("TU4 TU13 a class whose only varied tunable has a range of zero width has no variation under gp", () => {
  const given = data({ inputs: 20 });
  const range = { "light.gamma": [1, 1] } as const;
  const recipe = { ...given.recipe, tune: { ...given.recipe.tune, params: ["light.gamma"], range } };
  expect(tuneClass({ ...given, recipe }, OPTIONS)).toEqual({ kind: "no_variation", rated: 40, equal: "tunables" });
});

test("TU22 TU25 a sample of more rows than the prediction takes still holds held-out inputs", () => {
  const outcome = tuneClass(data({ inputs: 700 }), OPTIONS);
  if (outcome.kind !== "proposal") throw new Error(outcome.kind);
  const { evidenceRows, heldOut, means } = outcome.proposal;
  expect(evidenceRows).toBe(1000);
  expect(heldOut?.meanAbsolute).toBeGreaterThan(0);
  expect(means.delta).toBeGreaterThan(0);
});

test("TUB3 a tune of 500 ratings under one seed writes the same bytes", () => {
  const written = (seed: number) => {
    const given = { ...data({ inputs: 250 }), seed };
    const outcome = tuneClass(given, OPTIONS);
    if (outcome.kind !== "proposal") throw new Error(outcome.kind);
    expect(outcome.proposal.evidenceRows).toBe(500);
    return proposalText(given.recipe, outcome.proposal);
  };
  expect(written(42)).toBe(written(42));
  expect(written(43)).not.toBe(written(42));
});

test("TD18 no input is on both sides of a gp split", () => {
  const given = data({ inputs: 25 });
  const { heldOut, nTrain } = splitInputs(given);
  expect([heldOut.size, nTrain]).toEqual([5, 40]);
  const sides = given.evidence.runs.map((run) => heldOut.has(given.log.runs.input.at(run)));
  expect(sides.filter((isHeld) => isHeld)).toHaveLength(10);
});

test("TD27 TU38 scores joined by input alone never pair", () => {
  expect(countPairs(data({ inputs: 30 }))).toMatchObject({ ratings: 30, inputs: 30 });
  expect(countPairs(data({ inputs: 30, hasRunIds: false })).ratings).toBe(0);
});

test("TC26 a v2 run whose sha differs from its steps' is counted and left out", () => {
  const { evidence } = data({ inputs: 30, mismatch: true });
  expect([evidence.shaMismatch, evidence.runs.length]).toEqual([2, 58]);
});

test.each([
  ["28 rated runs", 14, 0, (gamma: number) => 100 - gamma, 0],
  ["gamma drawn by brightness", 30, 0, (gamma: number) => 100 - gamma, 1],
  ["the same with half of the runs in pairs", 30, 30, (gamma: number) => 100 - gamma, 0],
  ["equal brightness", 30, 0, () => 80, 0],
])("TU39 %s", (_title, inputs, paired, lumaOf, warnings) => {
  const given = data({ inputs, lumaOf });
  const listed = listTunables(given.recipe, []);
  const tunables = listed.kind === "tunables" ? listed.tunables : [];
  const pairedRuns = new Set(given.evidence.runs.slice(0, paired));
  const found = findConfounding({ data: given, tunables, pairedRuns }).filter(
    ({ argument }) => argument === "light.gamma",
  );
  expect(found).toHaveLength(warnings);
  if (warnings > 0)
    expect(found[0]?.text).toMatch(/^light\.gamma falls with luma_mean: rank correlation -1\.00 over 60/);
});

test("TU9 TD15 idw learns from scored runs alone: runs that only verdicts name count neither as variation nor as evidence", () => {
  const given = data({ inputs: 25 });
  const isLive = (run: number) => given.sets.of(run).sha === given.recipe.sha;
  const scores = given.evidence.scores.filter(({ run }) => isLive(run));
  const pairs = given.evidence.runs.flatMap((left, index) => {
    const right = given.evidence.runs[index + 1];
    if (!isLive(left) || right === undefined) return [];
    return [{ left, right, rater: 7, verdict: "right" as const, atMs: 9999, line: 9999 + index }];
  });
  const seen = { ...given, evidence: { ...given.evidence, scores, pairs } };
  const idw = { ...OPTIONS, method: "idw" } as const;
  expect([seen.evidence.argumentSets, pairs.length]).toEqual([26, 25]);
  expect(tuneClass(seen, idw)).toEqual({ kind: "no_variation", rated: 25, equal: "arguments" });
  const more = { ...given, evidence: { ...given.evidence, scores: given.evidence.scores.slice(0, 22), pairs } };
  const outcome = tuneClass(more, idw);
  if (outcome.kind !== "proposal") throw new Error(outcome.kind);
  const { nTotal, nTrain, nHoldout, nInputs, nRaters, nPairs } = outcome.proposal;
  expect([nTotal, nTrain + nHoldout, nInputs, nRaters, nPairs]).toEqual([22, 22, 11, 1, 11]);
});
