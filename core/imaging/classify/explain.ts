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

function inWords({ signal, value, threshold }: Reason): string {
  const words = WORDS[signal];
  if (typeof value === "boolean") return `${words}: ${value ? "there is one" : "there is none"}`;
  return `${words} is ${shown(value)}${threshold === null ? "" : `, the limit is ${shown(threshold)}`}`;
}

/** Enough digits to tell a value from its limit. */
function shown(value: number): string {
  const digits = Math.abs(value) >= 10 ? 1 : 4;
  return String(Number(value.toFixed(digits)));
}
