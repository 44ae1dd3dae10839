import { utf8ToBytes } from "@noble/hashes/utils.js";
import { blake3Hex } from "../../canonical/blake3.ts";
import { canonicalJson } from "../../canonical/jcs.ts";
import type { CanonicalStep } from "./recipe.ts";

/** The RFC 8785 text whose BLAKE3 names a recipe (IM18). */
export const canonicalText = (steps: readonly CanonicalStep[]): string =>
  canonicalJson(steps.map(({ args, op }) => ({ args, op })));

/** IM18: the identity of a recipe, 64 lower-case hex digits. Throws TypeError for arguments JSON cannot hold. */
export const recipeSha = (steps: readonly CanonicalStep[]): string => blake3Hex(utf8ToBytes(canonicalText(steps)));
