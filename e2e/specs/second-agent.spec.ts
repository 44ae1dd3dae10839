import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { setUp } from "../fixtures/console-api.ts";
import { startConsole, storyEnvironment } from "../fixtures/console-process.ts";
import { providers } from "../fixtures/processes.ts";
import { signedInPage } from "../fixtures/signed-in-page.ts";
import { at, ended, progressWhere, readyMachine, requestTune, SMALL_FLAGS, textAt } from "../fixtures/small-tune.ts";

const root = join(import.meta.dirname, "..", "..");

function espalier(...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(root, "agent/bin/espalier"), ...args], {
    env: storyEnvironment(),
    stdio: ["pipe", "pipe", "pipe"],
  });
}

test("EN5, B29 a second agent joins with a token from the page, is tuned remotely, and shared trials say so", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const running = await startConsole();
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-second-"));
  let agent: ChildProcess | null = null;
  try {
    const api = await setUp(running);
    const house = await readyMachine(api);
    const page = await signedInPage(browser, { api, url: running.url });
    await page.goto("/fleet/enrol");
    await page.getByRole("button", { name: "Make a token" }).click();
    const token = (await page.locator("pre", { hasText: /^esp_join_/ }).textContent()) ?? "";
    const enrol = espalier("enrol", running.url, "--token-file", "-", "--state-dir", stateDir);
    enrol.stdin?.end(`${token}\n`);
    const [code] = await once(enrol, "exit");
    expect(code).toBe(0);
    agent = espalier("run", "--state-dir", stateDir);
    await expect(page.getByRole("link", { name: "Tune this machine" })).toBeVisible({ timeout: 30_000 });
    const second = await readyMachine(api, false);

    const flags = { ...SMALL_FLAGS, "stage2-replicates": "12" };
    const onHouse = await requestTune(api, house, { ...flags, "stage2-replicates": "40", "kv-bits-axis": "unset,8,4" });
    await progressWhere(api, onHouse, (progress) => at(progress, "phase") === "stage2");
    const onSecond = await requestTune(api, second, flags);
    const detail = await ended(api, onSecond);
    expect(textAt(detail, "summary.exitReason")).toBe("ok");
    const trials = at(detail, "trials");
    expect(
      Array.isArray(trials) && trials.some((trial) => JSON.stringify(at(trial, "flags")).includes("shared_machine")),
    ).toBe(true);
    await page.goto(`/tunes/${onSecond}`);
    await expect(page.getByText(/shared machine/i).first()).toBeVisible();
    await api.mutate("tunes.cancel", { id: onHouse });
    await ended(api, onHouse, 60_000);
    expect(providers()).toEqual([]);
  } finally {
    if (agent !== null) {
      agent.kill("SIGTERM");
      if (agent.exitCode === null) await once(agent, "exit");
    }
    expect(await running.stop()).toBe(0);
  }
});
