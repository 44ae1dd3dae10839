import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "@playwright/test";
import { formatTps } from "../../core/units/quantities.ts";
import { ADMIN } from "../fixtures/console-api.ts";
import { startConsole, storyEnvironment } from "../fixtures/console-process.ts";
import { at, textAt } from "../fixtures/small-tune.ts";

const root = join(import.meta.dirname, "..", "..");

function reportOnly(stateDir: string): unknown {
  const command = [join(root, "agent/bin/espalier"), "autotune", "--report-only", "--json", "--state-dir", stateDir];
  const result = spawnSync(process.execPath, command, { encoding: "utf8", env: storyEnvironment() });
  const line = result.stdout.split("\n").find((text) => text.startsWith("{"));
  return JSON.parse(line ?? "null");
}

function keptRow(file: string, table: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database
      .prepare(`SELECT agg_throughput_tps AS tps, ttft_p95_ms AS ttft FROM ${table} WHERE stage = 2 AND kept = 1`)
      .all();
  } finally {
    database.close();
  }
}

test("from the set-up link to a recommendation: H-69 in few decisions, H-18 and B126 the same number everywhere", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const running = await startConsole();
  try {
    await page.goto(await running.setupLink());
    await page.getByLabel("Your name").fill(ADMIN.name);
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password").fill(ADMIN.password);
    await page.getByRole("button", { name: "Make the account" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "What changed while I was away, and what needs me?",
    );
    await expect(page.getByText("embedded 3.21.1")).toBeVisible({ timeout: 30_000 });

    await page.getByRole("link", { name: "Tune this machine" }).click();
    await expect(page.getByRole("radio", { name: /Practice/ })).toBeChecked();
    await expect(page.getByText("autotune: dry run")).toBeVisible();
    await page.getByRole("button", { name: /Start/ }).click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What is it measuring now?", { timeout: 30_000 });
    await expect(page.getByRole("progressbar")).toHaveAttribute("aria-valuetext", /\S+ \S+ \S+/, {
      timeout: 60_000,
    });
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What happened, and can I trust the answer?", {
      timeout: 240_000,
    });
    await expect(page.getByText("Serve it")).toBeVisible();

    const id = page.url().split("/").at(-1)?.split("?")[0] ?? "";
    const input = encodeURIComponent(JSON.stringify({ id }));
    const answer = await page.request.get(`${running.url}/api/trpc/tunes.get?input=${input}`, {
      headers: { "x-espalier": "1" },
    });
    const detail = at(await answer.json(), "result.data");
    const document = at(detail, "recommendation");
    expect(textAt(detail, "recheck")).toBe("ok");

    const tps = Number(at(document, "recommendation.tps_median"));
    const ttft = Number(at(document, "recommendation.ttft_p95_ms"));
    const stateDir = join(running.dataDir, "house-agent");
    expect(reportOnly(stateDir)).toEqual(document);
    expect(keptRow(join(running.dataDir, "espalier.db"), "tune_trial")).toEqual([{ tps, ttft }]);
    expect(keptRow(join(stateDir, "agent.db"), "tune_trials")).toEqual([{ tps, ttft }]);
    await expect(page.getByText(textAt(document, "recipe_hash")).first()).toBeVisible();
    // Rounding drops no zero: a median of 37.02 is told as 37.0 (H-52).
    await expect(page.getByText(formatTps(tps).replace(" tok/s", ""), { exact: true }).first()).toBeVisible();
    await expect(page.getByRole("img", { name: /candidates/i }).first()).toBeVisible();
  } finally {
    expect(await running.stop()).toBe(0);
  }
});
