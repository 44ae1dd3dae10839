import { expect, test } from "vitest";
import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import { LineReader } from "../../imaging/record/line-reader.ts";
import { recordLine } from "../../imaging/record/record.ts";
import { aRun, INPUT, RUN_FIELDS } from "../../imaging/record/test-records.ts";
import { StoredRunReader } from "./stored-run.ts";

function reading(text: string) {
  const line = new LineReader().readText(text);
  if (line?.kind !== "run") throw new Error(`no run: ${text}`);
  return new StoredRunReader().read(line);
}

test("TU52 a stored run is run with its own steps, their ids and its working size", () => {
  const stored = reading(recordLine(aRun({ work_long_side: 1600 })));
  if (stored.kind !== "run") throw new Error(stored.kind);
  expect(stored.run.recipe.steps).toEqual(RUN_FIELDS.steps);
  expect(stored.run.recipe.ids).toEqual(["grain", "light", "vivid", "edge", "output"]);
  expect(stored.run).toMatchObject({ workLongSide: 1600, inputBytes: 4096, class: "color-photo" });
});

const OLD_STEPS = [{ op: "local-contrast", args: { strength: 60 } }];
const old = { steps: OLD_STEPS, recipe_sha: recipeSha(OLD_STEPS), args: { "local-contrast.strength": 60 } };

test.each([
  ["a v1 line", JSON.stringify({ kind: "run", class: "receipt", input_blake3: INPUT, steps: [] }), "v1"],
  ["steps of the older tool", recordLine(aRun(old)), "schema_0"],
  ["a sha that is not that of the steps", recordLine(aRun({ recipe_sha: "0".repeat(64) })), "sha_mismatch"],
  [
    "a pass-through",
    recordLine(aRun({ steps: [], args: {}, recipe_sha: recipeSha([]), output_pixels_blake3: null })),
    "no_pixels",
  ],
])("TU53 %s cannot be replayed", (_title, line, expected) => {
  expect(reading(line).kind).toBe(expected);
});
