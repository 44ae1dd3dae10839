/** What a parameter of a step may hold; ranges are inclusive (images.md 3.2). */
export type Parameter =
  | NumberParameter
  | { readonly kind: "flag"; readonly default: boolean }
  | { readonly kind: "choice"; readonly of: readonly string[]; readonly default: string }
  | { readonly kind: "colour"; readonly default: string };

export interface NumberParameter {
  readonly kind: "number";
  readonly grain: "float" | "whole" | "odd";
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly isTunable: boolean;
  readonly isLog: boolean;
  /** A word that may stand for the number and is then fixed, such as `otsu`. */
  readonly word: string | null;
}

export type ParameterTable = Readonly<Record<string, Parameter>>;

type Bounds = readonly [min: number, max: number];
type Options = Partial<Pick<NumberParameter, "isTunable" | "isLog" | "word">>;

const build =
  (grain: NumberParameter["grain"]) =>
  (bounds: Bounds, fallback: number, options: Options = {}) =>
    ({
      kind: "number",
      grain,
      min: bounds[0],
      max: bounds[1],
      default: fallback,
      isTunable: false,
      isLog: false,
      word: null,
      ...options,
    }) satisfies NumberParameter;

export const float = build("float");
export const whole = build("whole");
export const odd = build("odd");
export const flag = (fallback: boolean): Parameter => ({ kind: "flag", default: fallback });
export const choice = (of: readonly string[], fallback: string): Parameter => ({
  kind: "choice",
  of,
  default: fallback,
});
export const colour = (fallback: string): Parameter => ({ kind: "colour", default: fallback });
