import { z } from "zod";
import { isBlobHash } from "../../../core/canonical/blob-hash.ts";

const Named = z.looseObject({
  blake3: z.unknown().optional(),
  recipeBlob: z.unknown().optional(),
  storedOutput: z.unknown().optional(),
});
/** The places of a job's parameters that name blobs, of every kind: pictures, recipe texts, outputs to compare with (JK1). */
const Params = z.looseObject({
  inputs: z.array(Named).optional(),
  items: z.array(Named).optional(),
  recipe: z.unknown().optional(),
});

/** The blobs that a job's stored parameters name; its free texts, such as a picture's name, name none (BL2). */
export function namedBlobs(paramsJson: string): Set<string> {
  const { inputs = [], items = [], recipe } = Params.safeParse(JSON.parse(paramsJson)).data ?? {};
  const named = [...inputs, ...items].flatMap(({ blake3, recipeBlob, storedOutput }) => [
    blake3,
    recipeBlob,
    storedOutput,
  ]);
  return new Set([recipe, ...named].filter(isBlobHash));
}
