import { expect, test } from "vitest";
import { namedBlobs } from "./named-blobs.ts";

const [a, b, c, other] = ["a", "b", "c", "d"].map((letter) => letter.repeat(64));

test.each([
  ["an image-run", { inputs: [{ blake3: a, name: other, recipeSha: other, recipeBlob: b }], batchId: other }, [a, b]],
  [
    "an image-replay",
    { class: "x", items: [{ blake3: a, recipeBlob: b, storedOutput: c, recipeSha: other }] },
    [a, b, c],
  ],
  ["an apply", { recipe: a, targetHash: other, approval: { hash: other } }, [a]],
  ["a tune", { runId: other, plan: {} }, []],
  ["one with a name that looks like a list", { inputs: [{ blake3: a, name: `"${other}"` }] }, [a]],
])("BL2 the blobs that the parameters of %s name are known by their place", (_title, params, expected) => {
  expect([...namedBlobs(JSON.stringify(params))].sort()).toEqual(expected);
});
