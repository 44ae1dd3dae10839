import { Readable } from "node:stream";
import { recipeSha } from "../../../core/imaging/recipe/recipe-sha.ts";
import { COLOR_PHOTO } from "../../../core/imaging/recipe/starters/color-photo.ts";
import { recipeOf } from "../../../core/imaging/recipe/test-recipe.ts";
import { recordLine } from "../../../core/imaging/record/record.ts";
import { aRating, aRun } from "../../../core/imaging/record/test-records.ts";
import { mulberry32 } from "../../../core/tuning/sampling/mulberry32.ts";
import type { TestApp } from "../../platform/test-app.ts";
import { importLog } from "../images/index.ts";

const uuid = (kind: string, n: number): string => `019ad000-0000-7000-8000-${kind}${n.toString(16).padStart(11, "0")}`;
const inputHash = (n: number): string => n.toString(16).padStart(64, "0");

interface Shape {
  readonly inputs: number;
  /** Stars of a run by its gamma and saturation; live has gamma 1.06. */
  readonly starsOf: (gamma: number, saturation: number) => number;
  readonly raters?: readonly string[];
}

/** Brighter is better, so a tune finds something. */
export const BRIGHTER = (gamma: number): number => 3 + 6 * (gamma - 1.06);

/** A log where each input was run with the live recipe of color-photo and with drawn arguments, and both were scored. */
export function pairedLog({ inputs, starsOf, raters = ["r1", "r2"] }: Shape): string {
  const random = mulberry32(7);
  const { steps } = recipeOf(COLOR_PHOTO);
  const lines: string[] = [];
  let n = 0;
  const scored = (input: number, set: typeof steps, stars: number) => {
    n += 1;
    const run_id = uuid("0", n);
    const ts_unix_ms = 1_700_000_000_000 + n * 10_000;
    const input_blake3 = inputHash(input + 1);
    const run = aRun({
      run_id,
      ts_unix_ms,
      input_blake3,
      steps: [...set],
      recipe_sha: recipeSha(set),
      work_long_side: 1600,
    });
    lines.push(recordLine(run));
    raters.forEach((rater_id, r) => {
      const score = Math.min(5, Math.max(1, Math.round(stars)));
      const event_id = uuid("e", n * 10 + r);
      lines.push(
        recordLine(aRating({ run_id, event_id, input_blake3, rater_id, score, ts_unix_ms: ts_unix_ms + 1 + r })),
      );
    });
  };
  for (let input = 0; input < inputs; input += 1) {
    const gamma = Math.round((0.85 + 0.5 * random()) * 1e4) / 1e4;
    const saturation = Math.round((0.9 + 0.5 * random()) * 1e4) / 1e4;
    const mood = random() - 0.5;
    const moved: Record<string, Record<string, number>> = {
      "tone.gamma": { gamma },
      "colour.modulate": { saturation },
    };
    const drawn = steps.map((step) => ({ op: step.op, args: { ...step.args, ...moved[step.op] } }));
    scored(input, steps, starsOf(1.06, 1.08) + mood);
    scored(input, drawn, starsOf(gamma, saturation) + mood);
  }
  return `${lines.join("\n")}\n`;
}

/** Takes a log in as a person's import does. */
export async function importText(app: TestApp, text: string): Promise<void> {
  const bytes = [new TextEncoder().encode(text)];
  await importLog(app, app.orgId, Readable.from(bytes));
}
