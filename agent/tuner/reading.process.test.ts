import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aRating, aRun } from "../../core/imaging/record/test-records.ts";
import { folder, hex, logOf, RISING, read, tuner, v1Log } from "./test-logs.ts";

/** 25 runs of two arguments, scored 1 to 5, each line followed by its rating; the last line is torn. */
function goldenLog(): string {
  const lines = Array.from({ length: 25 }, (_, index) => {
    const at = { ts_unix_ms: 1000 * index, input_blake3: hex(index + 1) };
    const args = { strength: 40 + ((index * 7) % 23), sigma: (10 + ((index * 3) % 11)) / 20 };
    const run = { kind: "run", ...at, class: "color-photo", steps: [{ op: "local-contrast", args }] };
    const rating = {
      kind: "rating",
      ...at,
      ts_unix_ms: at.ts_unix_ms + 1,
      score: 1 + ((index * index + 2 * (index >> 2)) % 5),
    };
    return `${JSON.stringify(run)}\n${JSON.stringify(rating)}\n`;
  });
  return `${lines.join("")}{"kind":"rating","input_bl`;
}

/** The figures come from a second implementation of TU12 to TU17 in Python that shares no code with this one. */
test("TUB1 TU17 idw on a 25-run v1 log equals the golden result, and runs, ratings and the torn tail are counted", async () => {
  const dir = await folder(goldenLog());
  const tuned = await tuner(dir, "tune", "--log", logOf(dir), "--method", "idw");
  expect(tuned.stdout).toMatch(/ delta -0\.783 train 20 holdout 5 regression REGRESSION\n$/);
  expect(tuned.stderr).toMatch(
    /^warning: line 51 skipped: .*\nread: 25 runs, 25 ratings, 0 pairs, 0 orphans, 1 skipped\n$/,
  );
  const next = await read(dir, "color-photo.next.toml");
  expect(next).toContain("# method: idw@1 seed: 42 join: legacy\n");
  expect(next).toContain("# train_mean_current: 3.036 train_mean_candidate: 4.731\n");
  expect(next).toContain("# holdout_mean_current: 4.351 holdout_mean_candidate: 3.568 delta: -0.783\n");
  expect(next).toMatch(/\nstrength = 57\nsigma = 0\.5\n/);
});

test("TD2 TU6 a record whose score is a string is skipped and named, the others count", async () => {
  const bad = [
    { kind: "rating", input_blake3: hex(1), score: "4", ts_unix_ms: 90_000 },
    { ...aRating({ input_blake3: hex(2) }), score: "4" },
  ].map((line) => JSON.stringify(line));
  const dir = await folder(`${v1Log(RISING)}${bad.join("\n")}\n`);
  const replayed = await tuner(dir, "replay", "--log", logOf(dir));
  expect(replayed.stdout).toBe("color-photo\t3.000\t5\t3.000\t25\n");
  expect(replayed.stderr).toMatch(
    /^warning: line 51 skipped: .*score.*\nwarning: line 52 skipped: score: .*\nread: 25 runs, 25 ratings, 0 pairs, 0 orphans, 2 skipped\n$/,
  );
});

const SECOND = JSON.stringify(aRun({ class: "binary-scan" }));

test("TU4 one line a class in label order, with --json one object, and what was read last on stderr", async () => {
  const dir = await folder(`${v1Log(RISING)}${SECOND}\n`);
  const plain = await tuner(dir, "tune", "--log", logOf(dir), "--method", "gp");
  expect(plain.stdout.split("\n").map((line) => line.split(":")[0])).toEqual(["binary-scan", "color-photo", ""]);
  expect(plain.stderr.trimEnd().split("\n").at(-1)).toBe("read: 26 runs, 25 ratings, 0 pairs, 0 orphans, 0 skipped");
  const json = await tuner(dir, "tune", "--log", logOf(dir), "--method", "idw", "--json");
  const objects = json.stdout.trimEnd().split("\n");
  expect(objects.map((line) => JSON.parse(line))).toMatchObject([
    { class: "binary-scan", kind: "skipped", rated: 0 },
    { class: "color-photo", kind: "proposal", proposal: { nTrain: 20, nHoldout: 5 } },
  ]);
});

test("TU3 the recipe's own method holds where no flag says another, and the seed is 42", async () => {
  const dir = await folder(v1Log(RISING));
  const live = await read(dir, "color-photo.toml");
  await writeFile(join(dir, "color-photo.toml"), `${live}\n[tune]\nmethod = "idw"\n`);
  await tuner(dir, "tune", "--log", logOf(dir));
  expect(await read(dir, "color-photo.next.toml")).toContain("# method: idw@1 seed: 42 join: run\n");
  await tuner(dir, "tune", "--log", logOf(dir), "--method", "gp");
  expect(await read(dir, "color-photo.next.toml")).toContain("# method: gp@1 seed: 42 join: run\n");
});

test("TU5 exit codes: usage 64, an invalid recipe or unknown tunable 65, a file that cannot be read 74", async () => {
  const dir = await folder(v1Log(RISING));
  expect((await tuner(dir, "replay")).code).toBe(64);
  expect((await tuner(dir, "replay", "--log", join(dir, "none"))).code).toBe(74);
  const live = await read(dir, "color-photo.toml");
  await writeFile(join(dir, "color-photo.toml"), `${live}\n[tune]\nparams = ["local-contrast.mode"]\n`);
  const unknown = await tuner(dir, "tune", "--log", logOf(dir));
  expect([unknown.code, unknown.stderr]).toEqual([65, expect.stringContaining("local-contrast.mode")]);
  await writeFile(join(dir, "color-photo.toml"), "class = \n");
  expect((await tuner(dir, "replay", "--log", logOf(dir))).code).toBe(65);
});
