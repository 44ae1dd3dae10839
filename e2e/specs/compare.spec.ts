import { expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { openLive } from "../fixtures/live-page.ts";
import { ended, requestTune, SMALL_FLAGS, textAt } from "../fixtures/small-tune.ts";
import { signedInContext, type TunedConsole, tunedConsole } from "../fixtures/tuned-console.ts";

let at: TunedConsole;
let page: Page;
let other: string;

test.beforeAll(async ({ browser }) => {
  at = await tunedConsole();
  other = await requestTune(at.api, at.machineId, { ...SMALL_FLAGS, "kv-bits-axis": "8", "stage2-replicates": "2" });
  expect(textAt(await ended(at.api, other), "summary.exitReason")).toBe("ok");
  page = await (await signedInContext(browser, at)).newPage();
});
test.afterAll(async () => {
  expect(await at.stop()).toBe(0);
});

test("H-39 x chooses rows of the list, and the chosen set is part of the link", async () => {
  await openLive(page, "/tunes");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("1 tune chosen; a comparison needs two.")).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("2 tunes chosen.")).toBeVisible();
  await expect(page).toHaveURL(/chosen=[^&]+,/);
  await page.reload();
  await expect(page.getByRole("checkbox", { name: "Choose TUNE-1" })).toBeChecked();
  await page.getByRole("link", { name: "Compare 2 tunes" }).click();
  await expect(page.getByRole("heading", { name: "What differs, and does it matter?" })).toBeVisible();
});

test("H-15 H-16 d leaves only what differs, and b pins the other run", async () => {
  await openLive(page, `/tunes/compare?runs=${at.tuneId},${other}`);
  const table = page.getByRole("table", { name: "Runs side by side" });
  await expect(table.getByRole("row", { name: /^chip/ })).toBeVisible();
  await page.keyboard.press("d");
  await expect(table.getByRole("row", { name: /^chip/ })).toHaveCount(0);
  await expect(table.getByRole("row", { name: /^kv_bits axis/ })).toBeVisible();
  await expect(page).toHaveURL(/diff=true/);
  await page.keyboard.press("b");
  await expect(page).toHaveURL(new RegExp(`base=${other}`));
  await expect(page.getByRole("columnheader", { name: /TUNE-2/ })).toContainText("baseline");
});

test("M27 the answer gives no gap without its interval and its counts", async () => {
  await page.goto(`/tunes/compare?runs=${at.tuneId},${other}`);
  const answer = page.locator("main header");
  await expect(answer).toContainText(/ to .+n = \d+ and \d+\)|not compared/);
  expect(await answer.innerText()).not.toMatch(/\bbest\b|no difference\.|same speed/);
});

test("H-03 a link with one run, a foreign id or rubbish degrades with a way on", async () => {
  for (const runs of ["", "rubbish,1", at.tuneId]) {
    await page.goto(`/tunes/compare?runs=${runs}`);
    await expect(page.getByText("Nothing yet: a comparison needs two runs.")).toBeVisible();
  }
  await page.goto(`/tunes/compare?runs=${at.tuneId},00000000-0000-4000-8000-000000000000`);
  await expect(page.getByText("The runs could not be read.").first()).toBeVisible();
});

test("H-61 H-64 axe finds nothing and nothing scrolls sideways at 320 px", async ({ browser }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await signedInContext(browser, at, { colorScheme, viewport: { width: 320, height: 700 } });
    const narrow = await context.newPage();
    await narrow.goto(`/tunes/compare?runs=${at.tuneId},${other}`);
    await expect(narrow.getByRole("table", { name: "Runs side by side" })).toBeVisible();
    expect(await axeFindings(narrow)).toEqual([]);
    expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await context.close();
  }
});
