import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { formatKnob } from "../../../../core/units/knobs.ts";

/** Inclusive; null is open. */
export interface PickRange {
  low: number | null;
  high: number | null;
}

/** Which cells of a run are looked at; null takes all (H-44). */
export interface CellPick {
  kvBits: readonly (number | null)[] | null;
  maxBatch: readonly (number | null)[] | null;
  maxContext: readonly (number | null)[] | null;
  tps: PickRange | null;
  ttftMs: PickRange | null;
  /** The fastest so many percent. */
  topPercent: number | null;
}

export const NO_PICK: CellPick = {
  kvBits: null,
  maxBatch: null,
  maxContext: null,
  tps: null,
  ttftMs: null,
  topPercent: null,
};

const SETS = { kv: "kvBits", batch: "maxBatch", context: "maxContext" } as const;
const RANGES = { tps: "tps", ttft: "ttftMs" } as const;

type SetKey = keyof typeof SETS;
type RangeKey = keyof typeof RANGES;

const isSetKey = (key: string): key is SetKey => key in SETS;
const isRangeKey = (key: string): key is RangeKey => key in RANGES;

function numberOf(text: string): number | null {
  const value = Number(text);
  return text === "" || !Number.isFinite(value) ? null : value;
}

function rangeOf(text: string): PickRange | null {
  const [low = "", high = ""] = text.split("..");
  const range = { low: numberOf(low), high: numberOf(high) };
  return range.low === null && range.high === null ? null : range;
}

function setOf(text: string): (number | null)[] | null {
  const values = text.split("|").flatMap((part) => (part === "unset" ? [null] : (numberOf(part) ?? [])));
  return values.length === 0 ? null : values;
}

/** Reads `kv:unset|8,tps:10..20,top:25` of an address; a part that means nothing is left out (H-03). */
export function parsePick(text: string): CellPick {
  const pick: CellPick = { ...NO_PICK };
  const read: { -readonly [Key in keyof CellPick]: CellPick[Key] } = pick;
  for (const part of text.split(",")) {
    const [key = "", value = ""] = part.split(":");
    if (isSetKey(key)) read[SETS[key]] = setOf(value);
    else if (isRangeKey(key)) read[RANGES[key]] = rangeOf(value);
    else if (key === "top") read.topPercent = numberOf(value);
  }
  return pick;
}

/** The same as an address holds it; empty for all cells. */
export function formatPick(pick: CellPick): string {
  const sets = Object.entries(SETS).flatMap(([key, name]) => {
    const values = pick[name];
    return values === null ? [] : [`${key}:${values.map(formatKnob).join("|")}`];
  });
  const ranges = Object.entries(RANGES).flatMap(([key, name]) => {
    const range = pick[name];
    return range === null ? [] : [`${key}:${range.low ?? ""}..${range.high ?? ""}`];
  });
  return [...sets, ...ranges, ...(pick.topPercent === null ? [] : [`top:${pick.topPercent}`])].join(",");
}

const isIn = (value: number | null, values: readonly (number | null)[] | null): boolean =>
  values === null || values.includes(value);

function isWithin(value: number | null, range: PickRange | null): boolean {
  if (range === null) return true;
  return value !== null && value >= (range.low ?? value) && value <= (range.high ?? value);
}

/** The picked cells in their order; a row without a figure is in no range of it. */
export function pickCells<Trial extends TuneTrial>(trials: readonly Trial[], pick: CellPick): Trial[] {
  const chosen = trials.filter(
    (trial) =>
      isIn(trial.kvBits, pick.kvBits) &&
      isIn(trial.maxBatch, pick.maxBatch) &&
      isIn(trial.maxContext, pick.maxContext) &&
      isWithin(trial.tpsMedian, pick.tps) &&
      isWithin(trial.ttftP95Ms, pick.ttftMs),
  );
  if (pick.topPercent === null) return chosen;
  const rates = chosen.flatMap(({ tpsMedian }) => tpsMedian ?? []).sort((left, right) => right - left);
  const least = rates[Math.max(1, Math.ceil((rates.length * pick.topPercent) / 100)) - 1];
  return chosen.filter(({ tpsMedian }) => tpsMedian !== null && least !== undefined && tpsMedian >= least);
}

function rangeWords(name: string, { low, high }: PickRange): string {
  if (low === null) return `${name} to ${high}`;
  return high === null ? `${name} from ${low}` : `${name} ${low} to ${high}`;
}

/** The filter as a caption says it; null for all cells (H-13). */
export function pickWords(pick: CellPick, counts: { shown: number; total: number }): string | null {
  if (formatPick(pick) === "") return null;
  const knobs = [
    ["kv_bits", pick.kvBits],
    ["max_batch", pick.maxBatch],
    ["max_context", pick.maxContext],
  ] as const;
  const parts = [
    ...knobs.flatMap(([name, values]) => (values === null ? [] : [`${name} ${values.map(formatKnob).join(" or ")}`])),
    ...(pick.tps === null ? [] : [rangeWords("tok/s", pick.tps)]),
    ...(pick.ttftMs === null ? [] : [rangeWords("TTFT ms", pick.ttftMs)]),
    ...(pick.topPercent === null ? [] : [`the fastest ${pick.topPercent} %`]),
  ];
  return `${counts.shown} of ${counts.total} cells: ${parts.join(", ")}.`;
}
