import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { startPlaneServer } from "../test/fixtures/plane-server.ts";

const ESPALIER = join(import.meta.dirname, "..", "bin", "espalier");
const freshDir = (): string => mkdtempSync(join(tmpdir(), "espalier-command-"));

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function espalier(args: readonly string[], input = ""): Promise<Ran> {
  const child = spawn(process.execPath, [ESPALIER, ...args], {
    stdio: "pipe",
    env: { NODE_ENV: "test", PATH: "/usr/bin:/bin" },
  });
  child.stdin.end(input);
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

test.each([
  ["an unknown flag", ["status", "--colour"]],
  ["a flag without its value", ["status", "--state-dir"]],
  ["an unknown command", ["prune"]],
  ["a missing argument", ["enrol"]],
  ["no command at all", []],
])("%s exits 64", async (_title, args) => {
  const ran = await espalier(args);
  expect(ran.code).toBe(64);
  expect(ran.stdout).toBe("");
});

test("a usage error names the flag, the nearest match and the way out", async () => {
  const { stderr } = await espalier(["status", "--jsonn"]);
  expect(stderr).toContain("error: unknown option '--jsonn'");
  expect(stderr).toContain("Did you mean --json?");
  expect(stderr).toContain("fix: espalier status --help");
});

test("with --json an error is one object with its code on standard output", async () => {
  const ran = await espalier(["status", "--json", "--colour"]);
  expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: "usage" } });
  expect(ran.stderr).toBe("");
});

test("help and version exit 0 on standard output", async () => {
  expect(await espalier(["--version"])).toMatchObject({ code: 0, stdout: "0.1.0\n" });
  expect((await espalier(["run", "--help"])).stdout).toContain("--state-dir");
});

test("status without an agent says so and exits 1", async () => {
  const stateDir = freshDir();
  const ran = await espalier(["status", "--json", "--state-dir", stateDir]);
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.stdout)).toMatchObject({ state_dir: stateDir, is_running: false, agent: null });
});

test("EN5 enrol reads its token from standard input or a file, never from argv", async () => {
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  const stateDir = freshDir();
  const ran = await espalier(
    ["enrol", plane.url, "--token-file", "-", "--state-dir", stateDir],
    `${plane.joinToken}\n`,
  );
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stdout).toContain(`enrolled with ${plane.url}`);
  const enrolment = join(stateDir, "identity", "enrolment.json");
  expect(statSync(enrolment).mode & 0o777).toBe(0o600);
  expect(readFileSync(enrolment, "utf8")).not.toContain(plane.joinToken);
  const file = join(stateDir, "token");
  writeFileSync(file, JSON.stringify({ joinToken: plane.joinToken }), { mode: 0o600 });
  expect((await espalier(["enrol", plane.url, "--token-file", file, "--state-dir", freshDir()])).code).toBe(0);
});

test("enrol exits 69 when the console is unreachable and 64 off loopback without encryption", async () => {
  const token = `esp_join_${"a".repeat(43)}.${"0".repeat(20)}`;
  const args = ["--token-file", "-", "--state-dir", freshDir()];
  expect((await espalier(["enrol", "http://127.0.0.1:1", ...args], token)).code).toBe(69);
  expect((await espalier(["enrol", "http://192.0.2.1", ...args], token)).code).toBe(64);
});
