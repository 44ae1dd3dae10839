import type { NumberParameter, Parameter } from "./parameter.ts";

type Argument = string | number | boolean;
export type ReadArgument =
  | { readonly kind: "value"; readonly value: Argument }
  | { readonly kind: "problem"; readonly message: string };

const value = (found: Argument): ReadArgument => ({ kind: "value", value: found });
const problem = (message: string): ReadArgument => ({ kind: "problem", message });
const show = (found: unknown): string => (typeof found === "string" ? JSON.stringify(found) : String(found));

/** A TOML number as a number, whole ones arriving as bigint; null for everything else and for what is not finite. */
export function tomlNumber(found: unknown): number | null {
  if (typeof found === "bigint") return Number(found);
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

/** A value of the text against the step table; −0 becomes 0 (IM14, IM18). */
export function readArgument(parameter: Parameter, found: unknown): ReadArgument {
  switch (parameter.kind) {
    case "flag":
      return typeof found === "boolean" ? value(found) : problem("must be true or false");
    case "choice":
      return typeof found === "string" && parameter.of.includes(found)
        ? value(found)
        : problem(`must be one of ${parameter.of.map((name) => JSON.stringify(name)).join(", ")}`);
    case "colour":
      return typeof found === "string" && /^#[0-9a-fA-F]{6}$/.test(found)
        ? value(found.toLowerCase())
        : problem('must be a colour such as "#704214"');
    case "number":
      return readNumber(parameter, found);
  }
}

function readNumber(parameter: NumberParameter, found: unknown): ReadArgument {
  const { min, max, grain, word } = parameter;
  if (word !== null && found === word) return value(word);
  const other = word === null ? "" : ` or ${JSON.stringify(word)}`;
  const number = tomlNumber(found);
  if (number === null || (grain !== "float" && typeof found !== "bigint")) {
    return problem(`must be a ${grain === "float" ? "number" : "whole number"}${other}, is ${show(found)}`);
  }
  if (number < min || number > max) return problem(`must lie in ${min}…${max}${other}, is ${show(found)}`);
  if (grain === "odd" && number % 2 === 0) return problem(`must be odd, is ${show(found)}`);
  return value(number === 0 ? 0 : number);
}
