export type FlagParse<T> = { kind: "ok"; value: T } | { kind: "error"; message: string };

export interface IntegerRule {
  least: number;
  most: number;
  /** The rule in words, as the refusal ends: `must be <words>`. */
  words: string;
}

const SAFE = Number.MAX_SAFE_INTEGER;

export const AT_LEAST_ONE: IntegerRule = { least: 1, most: SAFE, words: ">= 1" };
export const ABOVE_ZERO: IntegerRule = { least: 1, most: SAFE, words: "> 0" };
export const AT_LEAST_ZERO: IntegerRule = { least: 0, most: SAFE, words: ">= 0" };
export const A_PORT: IntegerRule = { least: 1, most: 65_535, words: "between 1 and 65535" };

/** The integer a text stands for, or null. */
export function integerOf(text: string): number | null {
  const trimmed = text.trim();
  if (!/^-?\d{1,16}$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isSafeInteger(value) ? value : null;
}

/** B7: an integer flag, or the refusal naming flag and value as written. */
export function parseIntegerFlag(flag: string, text: string, rule: IntegerRule): FlagParse<number> {
  const value = integerOf(text);
  if (value !== null && value >= rule.least && value <= rule.most) return { kind: "ok", value };
  return { kind: "error", message: `--${flag} ${text} must be ${rule.words}` };
}

/** B7: the trimmed cells of a CSV flag; an empty or repeated cell is refused in the same words for every flag. */
export function parseCells(flag: string, text: string, keyOf: (cell: string) => string): FlagParse<string[]> {
  const cells = text.split(",").map((cell) => cell.trim());
  if (cells.includes("")) {
    return { kind: "error", message: `--${flag} contains an empty cell; check for stray commas` };
  }
  const seen = new Set<string>();
  for (const cell of cells) {
    const key = keyOf(cell);
    if (seen.has(key)) return { kind: "error", message: `--${flag} contains a duplicate cell: ${cell}` };
    seen.add(key);
  }
  return { kind: "ok", value: cells };
}
