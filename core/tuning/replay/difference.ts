import { EngineFingerprint } from "../../imaging/record/parts.ts";
import { plainWords } from "../../units/plain-words.ts";

/** One member of the fingerprint that is not what it was (IM29). */
export interface EngineDifference {
  readonly part: keyof EngineFingerprint;
  readonly stored: string | number;
  readonly now: string | number;
}

/** How far two outputs are apart, per byte of RGBA, 0 to 255. */
interface PixelDistance {
  readonly isSameSize: boolean;
  readonly largest: number | null;
  readonly mean: number | null;
  readonly ssim: number | null;
}

type Distance =
  | ({ readonly kind: "measured" } & PixelDistance)
  | { readonly kind: "not_measured"; readonly reason: string };

/** One replayed run whose pixels are not those of the stored one (TU52). */
export interface ReplayDifference {
  readonly runId: string;
  readonly inputBlake3: string;
  /** Empty on an equal fingerprint: then the pixels had to match. Null where one of the two cannot be read. */
  readonly engine: readonly EngineDifference[] | null;
  /** Null when the run failed. */
  readonly pixelsBlake3: string | null;
  readonly distance: Distance;
}

const PARTS = EngineFingerprint.keyof().options;

/** The members in which two fingerprints differ; empty when replay must give the same pixels (TU52). */
export function engineDifferences(stored: EngineFingerprint, now: EngineFingerprint): EngineDifference[] {
  return PARTS.flatMap((part) => (stored[part] === now[part] ? [] : [{ part, stored: stored[part], now: now[part] }]));
}

/** A difference in words: the engine, then how far the pixels are apart (TU52). */
export function differenceText({ runId, inputBlake3, engine, distance }: ReplayDifference): string {
  return `${runId} of input ${inputBlake3} differs ${engineText(engine)}: ${distanceText(distance)}`;
}

function engineText(engine: ReplayDifference["engine"]): string {
  if (engine === null) return "on an engine that is not known";
  const parts = engine.map(({ part, stored, now }) => `${part} ${plainWords(String(stored))} → ${now}`);
  return parts.length === 0 ? "on the same engine" : `on another engine (${parts.join(", ")})`;
}

function distanceText(distance: Distance): string {
  if (distance.kind === "not_measured") return plainWords(distance.reason);
  const { isSameSize, largest, mean, ssim } = distance;
  if (!isSameSize || largest === null || mean === null || ssim === null) return "the pictures have different sizes";
  return `largest difference ${largest} of 255, mean ${mean.toFixed(4)}, SSIM ${ssim.toFixed(5)}`;
}
