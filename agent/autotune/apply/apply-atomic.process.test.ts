import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startProcess } from "../../host/process.ts";
import { runCommand } from "../../host/run-command.ts";
import type { WriteStep } from "./replace-file.ts";

const WRITER = [process.execPath, join(import.meta.dirname, "../../test/fixtures/apply-writer.ts")];
const ENV = { PATH: "/usr/bin:/bin" };
const OLD = "a: 1\nmodel: old # x\n";
const NEW = "a: 1\nmodel: org/a-7B # x\nkv_bits: 8\nmax_context_override: 4000\nmax_concurrency_override: 2\n";
const OTHER = "a: 1\nmodel: org/a-much-longer-name-32B # x\nmax_context_override: 4000\nmax_concurrency_override: 2\n";
const AGAIN = "a: 1\nmodel: org/a-7B # x\nmax_context_override: 4000\nmax_concurrency_override: 2\nkv_bits: 8\n";
const BACKUP = "config.yaml.bak-1700000000-0";

function place() {
  const folder = mkdtempSync(join(tmpdir(), "espalier-atomic-"));
  const configPath = join(folder, "config.yaml");
  writeFileSync(configPath, OLD, { mode: 0o600 });
  return { folder, configPath, text: () => readFileSync(configPath, "utf8") };
}

/** What a killed writer may leave: the old or the new file as a whole, a backup that is whole once it can be needed. */
async function expectSound({ folder, configPath, text }: ReturnType<typeof place>): Promise<void> {
  const left = text();
  expect([OLD, NEW]).toContain(left);
  const backup = join(folder, BACKUP);
  if (left === NEW) expect(readFileSync(backup, "utf8")).toBe(OLD);
  const next = await runCommand({ argv: [...WRITER, configPath, "1"], env: ENV, timeoutMs: 60_000 });
  expect(next.stdout).toBe("");
  expect(text()).toBe(NEW);
  expect(readdirSync(folder).filter((name) => name.endsWith(".draft"))).toEqual([]);
}

test.each<[WriteStep, string]>([
  ["locked", OLD],
  ["backed-up", OLD],
  ["draft-created", OLD],
  ["draft-written", OLD],
  ["renamed", NEW],
  ["settled", NEW],
])(
  "TB9 a writer killed after the step %s leaves a whole file, and the next apply succeeds",
  async (step, expected) => {
    const at = place();
    const started = await startProcess({ argv: [...WRITER, at.configPath, "1", step], env: ENV });
    if (started.kind === "failed") throw new Error(started.reason);
    expect(await started.process.exited).toMatchObject({ signal: "SIGKILL" });
    expect(at.text()).toBe(expected);
    await expectSound(at);
  },
  60_000,
);

test("TB9 a reader polling while applies run sees whole files only", async () => {
  const at = place();
  const started = await startProcess({ argv: [...WRITER, at.configPath, "150"], env: ENV });
  if (started.kind === "failed") throw new Error(started.reason);
  const seen = new Map<string, number>();
  while (!started.process.hasExited()) {
    for (let turn = 0; turn < 500; turn += 1) seen.set(at.text(), (seen.get(at.text()) ?? 0) + 1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await started.process.exited).toMatchObject({ code: 0 });
  for (const text of seen.keys()) expect([OLD, NEW, OTHER, AGAIN]).toContain(text);
  expect(seen.has(AGAIN) && seen.has(OTHER)).toBe(true);
}, 120_000);

const STRACE = "/usr/bin/strace";

const CALLS = ["statx", "openat", "read", "write", "fchmod", "fsync", "rename", "close", "unlink"];

/** Kills a writer at its n-th call of that name on the config, its backup, its draft or their folder; false once there is none left. */
async function killAtCall(at: ReturnType<typeof place>, call: string, nth: number): Promise<boolean> {
  const paths = ["", "config.yaml", BACKUP, ".config.yaml.draft"].flatMap((name) => ["-P", join(at.folder, name)]);
  const inject = ["-e", `trace=${call}`, "-e", `inject=${call}:signal=SIGKILL:when=${nth}`];
  const argv = [STRACE, "-f", "-o", "/dev/null", ...paths, ...inject, ...WRITER, at.configPath, "1"];
  return (await runCommand({ argv, env: ENV, timeoutMs: 60_000 })).code !== 0;
}

const canTrace = existsSync(STRACE);

test.skipIf(!canTrace)(
  `TB9 a writer killed at any of its system calls leaves a whole file${canTrace ? "" : " (skipped: no strace)"}`,
  async () => {
    let kills = 0;
    for (const call of CALLS) {
      for (let nth = 1; nth < 40; nth += 1) {
        const at = place();
        if (!(await killAtCall(at, call, nth))) break;
        kills += 1;
        await expectSound(at);
      }
    }
    expect(kills).toBeGreaterThan(20);
  },
  300_000,
);
