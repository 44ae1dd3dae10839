import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { boardLog } from "../fixtures/board-log.ts";
import { type ConsoleApi, setUp } from "../fixtures/console-api.ts";
import { type ConsoleProcess, startConsole } from "../fixtures/console-process.ts";
import { openLive } from "../fixtures/live-page.ts";
import { signedInContext } from "../fixtures/tuned-console.ts";

let running: ConsoleProcess;
let at: { api: ConsoleApi; url: string };

test.beforeAll(async () => {
  running = await startConsole();
  at = { api: await setUp(running), url: running.url };
});
test.afterAll(async () => {
  expect(await running.stop()).toBe(0);
});

const LOG = boardLog("receipt", [
  { gamma: 1.06, runs: 24, score: (image) => 2 + (image % 2) },
  { gamma: 1.25, runs: 24, score: (image) => 4 + (image % 2) },
  { gamma: 1.4, runs: 13, score: () => 5 },
]);

const pick = (page: Page, buffer: Buffer) =>
  page
    .getByLabel("Feedback log", { exact: true })
    .and(page.locator("input"))
    .setInputFiles({ name: "log.ndjson", mimeType: "application/x-ndjson", buffer });

test("IM56 TU36 C-09 H-40 H-51 an imported log is told with its report, comes out byte for byte, and makes a board with intervals", async ({
  browser,
}) => {
  const context = await signedInContext(browser, at, { colorScheme: "light" });
  const page = await context.newPage();
  await openLive(page, "/images");
  await pick(page, Buffer.from(`${LOG}not json\n`));
  await expect(page.getByText("61 image runs and 61 ratings are new; 0 lines were here already.")).toBeVisible();
  await expect(page.getByText("1 line skipped, not stored.")).toBeVisible();
  await page.getByText("Which lines were skipped").click();
  await expect(page.getByText(/^line 123: /)).toBeVisible();
  await pick(page, Buffer.from(LOG));
  await expect(page.getByText("0 image runs and 0 ratings are new; 122 lines were here already.")).toBeVisible();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export all" }).click(),
  ]);
  expect(await readFile(await saved.path(), "utf8")).toBe(LOG);
  expect.soft(await axeFindings(page), "images").toEqual([]);
  await page.screenshot({ path: test.info().outputPath("images.png"), fullPage: true });
  await page.goto("/images/receipt");
  const board = page.getByRole("table", { name: "Recipe leaderboard, Blind ratings at 1,600 px" });
  await expect(
    page.getByText(/leads at ≈ \+0\.\d\d stars, surely first; 61 scores and 0 blind verdicts\./),
  ).toBeVisible();
  await expect(board.getByRole("row").nth(1)).toContainText(/≈ \+0\.\d\d/);
  await expect(board.getByRole("row").nth(1)).toContainText("n = 24 runs, 24 images, 1 rater");
  await expect(board.getByRole("row").nth(3)).toContainText("13 of 20");
  await expect(board.getByRole("row").nth(3)).toContainText("not shown yet");
  const [ofClass] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export the log of this class" }).click(),
  ]);
  expect(await readFile(await ofClass.path(), "utf8")).toBe(LOG);
  const lead = page.locator('[data-chart="C-09"]');
  await expect(lead).toContainText("Who leads this board, how surely?");
  await expect(lead).toContainText("Unconfirmed: one person rated here");
  await expect(board.getByRole("row").nth(1)).toContainText("crown, unconfirmed");
  await expect(page.getByRole("link", { name: "Settle it: rate more" })).toHaveCount(0);
  expect.soft(await axeFindings(page), "class").toEqual([]);
  await page.screenshot({ path: test.info().outputPath("board.png"), fullPage: true });
  await test.step("H-43 the page has a crosshair of its own", async () => {
    await page.keyboard.press("l");
    await expect(page.getByText("Nothing is under the crosshair: point at a mark of a chart first.")).toBeVisible();
  });
  await page.goto("/images/receipt?table=C-09");
  const twin = page.getByRole("table", { name: /Who leads this board, how surely/ });
  await expect(twin.getByRole("row")).toHaveCount(3);
  await expect(twin.getByRole("row").nth(1)).toContainText("crown, unconfirmed");
  await context.close();
});

test("IM3 IM14 H-62 a class is added and given its first recipe by keyboard, each fault at its line", async ({
  browser,
}) => {
  const context = await signedInContext(browser, at, { colorScheme: "dark" });
  const page = await context.newPage();
  await openLive(page, "/images");
  await page.getByRole("button", { name: "Add a class" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Add a class" });
  await expect(page).toHaveURL(/add=/);
  await dialog.getByLabel("Label").fill("Menu Card");
  await expect(dialog.getByText("a label is a-z, then at most 31 of a-z, 0-9, -")).toBeVisible();
  expect.soft(await axeFindings(page), "dialog").toEqual([]);
  await dialog.getByLabel("Label").fill("menu-card");
  await dialog.getByLabel("Definition").fill("a printed list of dishes with prices");
  await dialog.getByLabel("Parent").selectOption("receipt");
  await page.screenshot({ path: test.info().outputPath("add-class.png") });
  await dialog.getByLabel("Definition").press("Enter");
  await expect(page).toHaveURL(/\/images\/menu-card\/recipe$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What should happen to these pictures?");
  const text = page.getByLabel("Recipe, TOML");
  const first = await text.inputValue();
  await text.fill(first.replace("gamma = 1.05", "gamma = 9"));
  const problem = page.getByRole("button", { name: /^■? ?line 8, column \d+: step\[0\]\.gamma/ });
  await expect(problem).toBeVisible();
  await expect(page.getByRole("button", { name: "Save as the live recipe" })).toBeDisabled();
  await problem.press("Enter");
  await expect(text).toBeFocused();
  expect.soft(await axeFindings(page), "editor").toEqual([]);
  await page.screenshot({ path: test.info().outputPath("editor.png"), fullPage: true });
  await text.fill(first.replace("gamma = 1.05", "gamma = 1.2"));
  await expect(page.getByText("2 steps, the output counted.")).toBeVisible();
  await text.press("ControlOrMeta+Enter");
  await expect(page).toHaveURL(/\/images\/menu-card$/);
  await expect(page.getByText("gamma = 1.2")).toBeVisible();
  await page.getByRole("link", { name: "New recipe" }).press("Enter");
  await page.getByLabel("Recipe, TOML").fill(first.replace("gamma = 1.05", "gamma = 1.3"));
  await page.getByRole("button", { name: "Save as a version" }).press("Enter");
  await expect(page).toHaveURL(/\/images\/menu-card\?version=2$/);
  await expect(page.getByRole("region", { name: "Difference from version 2 to live" })).toContainText("gamma = 1.3");
  await context.close();
});

test("H-61 H-64 the boards, the editor and the dialog fit a phone in both themes", async ({ browser }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await signedInContext(browser, at, { colorScheme, viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    for (const [name, path] of [
      ["board", "/images/receipt"],
      ["editor", "/images/receipt/recipe"],
      ["dialog", "/images?add=new-class"],
    ] as const) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, includeHidden: true })).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
      expect.soft(await axeFindings(page), `${name} ${colorScheme}`).toEqual([]);
      await page.screenshot({
        path: test.info().outputPath(`${name}-${colorScheme}.png`),
        fullPage: name !== "dialog",
      });
    }
    await context.close();
  }
});
