import { mulberry32 } from "../../tuning/sampling/mulberry32.ts";
import type { BuiltInLabel } from "../classes.ts";
import type { Canvas } from "./paint/canvas.ts";
import { type Dice, diceOf } from "./paint/dice.ts";

/** What a person would store a picture as. */
export interface Kept {
  readonly format: "jpeg" | "png" | "webp";
  readonly camera?: { readonly make: string; readonly model: string };
  /** Text of the file's comment. */
  readonly comment?: string;
  /** Frames stacked below each other in the pixels; one when absent. */
  readonly frames?: number;
  readonly hasGainMap?: boolean;
}

/** A made picture: pixels, four bytes each, and how to store them. */
export interface Picture extends Canvas, Kept {}

/** One way to make pictures of a class; each seed is another picture. */
export interface PictureKind {
  readonly label: BuiltInLabel;
  readonly name: string;
  make(seed: number): Picture;
}

/** A kind whose dice are thrown from its name and the seed, so that equal seeds of two kinds share nothing. */
export function kind(label: BuiltInLabel, name: string, paint: (dice: Dice) => Canvas & Kept): PictureKind {
  return {
    label,
    name,
    make: (seed) => {
      return paint(diceOf(mulberry32(hashOf(`${label}/${name}/${seed}`))));
    },
  };
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
