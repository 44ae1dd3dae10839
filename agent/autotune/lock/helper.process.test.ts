import { randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startProcess } from "../../host/process.ts";
import { isProcessAlive } from "../../host/process-list.ts";
import { freePort } from "../../test/free-port.ts";
import { serving } from "../../test/launchd/live-provider.ts";
import { fixtureBinary } from "../../test/tune-harness.ts";
import { runHelper } from "./helper.ts";

/** A state folder whose dead run left a provider that ignores SIGTERM. */
async function leftover(mayKill: boolean) {
  const port = await freePort();
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-helper-"));
  const argv = [...fixtureBinary("provider-ignores-sigterm.ts"), "serve", "--model", "org/a", "--port", String(port)];
  const left = await startProcess({
    argv,
    env: { PATH: "/usr/bin:/bin" },
  });
  if (left.kind === "failed") throw new Error(left.reason);
  onTestFinished(() => {
    if (!left.process.hasExited()) process.kill(-left.process.pid, "SIGKILL");
  });
  const { pid, startTime } = left.process;
  await serving(port);
  const runId = randomUUID();
  const candidate = { argv, pid, startTime, port, ...(mayKill ? {} : { mayKill }) };
  // A number no process has: the run is dead.
  const owner = { pid: 2 ** 22 + 1, startTime: "long ago", runId, candidate };
  writeFileSync(join(stateDir, "tune.lock.json"), JSON.stringify(owner));
  return { stateDir, runId, isAlive: () => isProcessAlive(pid, startTime) };
}

async function* nothing() {}

test.each([
  [true, false],
  [false, true],
])(
  "B25, B102 a helper that may kill (%j) leaves the dead run's provider alive: %j",
  async (mayKill, survives) => {
    const { stateDir, runId, isAlive } = await leftover(mayKill);
    await runHelper(stateDir, runId, nothing());
    expect(await isAlive()).toBe(survives);
  },
  60_000,
);
