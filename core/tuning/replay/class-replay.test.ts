import { expect, test } from "vitest";
import { ENGINE } from "../../imaging/record/test-records.ts";
import { type ClassReplay, classReplayLine, classReplayNotes, hasCorpusMoved, isBroken } from "./class-replay.ts";
import { differenceText, engineDifferences, type ReplayDifference } from "./difference.ts";

const NAMES = Array.from({ length: 12 }, (_, index) => `${index}`.padStart(64, "0"));
const NONE = { v1: 0, schema_0: 0, sha_mismatch: 0, no_pixels: 0 };
const REPLAY: ClassReplay = {
  class: "receipt",
  hasMoved: false,
  replayed: 9,
  equal: 8,
  differ: 1,
  missing: 2,
  missingInputs: [],
  notReplayable: NONE,
  differences: [],
};
const DIFFERENCE: ReplayDifference = {
  runId: "r1",
  inputBlake3: "i1",
  engine: [],
  pixelsBlake3: "p",
  distance: { kind: "measured", isSameSize: true, largest: 3, mean: 0.0125, ssim: 0.99 },
};

test.each([
  ["half of the inputs missing is judged", 6, false],
  ["one more than half has moved", 7, true],
  ["all missing has moved", 12, true],
])("TD31 TU53 %s", (_title, gone, expected) => {
  expect(hasCorpusMoved(new Set(NAMES), new Set(NAMES.slice(0, gone)))).toBe(expected);
});

test("TU53 a class without inputs has not moved", () => {
  expect(hasCorpusMoved(new Set(), new Set())).toBe(false);
});

test("TD31 TU53 a moved class gets no counts; five missing inputs are named, then a count", () => {
  const moved = { ...REPLAY, hasMoved: true, missingInputs: NAMES };
  expect(classReplayLine(REPLAY)).toBe("receipt: replayed 9, equal 8, differ 1, missing 2");
  expect(classReplayLine(moved)).toBe("receipt: corpus has moved");
  expect(classReplayNotes(moved)).toEqual([
    ...NAMES.slice(0, 5).map((name) => `receipt: missing input ${name}`),
    "receipt: 7 more inputs are missing",
  ]);
  expect(classReplayNotes({ ...moved, missingInputs: NAMES.slice(0, 5) })).toHaveLength(5);
});

test("TU53 runs that cannot run again are counted by their reason", () => {
  const notReplayable = { v1: 3, schema_0: 2, sha_mismatch: 0, no_pixels: 1 };
  expect(classReplayNotes({ ...REPLAY, notReplayable })).toEqual([
    "receipt: not replayable 6 (3 v1, 2 schema 0, 1 pass-through)",
  ]);
});

test("TU52 a difference names what changed in the engine and how far the pixels are apart", () => {
  const engine = engineDifferences(ENGINE, { ...ENGINE, vips: "8.19.0", arch: "arm64" });
  expect(engineDifferences(ENGINE, { ...ENGINE })).toEqual([]);
  expect(differenceText({ ...DIFFERENCE, engine })).toBe(
    "r1 of input i1 differs on another engine (vips 8.18.7 → 8.19.0, arch x64 → arm64): largest difference 3 of 255, mean 0.0125, SSIM 0.99000",
  );
  expect(differenceText({ ...DIFFERENCE, distance: { kind: "not_measured", reason: "no output" } })).toBe(
    "r1 of input i1 differs on the same engine: no output",
  );
});

test("TU52 only unequal pixels on an equal fingerprint are a failure", () => {
  const engine = engineDifferences(ENGINE, { ...ENGINE, sharp: "0.36.0" });
  expect(isBroken({ ...REPLAY, differences: [{ ...DIFFERENCE, engine }] })).toBe(false);
  expect(isBroken({ ...REPLAY, differences: [{ ...DIFFERENCE, engine }, DIFFERENCE] })).toBe(true);
});

test("TU5 TU52 neither the label nor the engine of a log can steer the terminal, and each difference is one line", () => {
  const engine = engineDifferences({ ...ENGINE, os: "x\u001b]0;y\u0007\nz" }, ENGINE);
  const hostile = { ...REPLAY, class: "re\u001b[1mceipt", differences: [{ ...DIFFERENCE, engine }] };
  expect(classReplayLine(hostile)).toBe("re [1mceipt: replayed 9, equal 8, differ 1, missing 2");
  expect(classReplayLine({ ...hostile, hasMoved: true })).toBe("re [1mceipt: corpus has moved");
  expect(classReplayNotes(hostile)).toEqual([
    "re [1mceipt: r1 of input i1 differs on another engine (os x ]0;y z → linux): largest difference 3 of 255, mean 0.0125, SSIM 0.99000",
  ]);
});
