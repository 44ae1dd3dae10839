import type { Generator } from "../../../core/autotune/strategy/generator.ts";
import { parseRecipe } from "../../../core/imaging/recipe/parse-recipe.ts";
import { recipeSha } from "../../../core/imaging/recipe/recipe-sha.ts";
import { ArgumentSets } from "../../../core/tuning/evidence/argument-sets.ts";
import { EvidenceByClass } from "../../../core/tuning/evidence/class-evidence.ts";
import { compatibleEvidence } from "../../../core/tuning/evidence/compatible.ts";
import { explore } from "../../../core/tuning/exploration/explore.ts";
import { tuningRecipe } from "../../../core/tuning/live/tuning-recipe.ts";
import { LogCollector } from "../../../core/tuning/reading/collector.ts";
import { joinLog } from "../../../core/tuning/reading/join.ts";
import { listTunables } from "../../../core/tuning/space/list-tunables.ts";
import { valuesIn, withValues } from "../../../core/tuning/tune/candidate-steps.ts";

/** How the arguments of a rated run came about. */
export type Choice = "by-difficulty" | "drawn-pairs" | "drawn-singles";

const TEXT = `schema = 1
class = "color-photo"
[[step]]
id = "light"
op = "tone.gamma"
[[step]]
id = "vivid"
op = "colour.modulate"
[[step]]
id = "edge"
op = "sharpen.usm"
[output]
format = "jpeg"
[tune]
params = ["light.gamma", "vivid.saturation", "edge.flat", "edge.jagged"]
`;
const MEAN_LUMA = 110;
const LUMA_OF_DIFFICULTY = 30;
const LUMA_SD = 20;
/** How far a person moves an argument for a picture one deviation harder, and by whim, as shares of its range. */
const FOLLOWED = 0.1;
const WHIM = 0.1;

function liveRecipe() {
  const parsed = parseRecipe(TEXT, { fileStem: "color-photo" });
  if (parsed.kind === "invalid") throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  const recipe = tuningRecipe(parsed.recipe);
  const listed = listTunables(recipe, []);
  if (listed.kind === "unknown_tunable") throw new Error(listed.name);
  return { recipe, tunables: listed.tunables, live: valuesIn(recipe.steps, listed.tunables) };
}

const { recipe, tunables, live } = liveRecipe();

export { tunables };

/** A picture: dark, noisy ones are hard. */
function drawPicture(generator: Generator) {
  const difficulty = generator.normal();
  const lumaMean = MEAN_LUMA - LUMA_OF_DIFFICULTY * difficulty + LUMA_SD * generator.normal();
  return { difficulty, lumaMean, noise: 3 + difficulty + generator.normal(), entropy: 6 + generator.normal() };
}

/** What a person sets who brightens what is dark and leaves the rest to whim. */
function chosenBy(difficulty: number, generator: Generator): number[] {
  return tunables.map(({ min, max }, index) => {
    const followed = index === 0 ? FOLLOWED * difficulty : 0;
    const moved = (live[index] ?? 0) + (max - min) * (followed + WHIM * generator.normal());
    return Math.min(max, Math.max(min, moved));
  });
}

/** The evidence of a made-up log of `inputs` pictures, one person, each run scored once. */
export function simulateClass(choice: Choice, inputs: number, generator: Generator) {
  const collector = new LogCollector(null);
  const seed = generator.below(2 ** 32);
  for (let index = 0; index < inputs; index += 1) {
    const { difficulty, ...signals } = drawPicture(generator);
    const drawn = explore({ index, seed, tunables, live, promising: null }).values;
    const moved = choice === "by-difficulty" ? chosenBy(difficulty, generator) : drawn;
    for (const values of choice === "drawn-pairs" ? [live, moved] : [moved]) {
      const steps = withValues(recipe.steps, tunables, values);
      const name = `${index} ${values.join(" ")}`;
      const at = { v: 2, input: String(index), atMs: index };
      const facts = { class: recipe.class, recipeSha: recipeSha(steps), workLongSide: 1600, isReplay: false };
      collector.add({ kind: "run", name, steps, signals, ...facts, ...at }, index);
      const said = { run: name, rater: "r", score: 3, isWarmup: false, eventId: null };
      collector.add({ kind: "rating", ...said, ...at }, index);
    }
  }
  const log = collector.finish();
  const sets = new ArgumentSets(log.runs, recipeSha);
  const all = new EvidenceByClass(log, joinLog(log, "run"), sets).get(recipe.class);
  return { log, sets, recipe, evidence: compatibleEvidence(all, { log, sets, recipe, required: [] }) };
}
