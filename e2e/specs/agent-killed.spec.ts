import { expect, test } from "@playwright/test";
import { setUp } from "../fixtures/console-api.ts";
import { startConsole } from "../fixtures/console-process.ts";
import { houseAgentOf, providers } from "../fixtures/processes.ts";
import { signedInPage } from "../fixtures/signed-in-page.ts";
import { at, ended, progressWhere, readyMachine, requestTune, SMALL_FLAGS, textAt } from "../fixtures/small-tune.ts";

test("B93, TB67 kill -9 of the agent in stage 2: the run ends interrupted, its trials stay, and it runs again", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const running = await startConsole();
  try {
    const api = await setUp(running);
    const machine = await readyMachine(api);
    const id = await requestTune(api, machine, {
      ...SMALL_FLAGS,
      "stage2-replicates": "20",
      "kv-bits-axis": "unset,8,4",
    });
    await progressWhere(
      api,
      id,
      (progress) => at(progress, "phase") === "stage2" && Number(at(progress, "cell.index")) >= 2,
    );
    const stored = at(await api.query("tunes.get", { id }), "trials");
    const agent = houseAgentOf(running.dataDir);
    process.kill(agent, "SIGKILL");

    const detail = await ended(api, id, 90_000);
    expect(textAt(detail, "summary.exitReason")).toBe("interrupted");
    // One more may have been stored between the look and the kill.
    const kept = at(detail, "trials");
    expect(Array.isArray(kept) && Array.isArray(stored) ? kept.slice(0, stored.length) : kept).toEqual(stored);
    expect(houseAgentOf(running.dataDir)).not.toBe(agent);
    await expect.poll(providers, { timeout: 20_000 }).toEqual([]);

    const page = await signedInPage(browser, { api, url: running.url });
    await page.goto(`/tunes/${id}`);
    await expect(page.getByRole("region", { name: "How it ended" })).toContainText("the agent ended");
    await expect(page.getByText("Interrupted").first()).toBeVisible();
    await page.getByRole("link", { name: /Run again/ }).click();
    await page.getByLabel("Replicates, knobs").fill("1");
    await page.getByLabel("kv_bits").fill("unset");
    await page.getByRole("button", { name: /Start/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What happened, and can I trust the answer?", {
      timeout: 120_000,
    });
    const again = page.url().split("/").at(-1)?.split("?")[0] ?? "";
    const rerun = await api.query("tunes.get", { id: again });
    expect(textAt(rerun, "summary.exitReason")).toBe("ok");
    expect(at(rerun, "retryOf")).toBe(id);
  } finally {
    expect(await running.stop()).toBe(0);
  }
});
