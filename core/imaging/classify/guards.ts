import type { Reason } from "./gates.ts";
import type { Signals } from "./signals.ts";

const LEAST_SHORT = 16;
const LEAST_OPAQUE = 256;
const LEAST_LUMA_SD = 2;

export type Guard = {
  readonly key: "animated" | "hdr" | "tiny" | "flat";
  readonly reasons: readonly Reason[];
};

function atMost(signal: "short" | "opaque" | "luma_sd" | "pages", value: number, threshold: number): Reason {
  return { signal, value, relation: signal === "pages" ? "at-least" : "at-most", threshold, gate: 1 };
}

/** What answers `unknown` before any rule is asked (IM9); null for a picture that is safe to judge. */
export function guardOf(signals: Signals): Guard | null {
  const { pages, short, opaque, luma_sd } = signals;
  if (pages > 1) return { key: "animated", reasons: [atMost("pages", pages, 2)] };
  if (signals.hdr)
    return { key: "hdr", reasons: [{ signal: "hdr", value: true, relation: "is", threshold: null, gate: 1 }] };
  if (short < LEAST_SHORT) return { key: "tiny", reasons: [atMost("short", short, LEAST_SHORT - 1)] };
  if (opaque < LEAST_OPAQUE) return { key: "tiny", reasons: [atMost("opaque", opaque, LEAST_OPAQUE - 1)] };
  if (luma_sd < LEAST_LUMA_SD) return { key: "flat", reasons: [atMost("luma_sd", luma_sd, LEAST_LUMA_SD)] };
  return null;
}
