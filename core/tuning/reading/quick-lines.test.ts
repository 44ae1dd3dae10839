import fc from "fast-check";
import { expect, test } from "vitest";
import { LineReader } from "../../imaging/record/line-reader.ts";
import { recordLine } from "../../imaging/record/record.ts";
import { aRating, aRun, RUN_ID } from "../../imaging/record/test-records.ts";
import { tunerRecord } from "./from-line.ts";
import { QuickLines } from "./quick-lines.ts";

const PICTURE = "image \u00e9";

/** What the whole reader makes of a line, null of a malformed one. */
function whole(text: string) {
  const line = new LineReader().readText(text);
  return line === null || line.kind === "malformed" ? null : tunerRecord(line, () => null);
}

const number = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
const argument = fc.oneof(number, fc.boolean(), fc.constantFrom("4:2:0", 'a "b"', "é", "}],"));
const key = fc.constantFrom("gamma", "edge.flat", "op#2.x", "luma_mean", "noise", "entropy", "__proto__", "1", "a b");

const run = fc
  .record(
    {
      ts_unix_ms: fc.nat(),
      class: fc.constantFrom("color-photo", "../x y", 'say "x"', PICTURE),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      signals: fc.dictionary(key, fc.oneof(number, fc.boolean())),
      steps: fc.array(
        fc.record({ args: fc.dictionary(key, argument), op: fc.constantFrom("tone.gamma", "output", "é") }),
      ),
      args: fc.dictionary(key, argument),
      work_long_side: fc.option(fc.integer({ min: 1, max: 5000 })),
      output_pixels_blake3: fc.constantFrom(null, "a".repeat(64)),
      skipped: fc.array(
        fc.record({ id: fc.constant("x"), op: fc.constant("y"), reason: fc.constantFrom("neutral", "too_small") }),
      ),
      step_ms: fc.array(fc.nat(9999)),
      traits: fc.array(fc.constantFrom("page", "a,b", "é")),
      ...{ pair_id: fc.constantFrom("p"), batch_id: fc.constantFrom("b"), replay_of: fc.constantFrom(RUN_ID) },
    },
    { requiredKeys: [] },
  )
  .map((over) => recordLine(aRun(over)));

const rating = fc
  .record(
    {
      ts_unix_ms: fc.nat(),
      score: fc.integer({ min: 1, max: 5 }),
      notes: fc.constantFrom("plain", 'a "quoted" one', PICTURE),
      rater_id: fc.constantFrom("r", "é"),
      warmup: fc.boolean(),
      view: fc.constantFrom({ zoom100: true, ms_on_image: 900 }),
      replaces: fc.constantFrom(RUN_ID),
    },
    { requiredKeys: [] },
  )
  .map((over) => recordLine(aRating(over)));

const HASH = "0a".repeat(32);
const STEPS = [{ args: { gamma: 1.05 }, op: "tone.gamma" }];

/** Lines as the older tool wrote them; a member that is null is not there. */
const v1Line = (members: object) => JSON.stringify(members, (_, value) => (value === null ? undefined : value));
const v1Run = (over: object = {}) =>
  v1Line({
    ...{ kind: "run", ts_unix_ms: 7, input_blake3: HASH, class: "color-photo", recipe_sha: HASH, steps: STEPS },
    ...{ output_blake3: HASH, duration_ms: 60, ...over },
  });
const v1Rating = (over: object = {}) =>
  v1Line({ kind: "rating", ts_unix_ms: 8, input_blake3: HASH, score: 4, ...over });

const absent = fc.constant(null);
const v1 = fc.oneof(
  fc
    .record(
      {
        ts_unix_ms: fc.oneof(fc.nat(), absent),
        input_blake3: fc.constantFrom(HASH, HASH.toUpperCase(), "short"),
        class: fc.constantFrom("color-photo", "../x y", 'say "x"', PICTURE, "", 3),
        recipe_sha: fc.constantFrom(HASH, "b".repeat(64), "other", 3, null),
        steps: fc.array(fc.record({ args: fc.dictionary(key, argument), op: fc.constantFrom("output", "é", 1) })),
        output_blake3: fc.constantFrom(HASH, "x", 3, null),
        duration_ms: fc.constantFrom(0, 60, 1.5, "x", null),
        input_path: fc.constantFrom("/a/b.jpg", PICTURE, 4),
        more: fc.constantFrom({ nested: [1] }, "x"),
      },
      { requiredKeys: [] },
    )
    .map(v1Run),
  fc
    .record(
      {
        ts_unix_ms: fc.oneof(fc.nat(), absent),
        input_blake3: fc.constantFrom(HASH, HASH.toUpperCase(), "short"),
        score: fc.constantFrom(1, 5, 0, 3.5, "4", null),
        notes: fc.constantFrom("plain", 'a "quoted" one', PICTURE, 3),
      },
      { requiredKeys: [] },
    )
    .map(v1Rating),
);

const plain = fc.constantFrom(recordLine(aRun()), recordLine(aRating()), v1Run(), v1Rating());
const MEMBERS = ['"v":3', '"kind":"rating"', '"steps":[]', '"replay_of":null', '"score":9', '"x":1e999', '"class":"b"'];

/** A line after one edit: a character changed, a piece doubled or dropped, a member put in where one ends. */
const edited = fc
  .tuple(
    fc.oneof(run, rating, v1, plain),
    fc.nat(),
    fc.nat(40),
    fc.constantFrom("set", "double", "drop", "member"),
    fc.constantFrom(...'{}[]",:0e.-\\ x', ...MEMBERS),
  )
  .map(([line, seed, size, deed, text]) => {
    const at = seed % line.length;
    if (deed === "set") return line.slice(0, at) + text + line.slice(at + 1);
    if (deed === "double") return line.slice(0, at + size) + line.slice(at);
    if (deed === "drop") return line.slice(0, at) + line.slice(at + size);
    const comma = line.indexOf(",", at);
    return comma < 0 ? line : `${line.slice(0, comma)},${text}${line.slice(comma)}`;
  });

const asBytes = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));

test("H9 what is read quickly means the same to the whole reader, edited lines too", () => {
  const quick = new QuickLines(null);
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof(run, rating, v1, edited, edited), (line) => {
      const read = quick.read(asBytes(line));
      if (read === null) return;
      taken += 1;
      expect(read).toEqual(whole(line));
    }),
    { numRuns: 4000 },
  );
  expect(taken).toBeGreaterThan(150);
});

test("H9 lines as this version writes them are read quickly", () => {
  const lines = [
    aRun(),
    aRun({ work_long_side: 1600, replay_of: RUN_ID, pair_id: "p", batch_id: "b" }),
    aRun({ output_pixels_blake3: null, steps: [], args: {}, recipe_sha: "d".repeat(64) }),
    aRun({ skipped: [{ id: "grain", op: "denoise.median", reason: "neutral" }], signals: { luma_mean: 1e-7 } }),
    aRating(),
    aRating({ warmup: true, notes: "fine", replaces: RUN_ID, view: { zoom100: false, ms_on_image: 3 } }),
  ].map(recordLine);
  const quick = new QuickLines(null);
  for (const line of [...lines, ...lines]) expect(quick.read(line)).toEqual(whole(line));
});

test("H9 lines as the older tool wrote them are read quickly", () => {
  const lines = [
    v1Run(),
    v1Run({ input_path: "/a/b.jpg" }),
    v1Run({ steps: [] }),
    v1Rating(),
    v1Rating({ notes: "fine" }),
  ];
  const quick = new QuickLines(null);
  for (const line of [...lines, ...lines]) expect(quick.read(line)).toEqual(whole(line));
});

test("TU45 a v1 run of the wanted class, and no other, is named after its line", () => {
  const quick = new QuickLines("receipt", (text) => `name of ${text}`);
  const line = v1Run({ class: "receipt" });
  expect(quick.read(line)).toMatchObject({ name: `name of ${line}` });
  expect(quick.read(v1Run())).toMatchObject({ name: null });
});

test("H9 of a class that is not wanted neither steps nor signals are read", () => {
  const quick = new QuickLines("receipt");
  const { steps: _, signals: __, ...kept } = { ...whole(recordLine(aRun())), steps: [], signals: null };
  expect(quick.read(recordLine(aRun()))).toMatchObject({ ...kept, steps: [], signals: { lumaMean: null } });
  expect(quick.read(recordLine(aRun({ class: "receipt" })))).toEqual(whole(recordLine(aRun({ class: "receipt" }))));
});

test("H9 two spellings of one sha are two recipes", () => {
  const quick = new QuickLines(null);
  const other = aRun({ steps: [] });
  for (const line of [aRun(), other, aRun()].map(recordLine)) expect(quick.read(line)).toEqual(whole(line));
});
