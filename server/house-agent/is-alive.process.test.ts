import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { isAlive } from "./is-alive.ts";

/** Starts a child, tells its id, and becomes a program that knows of no child and says again what it hears. */
const NEVER_COLLECTS = "sleep 600 & echo $!; exec cat";

test("a running process is alive", () => {
  expect(isAlive(process.pid)).toBe(true);
});

test.runIf(process.platform === "linux")("a process that ended but was never collected is not alive", async () => {
  const parent = spawn("sh", ["-c", NEVER_COLLECTS], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void parent.kill("SIGKILL"));
  const [line] = await once(parent.stdout, "data");
  const pid = Number(String(line));
  // Only the program that the shell becomes can answer: until then the shell would collect its child.
  parent.stdin.write("here");
  await once(parent.stdout, "data");
  process.kill(pid, "SIGKILL");
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  expect(process.kill(pid, 0)).toBe(true);
});
