import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isPortFree } from "../../../host/port-owner.ts";
import { startProcess } from "../../../host/process.ts";
import { ESPALIER_BINARY } from "../../../host/state-dir.ts";
import { wait } from "../../../host/wait.ts";
import { openStore } from "../../../store/open-store.ts";
import { newestRun, trialsOf, visitsOf } from "../../../store/tune-store.ts";
import { freePort } from "../../../test/free-port.ts";
import { fixtureBinary } from "../../../test/tune-harness.ts";

function stored(stateDir: string) {
  try {
    const store = openStore(stateDir);
    try {
      const run = newestRun(store, { hasRecommendation: false });
      if (run === null) return null;
      return { run, visits: visitsOf(store, run.runId), trials: trialsOf(store, run.runId) };
    } finally {
      store.close();
    }
  } catch {
    return null;
  }
}

async function until<T>(look: () => T | null | false | Promise<T | null | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    await wait(200);
  }
}

test("M20 a run that is killed in mid-search leaves every committed visit, no provider and a free port", async () => {
  const folder = mkdtempSync(join(tmpdir(), "espalier-killed-"));
  const bin = join(folder, "provider");
  const command = fixtureBinary("provider-by-knobs.ts")
    .map((part) => `'${part}'`)
    .join(" ");
  writeFileSync(bin, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  const [stateDir, port] = [join(folder, "state"), await freePort()];
  const flags = ["--candidate-models", "org/a-1B", "--target-context", "100", "--strategy", "blocked-halving"];
  const started = await startProcess({
    argv: [process.execPath, ESPALIER_BINARY, "autotune", "--state-dir", stateDir, "--port", String(port), ...flags],
    env: { PATH: "/usr/bin:/bin", HOME: folder, TMPDIR: folder, ESPALIER_PROVIDER_BIN: bin },
    output: "ignore",
  });
  if (started.kind === "failed") throw new Error(started.reason);
  const before = await until(() => {
    const seen = stored(stateDir);
    if (started.process.hasExited()) throw new Error(`the run ended by itself: ${seen?.run.message ?? "no row"}`);
    return seen !== null && seen.visits.length >= 3 && seen;
  });
  process.kill(started.process.pid, "SIGKILL");
  await started.process.exited;
  const after = stored(stateDir);
  expect(after?.visits.slice(0, before.visits.length)).toEqual(before.visits);
  expect(after?.visits.map(({ seq }) => seq)).toEqual(after?.visits.map((_visit, index) => index + 1));
  expect(after?.run).toMatchObject({ exitReason: "internal_error", endedAt: null, rngKey: expect.any(Number) });
  expect(after?.visits[0]?.ground?.cells).toHaveLength(6);
  expect(await until(() => isPortFree(port))).toBe(true);
});
