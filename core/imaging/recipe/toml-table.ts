import { parse, TomlError } from "smol-toml";
import { locateFields, type TextPlace } from "./locate-fields.ts";
import { type FieldPath, fieldName, type RecipeProblem } from "./problem.ts";

const MOST_BYTES = 65_536;

/** A table of the text and where it stands, with one list of problems for the whole recipe. */
export class TomlTable {
  readonly path: FieldPath;
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #report: (path: FieldPath, message: string) => void;

  constructor(path: FieldPath, values: object, report: (path: FieldPath, message: string) => void) {
    this.path = path;
    this.#values = new Map(Object.entries(values));
    this.#report = report;
  }

  get keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get(key: string): unknown {
    return this.#values.get(key);
  }

  problem(key: string | null, message: string): void {
    this.#report(key === null ? this.path : [...this.path, key], message);
  }

  problemAt(rest: FieldPath, message: string): void {
    this.#report([...this.path, ...rest], message);
  }

  /** Reports every key that is not known. */
  allow(known: readonly string[]): void {
    for (const key of this.keys) if (!known.includes(key)) this.problem(key, "is not known here");
  }

  /** Null when absent, and when it is no text, which is reported. */
  text(key: string): string | null {
    const found = this.get(key);
    if (found === undefined || typeof found === "string") return found ?? null;
    this.problem(key, "must be text");
    return null;
  }

  table(key: string): TomlTable | null {
    const found = this.get(key);
    if (found === undefined) return null;
    if (isTable(found)) return new TomlTable([...this.path, key], found, this.#report);
    this.problem(key, "must be a table");
    return null;
  }

  /** The tables of a `[[list]]`; empty when absent. */
  tables(key: string): readonly TomlTable[] {
    const found = this.get(key);
    if (found === undefined) return [];
    if (Array.isArray(found) && found.every(isTable)) {
      return found.map((item, index) => new TomlTable([...this.path, key, index], item, this.#report));
    }
    this.problem(key, `must be a list of tables, written [[${key}]]`);
    return [];
  }
}

/** A table, not a list, a date or a scalar. */
export function isTable(found: unknown): found is object {
  return typeof found === "object" && found !== null && !Array.isArray(found) && !(found instanceof Date);
}

export interface OpenedToml {
  readonly root: TomlTable | null;
  readonly problems: RecipeProblem[];
}

/** Parses at most 64 KiB of TOML 1.0 with whole numbers as bigint (IM14, IM22); a fault of the text leaves no root. */
export function openToml(text: string): OpenedToml {
  const problems: RecipeProblem[] = [];
  const add = (place: TextPlace, field: string, message: string) =>
    problems.push({ code: "recipe_invalid", line: place.line, column: place.column, field, message });
  if (new TextEncoder().encode(text).length > MOST_BYTES) {
    add({ line: 1, column: 1 }, "", `the text is longer than ${MOST_BYTES} bytes`);
    return { root: null, problems };
  }
  try {
    const values = parse(text, { integersAsBigInt: true });
    const locate = locateFields(text);
    const report = (path: FieldPath, message: string) => add(locate(path), fieldName(path), message);
    return { root: new TomlTable([], values, report), problems };
  } catch (failure) {
    if (!(failure instanceof TomlError)) throw failure;
    add(failure, "", failure.message.split("\n")[0] ?? "is no TOML");
    return { root: null, problems };
  }
}
