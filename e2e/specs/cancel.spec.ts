import { expect, test } from "@playwright/test";
import { type ConsoleApi, setUp } from "../fixtures/console-api.ts";
import { type ConsoleProcess, startConsole } from "../fixtures/console-process.ts";
import { providers } from "../fixtures/processes.ts";
import { signedInPage } from "../fixtures/signed-in-page.ts";
import { at, ended, LONG_FLAGS, progressWhere, readyMachine, requestTune, textAt } from "../fixtures/small-tune.ts";

let running: ConsoleProcess;
let api: ConsoleApi;
let machine: string;

test.beforeAll(async () => {
  running = await startConsole();
  api = await setUp(running);
  machine = await readyMachine(api);
});

test.afterAll(async () => {
  expect(await running.stop()).toBe(0);
});

for (const phase of ["prewarm", "stage1", "stage2"]) {
  test(`H-25, B125, TB74 cancel in ${phase} ends the run, leaves no provider and frees the machine`, async ({
    browser,
  }) => {
    const page = await signedInPage(browser, { api, url: running.url });
    const flags = phase === "stage1" ? { ...LONG_FLAGS, "stage1-replicates": "40" } : LONG_FLAGS;
    const id = await requestTune(api, machine, flags);
    // A phase may be over before a slow page is there.
    await Promise.all([
      page.goto(`/tunes/${id}`),
      progressWhere(api, id, (progress) => at(progress, "phase") === phase),
    ]);
    await page.getByRole("button", { name: "Cancel…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("provider");
    await dialog.getByRole("button", { name: "Cancel the run" }).click();

    const detail = await ended(api, id, 60_000);
    expect(textAt(detail, "summary.state")).toBe("cancelled");
    expect(at(detail, "summary.exitReason")).toBe("interrupted");
    await expect(page.getByRole("region", { name: "How it ended" })).toContainText("Cancelled");
    expect(providers()).toEqual([]);
    await page.context().close();
  });
}

test("T10 a waiting run is cancelled before it starts", async () => {
  const first = await requestTune(api, machine, LONG_FLAGS);
  await progressWhere(api, first, (progress) => progress !== null);
  const second = await requestTune(api, machine, { ...LONG_FLAGS, "target-context": "900" });
  await api.mutate("tunes.cancel", { id: second });
  const waiting = await ended(api, second, 10_000);
  expect(textAt(waiting, "summary.state")).toBe("cancelled");
  expect(at(waiting, "trials")).toEqual([]);
  await api.mutate("tunes.cancel", { id: first });
  expect(textAt(await ended(api, first, 60_000), "summary.state")).toBe("cancelled");
});
