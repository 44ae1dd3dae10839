import type { Step } from "./reading/record.ts";

/** What the step table says about one number of a step (images.md, 3.2). */
export interface ParameterRange {
  readonly min: number;
  readonly max: number;
  readonly kind: "float" | "whole" | "odd";
  readonly isLog: boolean;
  readonly isTunable: boolean;
}

/** The live recipe of a class as the tuner sees it. */
export interface TuningRecipe {
  readonly class: string;
  readonly schema: 0 | 1;
  readonly text: string;
  readonly sha: string;
  /** Canonical steps, the output last (IM18). */
  readonly steps: readonly Step[];
  /** The id of each canonical step; schema 0 has `<op>` and `<op>#2`. */
  readonly ids: readonly string[];
  /** Where the text holds the arguments of each canonical step, e.g. `["step", 1]` or `["output"]`. */
  readonly paths: readonly (readonly (string | number)[])[];
  readonly tune: {
    readonly params: readonly string[] | null;
    readonly method: TuneMethod | null;
    readonly step: Readonly<Record<string, number>>;
    readonly range: Readonly<Record<string, readonly [number, number]>>;
  };
  /** The table's range of a number of a canonical step, null in schema 0 and for what is no number. */
  rangeOf(step: number, param: string): ParameterRange | null;
}

export type TuneMethod = "gp" | "idw";
