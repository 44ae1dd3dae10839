import { expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { serveModel } from "../fixtures/served-model.ts";
import { signedInContext, type TunedConsole, tunedConsole } from "../fixtures/tuned-console.ts";

let at: TunedConsole;
let page: Page;

test.beforeAll(async ({ browser }) => {
  at = await tunedConsole();
  page = await (await signedInContext(browser, at)).newPage();
});
test.afterAll(async () => {
  expect(await at.stop()).toBe(0);
});

test("H-18 the recipe's history shows the tune's own winner and leads to it", async () => {
  await page.goto(`/fleet/${at.machineId}`);
  const table = page.getByRole("table", { name: "Recipes of this machine, newest first" });
  const row = table.getByRole("row", { name: /TUNE-1/ });
  await expect(row).toContainText("first");
  await expect(row).toContainText("small-16mb");
  await row.getByRole("link", { name: "TUNE-1" }).click();
  await expect(page).toHaveURL(new RegExp(`/tunes/${at.tuneId}`));
});

test("H-67 a probe with nothing to measure says so, and with a provider it shows what it measured", async () => {
  await page.goto(`/fleet/${at.machineId}`);
  await expect(page.getByText("Not probed yet.")).toBeVisible();
  await page.getByRole("button", { name: "Probe it now" }).click();
  await expect(page.getByText("nothing to probe")).toBeVisible({ timeout: 60_000 });
  const served = await serveModel(at.running, "practice/tiny-2mb");
  try {
    await page.getByRole("button", { name: "Probe it now" }).click();
    const probe = page.locator("summary", { hasText: "finished" });
    await expect(probe).toBeVisible({ timeout: 60_000 });
    await expect(probe).toContainText(/tok\/s, median of 3/);
    await expect(page.getByRole("heading", { name: "Does it still serve as it did?" })).toBeVisible();
    await probe.click();
    await expect(page.getByRole("table", { name: /Closed loop/ })).toContainText("max of 3");
    await expect(page.getByRole("table", { name: /Closed loop/ })).not.toContainText("p95");
  } finally {
    expect(await served.stop()).toBe(0);
  }
});

test("H-40 the chart's twin has a row for each level, and axe finds nothing in both themes at 320 px", async ({
  browser,
}) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await signedInContext(browser, at, { colorScheme, viewport: { width: 320, height: 700 } });
    const narrow = await context.newPage();
    await narrow.goto(`/fleet/${at.machineId}?table=probes`);
    await expect(narrow.getByText("quick@1").first()).toBeVisible();
    expect(await axeFindings(narrow)).toEqual([]);
    expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await context.close();
  }
});
