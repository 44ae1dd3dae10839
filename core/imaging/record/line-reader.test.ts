import fc from "fast-check";
import { expect, test } from "vitest";
import { LineReader } from "./line-reader.ts";
import { recordLine } from "./record.ts";
import { LineSplitter } from "./split-lines.ts";
import { aRating, aRun, EVENT_ID, INPUT, OUTPUT } from "./test-records.ts";

const STEPS = [{ op: "local-contrast", args: { iterations: 1, sigma: 0.75, strength: 60 } }];
const STEPS_SHA = "2a4d51a52b60b71c2f216dba518f33b9238f525395f1df03c91b1c2791e26032";
const v1Run = {
  kind: "run",
  input_blake3: INPUT,
  class: "My Photos/../x",
  recipe_sha: "OLD-1",
  steps: STEPS,
  ts_unix_ms: 7,
};
const readAll = (values: readonly unknown[]) => {
  const reader = new LineReader();
  return values.map((value) => reader.readText(typeof value === "string" ? value : JSON.stringify(value)));
};

test("IM36 a line without v is v1, and its input hash is the first key that holds one", () => {
  const rating = { score: 3, input_blake3: "short", input_hash: OUTPUT.toUpperCase(), blake3: INPUT };
  expect(readAll([v1Run, rating, { ...rating, kind: "vote", input_hash: 7 }])).toMatchObject([
    { kind: "run", v: 1, inputBlake3: INPUT, atMs: 7 },
    { kind: "rating", v: 1, inputBlake3: OUTPUT, score: 3 },
    { kind: "rating", v: 1, inputBlake3: INPUT },
  ]);
});

test("IM36 steps that were read before are checked by their spelling only, the rest of the run anew", () => {
  const spelled = { ...v1Run, steps: [{ ...STEPS[0], mood: "blue" }] };
  const [first, again, other] = readAll([spelled, spelled, { ...spelled, steps: [{ op: "x", args: { a: null } }] }]);
  expect(first).toMatchObject({ kind: "run", steps: STEPS, sha: STEPS_SHA });
  expect(again).toEqual(first);
  expect(other).toMatchObject({ kind: "malformed" });
  for (const wrong of [{ class: 7 }, { recipe_sha: 7 }, { output_blake3: null }]) {
    expect(readAll([spelled, { ...spelled, ...wrong }])[1]).toMatchObject({ kind: "malformed" });
  }
});

test("IM36 a missing time is the one of the nearest earlier record, 0 at the start", () => {
  const rating = { blake3: INPUT, score: 3 };
  const lines = readAll([rating, { ...rating, ts_unix_ms: 50 }, "broken", rating, { kind: "note" }, rating]);
  expect(lines.map((line) => (line !== null && "atMs" in line ? line.atMs : null))).toEqual([0, 50, null, 50, 50, 50]);
});

test.each([[0], [6], [3.5], ["3"], [null]])(
  "IM36 a v1 score of %j is no rating and is kept as another kind",
  (score) => {
    expect(readAll([{ kind: "rating", blake3: INPUT, score }])).toMatchObject([{ kind: "other", name: "rating" }]);
  },
);

test("TC15 a label outside the list stays as it is written", () => {
  expect(readAll([v1Run, recordLine(aRun({ class: "../../etc" }))])).toMatchObject([
    { class: "My Photos/../x" },
    { class: "../../etc" },
  ]);
});

test("TC16 unknown kinds and keys are no errors", () => {
  expect(
    readAll([
      { ...v1Run, mood: "blue" },
      { kind: "mood" },
      { ...aRun(), mood: 1 },
      { kind: "mood", v: 2 },
      { ...aRating(), v: 3 },
    ]),
  ).toMatchObject([
    { kind: "run" },
    { kind: "other", v: 1, name: "mood" },
    { kind: "run", v: 2, isShaMismatch: false },
    { kind: "other", v: 2 },
    { kind: "rating", v: 3 },
  ]);
});

test("TC26 IM38 a v2 run with a wrong sha is kept and marked, a v1 sha is only data", () => {
  const [wrong, old] = readAll([recordLine(aRun({ recipe_sha: "f".repeat(64) })), v1Run]);
  expect(wrong).toMatchObject({ kind: "run", isShaMismatch: true, writtenSha: "f".repeat(64), sha: aRun().recipe_sha });
  expect(old).toMatchObject({ isShaMismatch: false, writtenSha: "OLD-1", sha: STEPS_SHA });
});

test.each([
  ["no JSON", "{", "is no JSON object"],
  ["a list", "[1]", "is no JSON object"],
  ["a run of v1 without a hash", { ...v1Run, input_blake3: "x" }, "input_blake3: must be 64 hex digits"],
  ["a run of v1 without steps", { ...v1Run, steps: 1 }, "steps: "],
  [
    "a v1 argument with half of a character",
    { ...v1Run, steps: [{ op: "x", args: { a: "\ud800" } }] },
    "steps.0.args.a: ",
  ],
  ["a v1 op with half of a character", { ...v1Run, steps: [{ op: "\ud800", args: {} }] }, "steps.0.op: holds half"],
  ["a name with half of a character", { ...aRun(), steps: [{ op: "x", args: { "\ud800": 1 } }] }, "steps.0.args."],
  ["a wrong-typed run", { ...aRun(), duration_ms: "fast" }, "duration_ms: "],
  ["a size no column holds", { ...aRun(), output: { ...aRun().output, bytes: 2 ** 31 } }, "output.bytes: "],
  ["a duration no column holds", { ...aRun(), duration_ms: 2 ** 31 }, "duration_ms: "],
  ["a rater with half of a character", { ...aRating(), rater_id: "r\ud800" }, "rater_id: holds half of a character"],
  [
    "a correction by half of a character",
    {
      ...{ kind: "correction", v: 2, ts_unix_ms: 1, event_id: EVENT_ID, input_blake3: INPUT },
      ...{ class_was: "a", class_now: "b", by: "\ud800" },
    },
    "by: holds half of a character",
  ],
  ["a wrong-typed rating", { ...aRating(), score: 9 }, "score: "],
  ["a wrong-typed revoke", { kind: "revoke", v: 2, ts_unix_ms: 1, event_id: "x", rater_id: "r" }, "event_id: "],
  ["a v that is no whole number", { kind: "x", v: 2.5 }, "v: must be a whole number"],
  ["a v no column holds", { kind: "x", v: 2 ** 32 }, "v: must be a whole number"],
  ["a v that is a text", { kind: "x", v: "2" }, "v: must be a whole number"],
  ["a time no column holds", { kind: "x", ts_unix_ms: 1e20 }, "ts_unix_ms: must be a number of milliseconds"],
  ["a time that is none", { kind: "x", ts_unix_ms: "now" }, "ts_unix_ms: must be a number of milliseconds"],
])("IM41 %s is malformed, with its reason", (_title, value, reason) => {
  expect(readAll([value])).toMatchObject([{ kind: "malformed", reason: expect.stringContaining(reason) }]);
});

test("IM41 blank lines are ignored, and bytes that are no UTF-8 are malformed", () => {
  expect(readAll(["", "  \r"])).toEqual([null, null]);
  expect(new LineReader().read({ bytes: new Uint8Array([0x7b, 0xff, 0x7d]) })).toMatchObject({ reason: "is no UTF-8" });
});

test("IM41 lines are the same however the stream is cut, and the last may lack its newline", () => {
  const encoder = new TextEncoder();
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zé]{0,12}$/)), fc.integer({ min: 1, max: 9 }), (texts, size) => {
      const bytes = encoder.encode(texts.join("\n"));
      const splitter = new LineSplitter();
      const lines = [];
      for (let at = 0; at < bytes.length; at += size) lines.push(...splitter.push(bytes.slice(at, at + size)));
      lines.push(...splitter.end());
      const found = lines.map((line) => new TextDecoder().decode(line.bytes ?? new Uint8Array()));
      const wanted = texts.at(-1) === "" ? texts.slice(0, -1) : texts;
      expect(found).toEqual(wanted);
      expect(lines.map(({ number }) => number)).toEqual(wanted.map((_, index) => index + 1));
    }),
    { numRuns: 300 },
  );
});

test("IM41 a line above 4 MiB is named and the next one is read", () => {
  const splitter = new LineSplitter();
  const lines = [
    ...splitter.push(new Uint8Array(4_194_305).fill(0x20)),
    ...splitter.push(new Uint8Array([0x0a, 0x7b, 0x7d, 0x0a])),
  ];
  expect(lines.map(({ number, bytes }) => [number, bytes?.length ?? null])).toEqual([
    [1, null],
    [2, 2],
  ]);
  expect(new LineReader().read({ bytes: null })).toMatchObject({ kind: "malformed", reason: "longer than 4 MiB" });
});
