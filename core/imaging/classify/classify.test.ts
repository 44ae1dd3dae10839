import { expect, test } from "vitest";
import { blake3Hex } from "../../canonical/blake3.ts";
import { canonicalJson } from "../../canonical/jcs.ts";
import { classify } from "./classify.ts";
import { tellStored } from "./explain.ts";
import { CLASSIFIER_VERSION, type Signals } from "./signals.ts";
import { overrideThresholds, shippedThresholds } from "./thresholds.ts";

const PHOTO: Signals = {
  aspect: 1.5,
  long: 3000,
  short: 2000,
  pages: 1,
  alpha: 0,
  opaque: 174_592,
  coloured: 0.7,
  sat: 0.3,
  palette: 900,
  bucket: 0.22,
  colours: 60_000,
  top1: 0.001,
  top8: 0.01,
  entropy: 7,
  flat: 0.01,
  edge: 0.3,
  luma_mean: 120,
  luma_sd: 50,
  dark: 0.2,
  white: 0.05,
  scale_k: 1,
  halftone: 0.01,
  panel: 0,
  rest_bimodal: 0,
  noise: 12,
  camera: true,
  screen_hint: false,
  hdr: false,
};
const PAGE = { camera: false, coloured: 0, sat: 0.01, white: 0.8, bucket: 0.9, colours: 900, top1: 0.2, top8: 0.6 };
const DRAWN = { camera: false, top1: 0.9, top8: 0.95, flat: 0.9, colours: 300, palette: 30, bucket: 0.007, edge: 0.03 };

const judge = (signals: Signals, thresholds = shippedThresholds()) =>
  classify({ signals, thresholds }, { isWideGamut: false });

const CASES: readonly (readonly [rule: string, label: string, change: Partial<Signals>])[] = [
  ["hint", "screenshot", { ...DRAWN, screen_hint: true }],
  ["icon", "graphic", { ...DRAWN, alpha: 0.3, long: 256, aspect: 1 }],
  ["pixel", "graphic", { ...DRAWN, scale_k: 8, colours: 12 }],
  ["halftone", "halftone-scan", { halftone: 0.6 }],
  ["receipt", "receipt", { ...PAGE, aspect: 3.2, camera: true }],
  ["form", "form-scan", { ...PAGE, panel: 0.2, rest_bimodal: 0.95 }],
  ["page", "binary-scan", PAGE],
  ["lineart", "binary-scan", { ...DRAWN, coloured: 0, sat: 0, white: 0.95, entropy: 0.4 }],
  ["screen", "screenshot", { ...DRAWN, edge: 0.5 }],
  ["chart", "graphic", DRAWN],
  ["dark", "dark-photo", { dark: 0.8, luma_mean: 30 }],
  ["color", "color-photo", {}],
  ["mono", "mono-photo", { coloured: 0, sat: 0, bucket: 1 }],
  ["graphic", "graphic", { ...DRAWN, flat: 0.45, top8: 0.5, palette: 20, edge: 0.02 }],
  ["none", "unknown", { ...DRAWN, top8: 0.2, flat: 0.8, edge: 0.5, palette: 900, bucket: 0.2 }],
];

test.each(CASES)("TC13 rule %s is reached and answers %s with stored signals as reasons", (rule, label, change) => {
  const signals = { ...PHOTO, ...change };
  const answer = judge(signals);
  expect(answer).toMatchObject({ rule, label });
  expect(answer.confidence).toBeGreaterThanOrEqual(0);
  expect(answer.confidence).toBeLessThanOrEqual(1);
  for (const reason of answer.reasons) expect(reason.value).toBe(signals[reason.signal]);
  const kept = answer.runnerUp?.keptOutBy;
  if (kept) expect(kept.value).toBe(signals[kept.signal]);
});

test.each([
  ["animated", { pages: 3 }],
  ["hdr", { hdr: true }],
  ["tiny", { short: 15 }],
  ["tiny", { opaque: 255 }],
  ["flat", { luma_sd: 1.9 }],
])("TC13 IM9 guard %s answers unknown with confidence 1", (rule, change) => {
  expect(judge({ ...PHOTO, ...change })).toMatchObject({ label: "unknown", rule, confidence: 1, runnerUp: null });
});

test("IM5 IM6 a value at its threshold has gate 0.5 and the first rule that holds decides with a margin of 0", () => {
  const answer = judge({ ...PHOTO, dark: 0.8, luma_mean: 50 });
  expect(answer).toMatchObject({ label: "dark-photo", rule: "dark" });
  expect(answer.reasons.find(({ signal }) => signal === "luma_mean")?.gate).toBe(0.5);
  expect(answer.confidence).toBeCloseTo(0, 3);
});

test("IM10 the sentence names the condition that kept the runner-up out", () => {
  const { sentence } = judge({ ...PHOTO, dark: 0.7, luma_mean: 60 });
  expect(sentence).toBe("color-photo, not dark-photo: mean luma is 60, the limit is 50");
});

test("IM2 transparent and wide-gamut accompany a class and change none", () => {
  const signals = { ...PHOTO, alpha: 0.06, long: 4000 };
  const answer = classify({ signals, thresholds: shippedThresholds() }, { isWideGamut: true });
  expect(answer).toMatchObject({ label: "color-photo", traits: ["transparent", "wide-gamut"] });
});

test("IM7 an override changes the answer; an unknown key, a word and a value of 0 are problems", () => {
  const dim = { ...PHOTO, dark: 0.8, luma_mean: 60 };
  const wider = overrideThresholds("dark_luma_mean_max = 80");
  expect(wider.ok && judge(dim, wider.thresholds).label).toBe("dark-photo");
  expect(judge(dim).label).toBe("color-photo");
  for (const text of ["nothing_min = 1", 'dark_luma_mean_max = "x"', "dark_luma_mean_max = 0", "dark_luma_mean_max ="])
    expect(overrideThresholds(text)).toMatchObject({ ok: false });
});

test("IM10 a stored answer is told in sentences, those of an unknown signal and of another shape too", () => {
  const stored = {
    label: "color-photo",
    rule: "color",
    reasons: [
      { signal: "flat", value: 0.0003, relation: "at-most", threshold: 0.5, gate: 1 },
      { signal: "sparkle", value: 3, threshold: 2 },
      "free text",
    ],
    runnerUp: { class: "dark-photo", kept_out_by: { signal: "luma_mean", value: 82, threshold: 50 } },
  };
  expect(tellStored(stored)).toEqual([
    "color-photo, not dark-photo: mean luma is 82, the limit is 50",
    "share of flat pixels is 0.0003, the limit is 0.5",
    "sparkle is 3, the limit is 2",
  ]);
  expect(tellStored({ ...stored, reasons: [], runnerUp: null })).toEqual(["color-photo: color"]);
});

test("IM8 the shipped thresholds belong to this classifier version: who changes one raises the version and measures IMB7 anew", () => {
  const shipped = canonicalJson(Object.fromEntries(shippedThresholds()));
  expect([CLASSIFIER_VERSION, blake3Hex(new TextEncoder().encode(shipped))]).toEqual([
    4,
    "bafdcef85c9f9451c0242a9ede54c8c9b6d3da04dd4cb77cf0185c34dd8c785c",
  ]);
});
