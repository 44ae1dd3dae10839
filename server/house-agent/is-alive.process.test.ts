import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { isAlive } from "./is-alive.ts";

/** Starts a child it never collects and becomes a program that does not know of it. */
const NEVER_COLLECTS = "sh -c 'read line' & echo $!; exec cat >/dev/null";

test("a running process is alive", () => {
  expect(isAlive(process.pid)).toBe(true);
});

test.runIf(process.platform === "linux")("a process that ended but was never collected is not alive", async () => {
  const parent = spawn("sh", ["-c", NEVER_COLLECTS], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void parent.kill("SIGKILL"));
  const [line] = await once(parent.stdout, "data");
  const pid = Number(String(line));
  process.kill(pid, "SIGKILL");
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(process.kill(pid, 0)).toBe(true);
});
