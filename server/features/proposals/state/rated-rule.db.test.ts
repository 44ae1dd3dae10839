import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CanonicalStep } from "../../../../core/imaging/recipe/recipe.ts";
import { recipeSha } from "../../../../core/imaging/recipe/recipe-sha.ts";
import { COLOR_PHOTO } from "../../../../core/imaging/recipe/starters/color-photo.ts";
import { recipeOf } from "../../../../core/imaging/recipe/test-recipe.ts";
import {
  makeCorrection,
  makePair,
  makeRating,
  makeRevoke,
  recordLine,
} from "../../../../core/imaging/record/record.ts";
import { aRun } from "../../../../core/imaging/record/test-records.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import type { Context } from "../../../trpc/context.ts";
import { classProgressOf, importLog, readClassRecords, seedClasses } from "../../images/index.ts";
import { CLASS, person } from "../test-proposals.ts";
import { ClassTune } from "../tuning/class-tune.ts";

let app: TestApp;
let ada: Context;

beforeAll(async () => {
  app = await createTestApp();
  ada = await person(app, "Ada");
});
afterAll(() => app.close());

const { steps: LIVE } = recipeOf(COLOR_PHOTO);
const withArg = (op: string, args: Record<string, string | number>): CanonicalStep[] =>
  LIVE.map((step) => (step.op === op ? { op, args: { ...step.args, ...args } } : step));
const SETS: CanonicalStep[][] = [
  [...LIVE],
  withArg("tone.gamma", { gamma: 1.2 }),
  withArg("tone.gamma", { gamma: 0.9 }),
  LIVE.slice(1),
  withArg("output", { format: "webp" }),
];

const RUNS = 10;
const Run = fc.record({
  input: fc.nat(1),
  set: fc.oneof({ weight: 4, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(4) }),
  side: fc.constantFrom(1600, 1600, 1600, 800, null),
  label: fc.constantFrom(CLASS, CLASS, CLASS, CLASS, "mono-photo"),
  oddity: fc.constantFrom("none", "none", "none", "none", "none", "none", "none", "replay", "mismatch"),
});
const at = fc.nat(3);
const rater = fc.constantFrom("r1", "r2");
const run = fc.nat(RUNS - 1);
const warmup = fc.constantFrom(false, false, false, true);
const Said = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("rating" as const), run: fc.option(run), at, rater, warmup }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("pair" as const),
      left: run,
      right: run,
      verdict: fc.constantFrom("left" as const, "right" as const, "tie" as const, "not_sure" as const),
      at,
      rater,
      warmup,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("revoke" as const), of: fc.nat(30), isOwn: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("correction" as const), input: fc.nat(2), at: fc.nat(1) }) },
);
type Ran = typeof Run extends fc.Arbitrary<infer T> ? T : never;
type Spoke = typeof Said extends fc.Arbitrary<infer T> ? T : never;

const START = 1_700_000_000_000;

/** A log of all the runs, then of all that was said of them. */
function logOf(runs: readonly Ran[], said: readonly Spoke[]): string {
  const salt = randomUUID().slice(9);
  const uuid = (kind: string, n: number) => `019${kind}${n.toString(16).padStart(4, "0")}-${salt}`;
  const inputOf = (n: number) => n.toString(16).padStart(64, "0");
  const runId = (n: number) => uuid("a", n);
  const ran = runs.map(({ input, set, side, label, oddity }, n) =>
    aRun({
      run_id: runId(n),
      ts_unix_ms: START + (n % 2),
      input_blake3: inputOf(input),
      class: label,
      steps: SETS[set] ?? [],
      recipe_sha: oddity === "mismatch" ? "f".repeat(64) : recipeSha(SETS[set] ?? []),
      work_long_side: side,
      ...(oddity === "replay" ? { replay_of: runId(0) } : {}),
    }),
  );
  const spoke = said.map((one, n) => {
    const told = { event_id: uuid("e", n), ts_unix_ms: START + 10 + ("at" in one ? one.at : 4) };
    const warm = "warmup" in one && one.warmup ? { warmup: true as const } : {};
    if (one.kind === "rating") {
      const of = one.run === null ? {} : { run_id: runId(one.run) };
      const input_blake3 = inputOf(one.run === null ? 0 : (runs[one.run]?.input ?? 0));
      return makeRating({ ...told, ...warm, ...of, input_blake3, score: 3, rater_id: one.rater, blind: true });
    }
    if (one.kind === "pair") {
      const { left, right, verdict, rater: rater_id } = one;
      const sides = { left_run: runId(left), right_run: runId(right) };
      return makePair({ ...told, ...warm, ...sides, verdict, rater_id, shown_left: "none", ms: 1 });
    }
    if (one.kind === "revoke") {
      const target = said[one.of];
      const own = target !== undefined && "rater" in target ? target.rater : "Ada";
      const rater_id = one.isOwn ? own : "somebody else";
      return makeRevoke({ ...told, rater_id, revokes: uuid("e", one.of < n ? one.of : 999) });
    }
    const words = { class_was: CLASS, class_now: one.at === 0 ? CLASS : "receipt", by: "Ada" };
    return makeCorrection({ ...told, ...words, input_blake3: inputOf(one.input) });
  });
  return [...ran, ...spoke].map((record) => `${recordLine(record)}\n`).join("");
}

async function bothCounts(text: string) {
  const orgId = randomUUID();
  await seedClasses({ ...ada, scope: { orgId } });
  await importLog(
    app,
    orgId,
    (async function* () {
      yield new TextEncoder().encode(text);
    })(),
  );
  const tune = await ClassTune.open({
    ask: "state",
    class: CLASS,
    toml: COLOR_PHOTO,
    seed: 42,
    method: null,
    fitted: null,
    wantsFit: false,
  });
  for await (const lines of readClassRecords(app.db, { orgId })) tune.add(lines);
  const answer = tune.finish();
  if (answer.kind !== "state") throw new Error(answer.kind);
  const { rated, argumentSets } = await classProgressOf(app.db, { orgId, class: CLASS });
  return {
    counted: { rated, argumentSets },
    tuner: { rated: answer.facts.ratedRuns, argumentSets: answer.facts.argumentSets },
  };
}

test("TU8 TU9 C-13 whatever was said, the console counts the rated runs and argument sets that the tuner counts", async () => {
  let most = 0;
  const log = fc.tuple(
    fc.array(Run, { minLength: RUNS, maxLength: RUNS }),
    fc.array(Said, { minLength: 10, maxLength: 30 }),
  );
  await fc.assert(
    fc.asyncProperty(log, async ([runs, said]) => {
      const { counted, tuner } = await bothCounts(logOf(runs, said));
      most = Math.max(most, tuner.rated);
      expect(counted).toEqual(tuner);
    }),
    { numRuns: 60, seed: 42 },
  );
  expect(most).toBeGreaterThan(3);
}, 300_000);

const plain = (set: number): Ran => ({ input: 0, set, side: 1600, label: CLASS, oddity: "none" });
const verdict = (left: number, right: number): Spoke => ({
  ...{ kind: "pair", left, right, verdict: "left", at: 0, rater: "r1", warmup: false },
});

test("TU9 TU38 runs that were only judged in pairs are rated runs; one that was judged only against a run of other steps is not", async () => {
  const { counted } = await bothCounts(logOf([plain(0), plain(1), plain(2), plain(3)], [verdict(0, 1), verdict(2, 3)]));
  expect(counted).toEqual({ rated: 2, argumentSets: 2 });
});

test("TU7 TU9 runs that arrive after the verdict on them are rated runs all the same", async () => {
  const late = logOf([plain(0), plain(1)], [verdict(0, 1)])
    .trimEnd()
    .split("\n")
    .reverse();
  const { counted, tuner } = await bothCounts(late.map((line) => `${line}\n`).join(""));
  expect(counted).toEqual({ rated: 2, argumentSets: 2 });
  expect(tuner).toEqual(counted);
});

test("TU6 IM12 a run that arrives after the correction of its picture leaves its class all the same", async () => {
  const corrected: Spoke = { kind: "correction", input: 0, at: 1 };
  const late = logOf([plain(0), plain(1)], [verdict(0, 1), corrected])
    .trimEnd()
    .split("\n")
    .reverse();
  const { counted, tuner } = await bothCounts(late.map((line) => `${line}\n`).join(""));
  expect(counted).toEqual({ rated: 0, argumentSets: 0 });
  expect(tuner).toEqual(counted);
});
