import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withReason } from "../../core/tuning/proposal/force.ts";
import { runCommand } from "../host/run-command.ts";
import type { PromoteStep } from "./run-promote.ts";
import { folder, logOf, RECIPE, RISING, read, tuner, v1Log } from "./test-logs.ts";

const PROMOTER = [process.execPath, join(import.meta.dirname, "../test/fixtures/promote-class.ts")];
const LIMIT_MS = 120_000;

/** A folder with an `idw` proposal, which the pin alone guards, and the two texts its recipe may have. */
async function proposed() {
  const log = v1Log(RISING);
  const dir = await folder(log);
  await tuner(dir, "tune", "--log", logOf(dir), "--method", "idw");
  const next = await read(dir, "color-photo.next.toml");
  return { dir, log, next, promoted: withReason(next, { reason: "checked by eye", isForced: false }) };
}
type Proposed = Awaited<ReturnType<typeof proposed>>;

function promote({ dir }: Proposed, args: readonly string[], prefix: readonly string[] = []) {
  /** One thread makes the calls, so that strace's count is that of the process. */
  const env = { PATH: "/usr/bin:/bin", HOME: dir, UV_THREADPOOL_SIZE: "1" };
  return runCommand({ argv: [...prefix, ...PROMOTER, dir, ...args], env, timeoutMs: LIMIT_MS });
}

/** Old or new and whole, with its proposal whole, and the next promotion succeeds. */
async function expectSound(at: Proposed, expected: readonly string[]): Promise<void> {
  const live = await read(at.dir, "color-photo.toml");
  expect(expected).toContain(live);
  const lines = (await read(at.dir, "log.ndjson")).slice(at.log.length).split("\n").filter(Boolean);
  expect(lines.length).toBeLessThanOrEqual(1);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ kind: "promotion" });
  if (live !== RECIPE) return;
  expect([at.next, at.promoted]).toContain(await read(at.dir, "color-photo.next.toml"));
  expect(await promote(at, [])).toMatchObject({ code: 0 });
  expect(await read(at.dir, "color-photo.toml")).toBe(at.promoted);
}

test.each<[PromoteStep, (at: Proposed) => string]>([
  ["checked", () => RECIPE],
  ["reasoned", () => RECIPE],
  ["flushed", () => RECIPE],
  ["renamed", ({ promoted }) => promoted],
  ["settled", ({ promoted }) => promoted],
  ["recorded", ({ promoted }) => promoted],
])("TUB4 a promotion killed after the step %s leaves the old or the new recipe", async (step, expected) => {
  const at = await proposed();
  expect((await promote(at, [step])).code).not.toBe(0);
  await expectSound(at, [expected(at)]);
});

test.each<[PromoteStep, string, string, string]>([
  ["checked", "color-photo.toml", "unforced", "base_changed"],
  ["flushed", "color-photo.toml", "unforced", "base_changed"],
  ["flushed", "color-photo.toml", "force", "base_changed"],
  ["flushed", "color-photo.next.toml", "unforced", "proposal_inconsistent"],
])("TD23 after the step %s an edit of %s is seen before the rename (%s): %s", async (step, file, force, refusal) => {
  const at = await proposed();
  const { code, stdout } = await promote(at, [step, file, force]);
  expect([code, stdout]).toEqual([1, expect.stringContaining(refusal)]);
  const live = await read(at.dir, "color-photo.toml");
  expect(live).toBe(file === "color-photo.toml" ? `${RECIPE.replace("= 60", "= 77")}# edited\n` : RECIPE);
  expect(await read(at.dir, "log.ndjson")).toBe(at.log);
});

const STRACE = "/usr/bin/strace";
const canTrace = existsSync(STRACE);
const skipped = canTrace ? "" : " (skipped: no strace)";
const CALLS = ["openat", "write", "fsync", "rename"];

/** The promoter with a fault at its n-th call of that name on the folder or a file in it that has a fixed name. */
function faulty(at: Proposed, call: string, fault: string): readonly string[] {
  const names = ["", "color-photo.toml", "color-photo.next.toml", "log.ndjson"];
  const paths = names.flatMap((name) => ["-P", join(at.dir, name)]);
  return [STRACE, "-f", "-o", "/dev/null", ...paths, "-e", `trace=${call}`, "-e", `inject=${call}:${fault}`];
}

test.skipIf(!canTrace)(
  `TUB4 a promotion killed at any of its system calls on recipe, proposal or log leaves no mixture${skipped}`,
  async () => {
    let kills = 0;
    for (const call of CALLS) {
      for (let nth = 1; nth < 20; nth += 1) {
        const at = await proposed();
        if ((await promote(at, [], faulty(at, call, `signal=SIGKILL:when=${nth}`))).code === 0) break;
        kills += 1;
        await expectSound(at, [RECIPE, at.promoted]);
      }
    }
    expect(kills).toBeGreaterThan(12);
  },
  600_000,
);

test.skipIf(!canTrace)(
  `TUB4 a disk that refuses a flush or a rename ends a promotion with exit 74 and the old recipe${skipped}`,
  async () => {
    for (const [call, nth] of [
      ["fsync", 1],
      ["rename", 1],
    ] as const) {
      const at = await proposed();
      const failed = await promote(at, [], faulty(at, call, `error=EIO:when=${nth}`));
      expect([call, nth, failed.code]).toEqual([call, nth, 74]);
      await expectSound(at, [RECIPE]);
      expect(readdirSync(at.dir).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    }
  },
  LIMIT_MS,
);

test("TUB4 promote is refused without a proposal, on a changed sha, and unconfirmed without a reason", async () => {
  const at = await proposed();
  const plain = ["promote", "color-photo"];
  const none = await folder(at.log);
  expect(await tuner(none, ...plain)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: no_proposal/) });
  const gp = await folder(v1Log({ ...RISING, runs: 60 }));
  await tuner(gp, "tune", "--log", logOf(gp));
  for (const force of [[], ["--force"]]) {
    const refused = await tuner(gp, ...plain, ...force);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: not_confirmed/) });
  }
  expect(readFileSync(join(gp, "color-photo.toml"), "utf8")).toBe(RECIPE);
  const edited = await promote(at, ["checked", "color-photo.toml"]);
  expect([edited.code, edited.stdout]).toEqual([1, expect.stringContaining("base_changed")]);
});
