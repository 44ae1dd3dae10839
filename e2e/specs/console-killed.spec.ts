import { expect, test } from "@playwright/test";
import { ConsoleApi, setUp } from "../fixtures/console-api.ts";
import { startConsole } from "../fixtures/console-process.ts";
import { houseAgentOf, providers } from "../fixtures/processes.ts";
import { signedInPage } from "../fixtures/signed-in-page.ts";
import { at, ended, progressWhere, readyMachine, requestTune, SMALL_FLAGS, textAt } from "../fixtures/small-tune.ts";

test("INV-9, LE4 kill -9 of the console in stage 2: the tune goes on and the next start takes it over", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const first = await startConsole();
  const api = await setUp(first);
  const machine = await readyMachine(api);
  const id = await requestTune(api, machine, { ...SMALL_FLAGS, "target-context": "1000", "stage2-replicates": "12" });
  const page = await signedInPage(browser, { api, url: first.url });
  await page.goto(`/tunes/${id}`);
  await progressWhere(api, id, (progress) => at(progress, "phase") === "stage2");
  const before = at(await api.query("tunes.get", { id }), "trials");
  const agent = houseAgentOf(first.dataDir);
  await first.killHard();
  await expect(page.getByText(/reconnecting|stale since/).first()).toBeVisible({ timeout: 30_000 });

  const second = await startConsole({ dataDir: first.dataDir, port: first.port });
  try {
    expect(houseAgentOf(first.dataDir)).toBe(agent);
    const again = new ConsoleApi(second.url);
    await again.signIn();
    const detail = await ended(again, id);
    expect(textAt(detail, "summary.exitReason")).toBe("ok");
    expect(textAt(detail, "recheck")).toBe("ok");
    const trials = at(detail, "trials");
    const localIds = Array.isArray(trials) ? trials.map((trial) => at(trial, "localId")) : [];
    expect(new Set(localIds).size).toBe(localIds.length);
    expect(localIds.length).toBe(3);
    expect(trials).toEqual(
      expect.arrayContaining(
        Array.isArray(before) ? before.map((trial) => expect.objectContaining({ localId: at(trial, "localId") })) : [],
      ),
    );
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What happened, and can I trust the answer?", {
      timeout: 60_000,
    });
    expect(providers()).toEqual([]);
  } finally {
    expect(await second.stop()).toBe(0);
  }
});
