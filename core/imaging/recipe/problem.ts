/** A place inside a recipe: names of tables and keys, numbers of list items from 0. */
export type FieldPath = readonly (string | number)[];

/** One thing wrong with a recipe's text; line and column count from 1. */
export interface RecipeProblem {
  readonly code: "recipe_invalid" | "recipe_schema_0";
  readonly line: number;
  readonly column: number;
  /** Empty for a fault of the text itself. */
  readonly field: string;
  readonly message: string;
}

/** `step[1].gamma`, `tune.range."light.gamma"[0]`. */
export function fieldName(path: FieldPath): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const name = /^[A-Za-z0-9_-]+$/.test(part) ? part : JSON.stringify(part);
      return index === 0 ? name : `.${name}`;
    })
    .join("");
}

/** One line for people: `line 4, column 9: step[0].gamma: …`. */
export function problemText({ line, column, field, message }: RecipeProblem): string {
  return `line ${line}, column ${column}: ${field === "" ? "" : `${field}: `}${message}`;
}
