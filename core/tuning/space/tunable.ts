/** What a tunable's values look like: any number, whole numbers, or odd whole numbers. */
export type TunableKind = "float" | "whole" | "odd";

/** One number of a recipe that the tuner may move, with its range (TU10, TU11). */
export interface Tunable {
  /** `<step id>.<param>`; in schema 0 `<op>.<arg>`, from the second step of an op on `<op>#2.<arg>`. */
  readonly name: string;
  /** Position among the canonical steps. */
  readonly step: number;
  readonly param: string;
  readonly min: number;
  readonly max: number;
  readonly kind: TunableKind;
  readonly isLog: boolean;
  /** The recipe's own step for local moves, null where it names none (TU23). */
  readonly nudge: number | null;
}
