import { expect, test } from "@playwright/test";
import { setUp } from "../fixtures/console-api.ts";
import { startConsole } from "../fixtures/console-process.ts";
import { rateByKeyboard } from "../fixtures/keyboard-rating.ts";
import { storedRatings, storeRateableRuns } from "../fixtures/rateable-runs.ts";
import { signedInPage } from "../fixtures/signed-in-page.ts";

const PICTURES = 200;

test("IMB12 H-56 two hundred pictures are rated by keyboard alone, every next one is painted and none is lost", async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const running = await startConsole();
  try {
    const api = await setUp(running);
    await storeRateableRuns(running, api, { count: PICTURES + 20 });
    const page = await signedInPage(browser, { api, url: running.url });
    const times = await rateByKeyboard(page, PICTURES);
    expect(times).toHaveLength(PICTURES - 1);
    expect(storedRatings(running.dataDir).events).toEqual({ rating: PICTURES });
  } finally {
    expect(await running.stop()).toBe(0);
  }
});
