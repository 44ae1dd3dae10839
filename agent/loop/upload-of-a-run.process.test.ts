import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startPlaneServer } from "../test/fixtures/plane-server.ts";
import { startTestAgent, testAgentOptions, testStateDir } from "../test/fixtures/test-agent.ts";
import { tuneTest } from "../test/tune-harness.ts";

test("TB75, B127 captured uploads of a real run hold no prompt, completion, key or foreign config value, and home is ~", async () => {
  const plane = await startPlaneServer();
  const stateDir = testStateDir();
  const agent = startTestAgent(testAgentOptions(stateDir, { url: plane.url, joinToken: plane.joinToken }));
  onTestFinished(async () => {
    await agent.stop();
    await plane.close();
  });
  await plane.until(() => plane.events.some(({ type }) => type === "agent.started"));
  const config = join(stateDir, "config", "config.yaml");
  mkdirSync(join(stateDir, "config"));
  writeFileSync(config, "provider_token: tok-SECRET-1\nendpoint_url: http://SECRET-2\nmodel: org/a-1B\n");
  const tune = await tuneTest({
    provider: "provider-ready.ts",
    arguments: ["--text=COMPLETION ", `--stderr=${homedir()}/private/SECRET-PATH`],
    stateDir,
    wantsApply: true,
    flags: {
      "candidate-models": "org/unavailable-2B,org/a-1B",
      "target-context": "100",
      "kv-bits-axis": "unset",
      "max-batch-axis": "1",
    },
    place: { configPath: config },
  });
  expect(await tune.run()).toBe(0);
  await plane.until(() => plane.events.some(({ type }) => type === "tune.finished"));
  const key = existsSync(join(stateDir, "identity", "agent-key.pem"));
  expect(key).toBe(true);
  const sent = JSON.stringify(plane.calls.filter(({ path }) => path === "events"));
  expect(sent).toContain("tune.finished");
  for (const secret of ["COMPLETION", "probe probe", "Count from one", "SECRET", "PRIVATE KEY", `${homedir()}/`]) {
    expect(sent).not.toContain(secret);
  }
  for (const { nonce } of tune.journal()) if (nonce) expect(sent).not.toContain(nonce);
});
