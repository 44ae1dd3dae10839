import { chromium } from "@playwright/test";
import { quantile } from "../../../core/measuring/percentiles.ts";
import { setUp } from "../../fixtures/console-api.ts";
import { startConsole } from "../../fixtures/console-process.ts";
import { rateByKeyboard } from "../../fixtures/keyboard-rating.ts";
import { storedRatings, storeRateableRuns } from "../../fixtures/rateable-runs.ts";
import { signedInPage } from "../../fixtures/signed-in-page.ts";
import type { Bench, BenchOptions, BenchRun } from "../bench.ts";
import { atMost, ownRow } from "../own-row.ts";
import { judgedFigure, repeatsFigure } from "../statistics.ts";

const PICTURES = 200;
const CI_PICTURES = 40;
/** The queue needs room to keep a picture's repeats apart (TU29). */
const SPARE = 20;
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];

async function run({ isCi, say }: BenchOptions): Promise<BenchRun> {
  const count = isCi ? CI_PICTURES : PICTURES;
  const running = await startConsole();
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGS });
  try {
    const api = await setUp(running);
    await storeRateableRuns(running, api, { count: count + SPARE });
    const page = await signedInPage(browser, { api, url: running.url });
    await page.setViewportSize({ width: 1360, height: 900 });
    const times = await rateByKeyboard(page, count);
    const lost = count - (storedRatings(running.dataDir).events["rating"] ?? 0);
    say(`IMB12  ${count} keys, ${lost} ratings lost`);
    const figure = { name: "key to paint, p95", unit: "ms", ...judgedFigure(times, quantile(times, 0.95)) };
    const missing = { name: `ratings lost of ${count}`, unit: "", ...repeatsFigure([lost]) };
    return {
      rows: [ownRow(figure, isCi ? null : atMost(100, "ms")), ownRow(missing, atMost(0, ""))],
      notes: ["Each key is pressed once nothing is on its way, so that three pictures are decoded ahead (IM62)."],
    };
  } finally {
    await browser.close();
    await running.stop();
  }
}

export const keyboardRating: Bench = {
  id: "IMB12",
  what: "how fast the next picture is painted when pictures are rated from the keyboard, and whether a rating is lost",
  needsQuietMachine: true,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
