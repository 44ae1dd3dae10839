import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ESPALIER_BINARY } from "../host/state-dir.ts";
import { localSocketPath } from "../loop/local-socket-path.ts";
import { tuneTest } from "../test/tune-harness.ts";

/** The local agent's socket, where a provider without --no-join would register. */
async function agentSocket(stateDir: string) {
  const { folder, path } = localSocketPath(stateDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.resume().on("error", () => undefined);
  });
  server.listen(path);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { calls: () => calls };
}

test("TB7, TB60, M9 the real candidates of a run never call the local agent, and leave their counters", {
  timeout: 240_000,
}, async () => {
  const tune = await tuneTest({
    provider: "unused",
    flags: {
      "candidate-models": "practice/tiny-2mb",
      "target-context": "200",
      "kv-bits-axis": "unset",
      "max-batch-axis": "1",
      "stage2-replicates": "1",
    },
    place: { binary: [process.execPath, ESPALIER_BINARY], loadDeadlineMs: 120_000 },
  });
  const agent = await agentSocket(tune.stateDir);
  const code = await tune.run();
  expect({ code, said: tune.err }).toMatchObject({ code: 0 });
  expect(agent.calls()).toBe(0);
  const measured = tune.stored().trials.flatMap(({ replicates }) => replicates.filter(({ isWarmUp }) => !isWarmUp));
  expect(measured.length).toBeGreaterThan(0);
  for (const { engine, requests } of measured) {
    const tokens = requests.reduce((sum, { nUsage }) => sum + (nUsage ?? 0), 0);
    expect(engine).toMatchObject({ completionTokens: tokens });
    expect(engine?.decodeMs).toBeGreaterThan(0);
  }
});
