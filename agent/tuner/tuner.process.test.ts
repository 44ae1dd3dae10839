import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseRecipe } from "../../core/imaging/recipe/parse-recipe.ts";
import type { CanonicalStep } from "../../core/imaging/recipe/recipe.ts";
import { recipeSha } from "../../core/imaging/recipe/recipe-sha.ts";
import { COLOR_PHOTO } from "../../core/imaging/recipe/starters/color-photo.ts";
import { makePair, recordLine } from "../../core/imaging/record/record.ts";
import { aRating, aRun } from "../../core/imaging/record/test-records.ts";
import { folder, hex, logOf, RECIPE, RISING, read, steps, tuner, uuid, v1Log } from "./test-logs.ts";

test("TD1 TD20 TD29 a 25-run v1 log with a torn tail replays, tunes under idw and promotes", async () => {
  const dir = await folder(`${v1Log(RISING)}{"kind":"run","inp`);
  const replayed = await tuner(dir, "replay", "--log", logOf(dir));
  expect(replayed).toMatchObject({ code: 0, stdout: "color-photo\t3.000\t5\t3.000\t25\n" });
  const tuned = await tuner(dir, "tune", "--log", logOf(dir), "--method", "idw");
  expect(tuned.code).toBe(0);
  expect(tuned.stdout).toMatch(
    /^color-photo: \S+color-photo\.next\.toml delta \+\d\.\d{3} train 20 holdout 5 inconclusive\n$/,
  );
  expect(tuned.stderr).toMatch(
    /^warning: line 51 skipped: .*\nread: 25 runs, 25 ratings, 0 pairs, 0 orphans, 1 skipped\n$/,
  );
  const next = await read(dir, "color-photo.next.toml");
  expect(next).toContain("# idw_power: 2");
  expect(next).not.toContain("# REGRESSION");
  const untouched = next
    .replace(/^# espalier-proposal v1\n(# \w.*\n)*?# evidence_blake3.*\n/, "")
    .replace(/\n\[proposal\]\n[\s\S]*$/, "");
  expect(untouched).toBe(RECIPE.replace("strength = 60", "strength = 80"));
  const promoted = await tuner(dir, "promote", "color-photo");
  expect(promoted).toMatchObject({
    code: 0,
    stdout: `promoted color-photo ${recipeSha(steps(60))} → ${recipeSha(steps(80))}\n`,
  });
  expect(await read(dir, "color-photo.toml")).toBe(next);
});

test("TD5 TD12 equal seeds write equal bytes, replay writes nothing, another seed splits otherwise", async () => {
  const dir = await folder(
    v1Log({ ...RISING, runs: 40, scoreOf: (index) => 1 + ((index * index + (index >> 2)) % 5) }),
  );
  const before = await readdir(dir);
  await tuner(dir, "replay", "--log", logOf(dir));
  expect(await readdir(dir)).toEqual(before);
  const tune = async (seed: string) => {
    await tuner(dir, "tune", "--log", logOf(dir), "--method", "idw", "--seed", seed);
    return read(dir, "color-photo.next.toml");
  };
  const first = await tune("7");
  expect(await tune("7")).toBe(first);
  const held = (text: string) => /holdout_mean_current: .*/.exec(text)?.[0];
  expect(held(await tune("8"))).not.toBe(held(first));
});

test("TD4 19 rated runs are skipped without a file, 20 are enough", async () => {
  const few = await folder(v1Log({ ...RISING, runs: 19 }));
  const skipped = await tuner(few, "tune", "--log", logOf(few), "--method", "idw");
  expect(skipped.stdout).toBe("color-photo: skipped, 19 rated runs (0 incompatible), 20 needed\n");
  expect(await readdir(few)).not.toContain("color-photo.next.toml");
  const enough = await folder(v1Log({ ...RISING, runs: 20 }));
  await tuner(enough, "tune", "--log", logOf(enough), "--method", "idw");
  expect(await readdir(enough)).toContain("color-photo.next.toml");
});

test("TD15 one argument set is no variation", async () => {
  const dir = await folder(v1Log({ ...RISING, strengthOf: () => 60 }));
  const tuned = await tuner(dir, "tune", "--log", logOf(dir));
  expect(tuned.stdout).toBe("color-photo: no variation, 25 rated runs with one argument set\n");
});

test("TD17 gp with all scores equal writes no file", async () => {
  const dir = await folder(v1Log({ ...RISING, scoreOf: () => 3 }));
  const tuned = await tuner(dir, "tune", "--log", logOf(dir));
  expect(tuned.stdout).toMatch(/^color-photo: no candidate better than live, best lower bound -?\d\.\d{3}\n$/);
  expect(await readdir(dir)).not.toContain("color-photo.next.toml");
});

test("TD11 TD21 TD22 promote refuses what is missing, stale, altered or unconfirmed", async () => {
  const dir = await folder(v1Log({ ...RISING, runs: 60 }));
  expect(await tuner(dir, "promote", "color-photo")).toMatchObject({ code: 1, stdout: "" });
  expect((await tuner(dir, "promote")).code).toBe(64);
  const tuned = await tuner(dir, "tune", "--log", logOf(dir));
  expect(tuned.stdout).toMatch(/delta [+-]\d\.\d{3} train 48 holdout 12 improves\n$/);
  const next = await read(dir, "color-photo.next.toml");
  const refused = await tuner(dir, "promote", "color-photo");
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toMatch(/^error: not_confirmed/);
  expect((await tuner(dir, "promote", "color-photo", "--force")).stderr).toMatch(/^error: not_confirmed/);
  expect((await tuner(dir, "promote", "color-photo", "--force", "--reason", "too short")).code).toBe(1);
  await writeFile(join(dir, "color-photo.next.toml"), next.replace(/# recipe_sha: ./, "# recipe_sha: g"));
  expect((await tuner(dir, "promote", "color-photo")).stderr).toMatch(/^error: proposal_inconsistent/);
  await writeFile(join(dir, "color-photo.next.toml"), next);
  await writeFile(join(dir, "color-photo.toml"), RECIPE.replace("60", "61"));
  expect((await tuner(dir, "promote", "color-photo")).stderr).toMatch(/^error: base_changed/);
  expect(await read(dir, "color-photo.toml")).toContain("strength = 61");
  const forced = await tuner(dir, "promote", "color-photo", "--force", "--reason", "checked by eye");
  expect(forced).toMatchObject({ code: 0 });
  expect(await read(dir, "color-photo.toml")).toMatch(/forced = true\nreason = "checked by eye"/);
});

test("TD13 --class limits tune and replay to one class, promote takes exactly one", async () => {
  const dir = await folder(v1Log(RISING));
  for (const [command, line] of [
    ["tune", "receipt: skipped, 0 rated runs (0 incompatible), 20 needed\n"],
    ["replay", "receipt\t-\t0\t-\t0\n"],
  ] as const) {
    const limited = await tuner(dir, command, "--log", logOf(dir), "--class", "receipt");
    expect(limited).toMatchObject({ code: 0, stdout: line });
  }
  expect(await readdir(dir)).not.toContain("color-photo.next.toml");
  expect((await tuner(dir, "promote", "color-photo", "receipt")).code).toBe(64);
});

test("TD10 a candidate that is no better on held-out runs is flagged", async () => {
  const dir = await folder(v1Log({ ...RISING, scoreOf: () => 3 }));
  const tuned = await tuner(dir, "tune", "--log", logOf(dir), "--method", "idw");
  expect(tuned.stdout).toMatch(/delta [+-]0\.000 train 20 holdout 5 regression REGRESSION\n$/);
  expect(await read(dir, "color-photo.next.toml")).toContain("\n# REGRESSION\n");
});

/** Thirty pictures, each with the embedded recipe and a brighter one that scored a star more, and thirty verdicts for it. */
function v2Log(
  proposal: { live: readonly CanonicalStep[]; other: readonly CanonicalStep[] },
  confirmationId: string | null,
) {
  const lines: string[] = [];
  for (let index = 0; index < 30; index += 1) {
    const input_blake3 = hex(index + 1);
    const names = [0, 1].map((side) => uuid(2 * index + side));
    for (const [side, used] of [proposal.live, proposal.other].entries()) {
      const ts_unix_ms = 1000 * index + side;
      const run_id = names[side] ?? "";
      const recipe_sha = recipeSha([...used]);
      lines.push(
        recordLine(aRun({ ts_unix_ms, run_id, input_blake3, recipe_sha, steps: [...used], work_long_side: 1600 })),
      );
      if (confirmationId !== null) continue;
      const event_id = uuid(1000 + 2 * index + side);
      const score = Math.min(5, 2 + (index % 2) + 2 * side);
      lines.push(recordLine(aRating({ ts_unix_ms: ts_unix_ms + 5, event_id, input_blake3, run_id, score })));
    }
    if (confirmationId === null) continue;
    const sides = { left_run: names[0] ?? "", right_run: names[1] ?? "", shown_left: "live" as const };
    const answer = { rater_id: "local", verdict: "right" as const, ms: 900 };
    const plan = { confirmation_id: confirmationId, confirmation_n: 30 as const };
    lines.push(
      recordLine(
        makePair({ ts_unix_ms: 1000 * index + 9, event_id: uuid(5000 + index), ...sides, ...answer, ...plan }),
      ),
    );
  }
  return `${lines.join("\n")}\n`;
}

test("TU2 TU47 an embedded recipe is tuned into the config folder and promoted by its passed confirmation", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tuner-"));
  const parsed = parseRecipe(COLOR_PHOTO, { fileStem: "color-photo" });
  if (parsed.kind === "invalid") throw new Error("the starter is invalid");
  const live = parsed.recipe.steps;
  const brighter = live.map((step) => (step.op === "tone.gamma" ? { ...step, args: { gamma: 1.3 } } : step));
  const log = logOf(dir);
  await writeFile(log, v2Log({ live, other: brighter }, null));
  const empty = join(dir, "none");
  const tuned = await tuner(empty, "tune", "--log", log);
  expect(tuned.stdout).toMatch(/^color-photo: \S+ delta \+\S+ train 48 holdout 12 improves\n$/);
  const path = join(empty, "color-photo.next.toml");
  const next = parseRecipe(await readFile(path, "utf8"), { fileStem: "color-photo" });
  if (next.kind === "invalid") throw new Error("the proposal is invalid");
  expect(await tuner(empty, "promote", "color-photo", "--log", log)).toMatchObject({ code: 1 });
  await writeFile(log, v2Log({ live, other: next.recipe.steps }, "c1"));
  const promoted = await tuner(empty, "promote", "color-photo", "--log", log, "--reason", "ok");
  expect(promoted.stdout).toBe(`promoted color-photo ${parsed.recipe.sha} → ${next.recipe.sha}\n`);
  const last = (await readFile(log, "utf8")).trimEnd().split("\n").at(-1) ?? "";
  expect(JSON.parse(last)).toMatchObject({
    kind: "promotion",
    recipe_sha: next.recipe.sha,
    forced: false,
    reason: "ok",
  });
  expect(await readFile(join(empty, "color-photo.toml"), "utf8")).toMatch(/forced = false\nreason = "ok"/);
});
