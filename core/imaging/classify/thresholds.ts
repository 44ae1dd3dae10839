import { parse } from "smol-toml";
import { CLASSIFY_TOML } from "./classify-toml.ts";

/** Value by key of classify.toml, complete. */
export type Thresholds = ReadonlyMap<string, number>;

export type ThresholdsAnswer =
  | { readonly ok: true; readonly thresholds: Thresholds }
  | { readonly ok: false; readonly problem: string };

const shipped: Thresholds = new Map(numbersOf(parse(CLASSIFY_TOML)));

/** What ships (IM7). */
export function shippedThresholds(): Thresholds {
  return shipped;
}

/** The shipped thresholds under those of a person's classify.toml; a key that is not ours, no number or one ≤ 0 is a problem (IM7). */
export function overrideThresholds(text: string): ThresholdsAnswer {
  let table: Record<string, unknown>;
  try {
    table = parse(text);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, problem: words.split("\n")[0] ?? words };
  }
  const merged = new Map(shipped);
  for (const [key, value] of Object.entries(table)) {
    if (!shipped.has(key)) return { ok: false, problem: `unknown key ${key}` };
    if (typeof value !== "number" || !(value > 0) || !Number.isFinite(value))
      return { ok: false, problem: `${key} must be a number above 0` };
    merged.set(key, value);
  }
  return { ok: true, thresholds: merged };
}

function numbersOf(table: Record<string, unknown>): [string, number][] {
  return Object.entries(table).flatMap(([key, value]) => (typeof value === "number" ? [[key, value]] : []));
}

/** A threshold by its key; throws for a key that does not ship. */
export function thresholdOf(thresholds: Thresholds, key: string): number {
  const value = thresholds.get(key);
  if (value === undefined) throw new Error(`classify.toml has no ${key}`);
  return value;
}
