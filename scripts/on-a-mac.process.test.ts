import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

const SCRIPT = join(import.meta.dirname, "on-a-mac.sh");
const LAUNCHCTL = join(import.meta.dirname, "..", "agent", "test", "fixtures", "fake-launchctl.ts");
const Report = z.object({
  ok: z.int(),
  different: z.int(),
  absent: z.int(),
  checks: z.array(z.object({ title: z.string(), verdict: z.string(), output: z.string(), code: z.int().nullable() })),
});

/** Commands of a Mac as far as the script looks at them. */
const FAKES: Readonly<Record<string, string>> = {
  uname: "echo Darwin",
  sysctl:
    'case "$2" in hw.memsize) echo 17179869184;; *waketime) echo "{ sec = 1, usec = 2 }";; *brand*) echo "Apple M4";; *) echo 1;; esac',
  sw_vers: 'printf "ProductName:\\tmacOS\\nProductVersion:\\t15.1\\n"',
  ioreg: 'echo "\\"IOPlatformUUID\\" = \\"SECRET-UUID\\""',
  notifyutil: "echo com.apple.system.thermalpressurelevel 0",
  pmset: "printf \"Now drawing from 'AC Power'\\n lowpowermode 0\\n PreventUserIdleSystemSleep 1\\n\"",
  lsof: 'printf "p1\\nfcwd\\nn/tmp\\n"',
  caffeinate: "exit 0",
  mdls: "printf '(null)'",
  plutil: 'echo "$2: OK"',
  ps: 'case "$*" in *-E*) echo "sh -c : environment-check ESPALIER_CHECK=seen";; *) exec /bin/ps "$@";; esac',
};

function macFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "espalier-mac-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["bin", "report", "tmp", "launchd"]) mkdirSync(join(folder, name));
  const fakes = { ...FAKES, launchctl: `exec '${process.execPath}' '${LAUNCHCTL}' '${join(folder, "launchd")}' "$@"` };
  for (const [name, body] of Object.entries(fakes)) {
    writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  }
  return folder;
}

const run = (folder: string, args: readonly string[]) =>
  spawnSync("sh", [SCRIPT, ...args], {
    env: { NODE_ENV: "test", PATH: `${join(folder, "bin")}:/usr/bin:/bin`, TMPDIR: join(folder, "tmp"), HOME: folder },
    encoding: "utf8",
    timeout: 50_000,
  });

test.each(["sh", "bash"])("the script for a Mac is valid for %s", (shell) => {
  expect(spawnSync(shell, ["-n", SCRIPT], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
});

test("a dry run names every command and starts, writes and loads nothing", () => {
  const folder = macFolder();
  const before = readdirSync(folder, { recursive: true });
  const { status, stdout } = run(folder, ["--dry-run"]);
  expect(status).toBe(0);
  for (const word of ["launchctl bootstrap", "launchctl bootout", "caffeinate", "notifyutil", "engines --json"]) {
    expect(stdout).toContain(word);
  }
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
});

test("on a machine that answers like a Mac every check is ok, the service is gone again, and the report says so", () => {
  const folder = macFolder();
  const { stdout, stderr } = run(folder, ["--no-serve", "--report", join(folder, "report")]);
  const names = readdirSync(join(folder, "report"));
  expect(names.map((name) => name.split(".").at(-1)).sort()).toEqual(["json", "txt"]);
  const json = names.find((name) => name.endsWith(".json")) ?? "";
  const report = Report.parse(JSON.parse(readFileSync(join(folder, "report", json), "utf8")));
  const others = report.checks.filter(({ verdict }) => verdict !== "ok");
  expect({ others, stderr, stdout: stdout.includes("report:") }).toMatchObject({ others: [], stdout: true });
  expect(report.ok).toBeGreaterThanOrEqual(20);
  expect(JSON.stringify(report)).not.toContain("SECRET-UUID");
  expect(readdirSync(join(folder, "launchd", "services"))).toEqual([]);
  expect(readdirSync(join(folder, "tmp"))).toEqual([]);
});

test("what answers differently is named and makes the exit code 1; elsewhere than on a Mac nothing is run", () => {
  const folder = macFolder();
  writeFileSync(join(folder, "bin", "notifyutil"), "#!/bin/sh\necho unknown key\n");
  rmSync(join(folder, "bin", "pmset"));
  const { status, stdout } = run(folder, ["--no-serve", "--report", join(folder, "report")]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/different +heat/);
  expect(stdout).toMatch(/absent +power source/);
  rmSync(join(folder, "bin", "uname"));
  expect(run(folder, []).stderr).toContain("this machine is no Mac");
  expect(run(folder, ["--frobnicate"])).toMatchObject({ status: 64 });
  expect(existsSync(join(folder, "espalier-on-a-mac.txt"))).toBe(false);
});
