import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { type ConsoleApi, setUp } from "../fixtures/console-api.ts";
import { type ConsoleProcess, startConsole } from "../fixtures/console-process.ts";
import { providers } from "../fixtures/processes.ts";
import { type ServedModel, serveModel } from "../fixtures/served-model.ts";
import { signedInPage } from "../fixtures/signed-in-page.ts";
import { at, ended, readyMachine, textAt } from "../fixtures/small-tune.ts";

const MODEL = "practice/tiny-2mb";
const PLAN = "list=operator&candidate-models=practice/tiny-2mb&target-context=300&kv-bits-axis=unset&max-batch-axis=1";
const QUICK = `${PLAN}&gate-ttft-ms=20000&stage2-replicates=1&strategy=grid&confirm=off`;

let running: ConsoleProcess;
let api: ConsoleApi;
let page: Page;
let machineId: string;
let served: ServedModel;

test.beforeAll(async ({ browser }) => {
  running = await startConsole();
  api = await setUp(running);
  machineId = await readyMachine(api);
  served = await serveModel(running, MODEL);
  page = await signedInPage(browser, { api, url: running.url });
});
test.afterAll(async () => {
  await stopServing();
  expect(await running.stop()).toBe(0);
});

const runFile = () => join(running.dataDir, "house-agent", `serve-${served.port}.json`);
const servingPid = (): unknown => at(JSON.parse(readFileSync(runFile(), "utf8")), "pid");

/** Whoever serves now: the one this story started, or the one the agent started again in its place. */
async function stopServing(): Promise<void> {
  const pid = servingPid();
  if (typeof pid === "number") process.kill(pid, "SIGTERM");
  await expect.poll(() => isServing()).toBe(false);
}

async function isServing(): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${served.port}/v1/models`)).status === 200;
  } catch {
    return false;
  }
}

test("B121 a drain the owner's policy forbids cannot be ticked, and the line that forbids it is quoted", async () => {
  await page.goto(`/tunes/new?mac=${machineId}&${QUICK}`);
  await expect(page.getByText(/foreground provider .+ is serving/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("checkbox", { name: /Drain it/ })).toBeDisabled();
  await expect(page.getByText(/remote_drain: false/)).toBeVisible();
  await expect(page.getByRole("button", { name: /Start/ })).toBeDisabled();
  expect(await axeFindings(page)).toEqual([]);
});

test("B122 with the owner's leave and a person's tick the provider is drained, and serves again afterwards", async () => {
  const before = servingPid();
  writeFileSync(join(running.dataDir, "house-agent", "policy.yaml"), "version: 1\nremote_drain: true\n", {
    mode: 0o600,
  });
  const tick = page.getByRole("checkbox", { name: /Drain it/ });
  await expect
    .poll(
      async () => {
        await page.reload();
        await expect(tick).toBeVisible({ timeout: 60_000 });
        return tick.isEnabled();
      },
      { timeout: 90_000, intervals: [2000] },
    )
    .toBe(true);
  await expect(page.getByRole("button", { name: /Start/ })).toBeDisabled();
  await tick.check();
  await page.getByRole("button", { name: /Start/ }).click();
  await expect(page).toHaveURL(/\/tunes\/[0-9a-f-]{36}/);
  const id = page.url().split("/").at(-1)?.split("?")[0] ?? "";
  expect(textAt(await ended(api, id), "summary.exitReason")).toBe("ok");
  await expect.poll(() => isServing(), { timeout: 60_000 }).toBe(true);
  expect(servingPid()).not.toBe(before);
  expect(providers()).toEqual([]);
  const mac = at(await api.query("fleet.get", { id: machineId }), "mac.warnings");
  expect(JSON.stringify(mac)).not.toContain("provider down");
});
