import { z } from "zod";
import type { Reason } from "./gates.ts";
import type { SignalName } from "./signals.ts";

type Answer = {
  readonly label: string;
  readonly rule: string;
  readonly reasons: readonly Reason[];
  readonly runnerUp: { readonly label: string; readonly keptOutBy: Reason | null } | null;
};

const WORDS: Readonly<Record<SignalName, string>> = {
  aspect: "long side ÷ short side",
  long: "long side",
  short: "short side",
  pages: "number of frames",
  alpha: "share of clear pixels",
  opaque: "number of opaque pixels",
  coloured: "share of coloured pixels",
  sat: "mean chroma",
  palette: "number of colour buckets",
  bucket: "share of colour buckets",
  colours: "number of colours",
  top1: "share of the most frequent colour",
  top8: "share of the eight most frequent colours",
  entropy: "entropy",
  flat: "share of flat pixels",
  edge: "share of edges",
  luma_mean: "mean luma",
  luma_sd: "spread of luma",
  dark: "share of dark pixels",
  white: "share of white pixels",
  scale_k: "whole-number enlargement",
  halftone: "dot screen",
  panel: "share of shaded panels",
  rest_bimodal: "share of two tones beside the panels",
  noise: "noise",
  camera: "name of a camera",
  screen_hint: "mark of a screen capture",
  hdr: "HDR gain map",
};

/** IM10: the decision in one sentence; each number in it is a stored signal or a threshold. */
export function explain({ label, rule, reasons, runnerUp }: Answer): string {
  if (runnerUp === null) return `${label}: ${reasons.map(inWords).join(", ") || rule}`;
  const against = `${label}, not ${runnerUp.label}`;
  const { keptOutBy } = runnerUp;
  return keptOutBy === null ? `${against}: no rule fits` : `${against}: ${inWords(keptOutBy)}`;
}

/** What a stored answer keeps of a reason; a record of another version may name signals that are not here. */
const ToldReason = z.object({
  signal: z.string(),
  value: z.union([z.number(), z.boolean()]),
  threshold: z.number().nullable(),
});
const ToldRunnerUp = z.object({ class: z.string(), kept_out_by: ToldReason.nullable() });

interface StoredAnswer {
  readonly label: string;
  readonly rule: string;
  readonly reasons: readonly unknown[];
  readonly runnerUp: unknown;
}

/** IM10 of a classification record: the deciding sentence, then each condition; what cannot be read is left out. */
export function tellStored({ label, rule, reasons, runnerUp }: StoredAnswer): string[] {
  const told = reasons.flatMap((reason) => ToldReason.safeParse(reason).data ?? []).map(inWords);
  const other = ToldRunnerUp.safeParse(runnerUp).data;
  if (other === undefined) return told.length === 0 ? [`${label}: ${rule}`] : told;
  const why = other.kept_out_by === null ? "no rule fits" : inWords(other.kept_out_by);
  return [`${label}, not ${other.class}: ${why}`, ...told];
}

function inWords({ signal, value, threshold }: z.infer<typeof ToldReason>): string {
  const words = new Map<string, string>(Object.entries(WORDS)).get(signal) ?? signal;
  if (typeof value === "boolean") return `${words}: ${value ? "there is one" : "there is none"}`;
  return `${words} is ${shown(value)}${threshold === null ? "" : `, the limit is ${shown(threshold)}`}`;
}

/** Enough digits to tell a value from its limit. */
function shown(value: number): string {
  const digits = Math.abs(value) >= 10 ? 1 : 4;
  return String(Number(value.toFixed(digits)));
}
