import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { openLive } from "../fixtures/live-page.ts";
import { watchPage } from "../fixtures/page-watch.ts";
import { smallPng } from "../fixtures/small-png.ts";
import { at as fieldOf } from "../fixtures/small-tune.ts";
import { signedInContext, type TunedConsole, tunedConsole } from "../fixtures/tuned-console.ts";

let at: TunedConsole;

test.beforeAll(async () => {
  at = await tunedConsole();
});
test.afterAll(async () => {
  expect(await at.stop()).toBe(0);
});

const textOf = (value: unknown, path: string): string => String(fieldOf(value, path));
const png = (seed: number) => ({ name: `picture-${seed}.png`, mimeType: "image/png", buffer: smallPng(seed) });
const choose = (page: Page, files: Parameters<ReturnType<Page["getByLabel"]>["setInputFiles"]>[0]) =>
  page.getByLabel("Pictures", { exact: true }).and(page.locator("input")).setInputFiles(files);

test("H-67 H-57 IM45 pictures are hashed and sent, a refused one says why, and the plan comes before the start", async ({
  browser,
}) => {
  const context = await signedInContext(browser, at, { colorScheme: "light" });
  const page = await context.newPage();
  const watch = watchPage(page, at.url);
  await openLive(page, "/images");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How good is each class?");
  await expect(page.getByText("No picture is here yet.")).toBeVisible();
  expect.soft(await axeFindings(page), "empty").toEqual([]);
  const svg = {
    name: "drawing.png",
    mimeType: "image/png",
    buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"),
  };
  await choose(page, [png(1), png(2), svg]);
  await expect(page.getByText("2 of 3 pictures are here, 1 refused")).toBeVisible();
  await expect(page.getByText("unsupported_format")).toBeVisible();
  await expect(page.getByText("applies to 2 images")).toBeVisible();
  await page.getByLabel("Recipe").selectOption("graphic");
  await page.getByRole("button", { name: "Show the plan" }).click();
  await expect(page.getByText(/2 pictures as graphic: run with recipe/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Start 2" })).toBeVisible();
  expect.soft(await axeFindings(page), "planned").toEqual([]);
  await page.getByRole("checkbox", { name: "picture-1.png" }).check();
  await expect(page.getByRole("region", { name: "Selection" }).getByText("applies to 1 image")).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("images.png"), fullPage: true });
  await test.step("H-32 a marking is undone at once, and later", () => markAndUndo(page));
  await test.step("H-03 a page behind the last one leads back", async () => {
    await page.goto("/images?page=9");
    await expect(page.getByText("There is no page 9.")).toBeVisible();
    expect.soft(await axeFindings(page), "empty page").toEqual([]);
    await page.getByRole("button", { name: "Show the last page" }).click();
    await expect(page.getByRole("checkbox", { name: "picture-1.png" })).toBeVisible();
  });
  await page.goto("/images?class=receipt");
  await expect(page.getByText("No picture has this class.")).toBeVisible();
  await page.goto("/images/color-photo");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "How good is this class, and what would improve it?",
  );
  await expect(page.getByText('id    = "light"')).toBeVisible();
  expect.soft(await axeFindings(page), "class").toEqual([]);
  await page.screenshot({ path: test.info().outputPath("class.png"), fullPage: true });
  expect(watch.foreignRequests()).toEqual([]);
  await context.close();
});

async function markAndUndo(page: Page): Promise<void> {
  const picture = page.getByRole("listitem").filter({ has: page.getByRole("checkbox", { name: "picture-1.png" }) });
  await page.getByRole("button", { name: "Mark unusable" }).click();
  await expect(page.getByText("1 picture is marked unusable.")).toBeVisible();
  await expect(picture).toContainText("unusable");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Taken back: 1 picture is usable again.")).toBeVisible();
  await expect(picture).not.toContainText("unusable");
  for (const [verb, said] of [
    ["Mark unusable", "1 picture is marked unusable."],
    ["Can be used again", /^1 picture is usable again\.$/],
  ] as const) {
    await picture.getByRole("checkbox").check();
    await page.getByRole("button", { name: verb }).click();
    await expect(page.getByText(said)).toBeVisible();
  }
  await expect(picture).not.toContainText("unusable");
}

test("H-61 H-64 the pages of the images are clean in the dark theme and fit a phone", async ({ browser }) => {
  const context = await signedInContext(browser, at, { colorScheme: "dark", viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  for (const path of ["/images", "/images/graphic"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
    expect.soft(await axeFindings(page), path).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`${path.replaceAll("/", "-")}.png`), fullPage: true });
  }
  await context.close();
});

test("IM53 IM52 pictures are run by the house agent, and an equal run is returned", async ({ browser }) => {
  const context = await signedInContext(browser, at, { colorScheme: "light" });
  const page = await context.newPage();
  await openLive(page, "/images");
  await choose(page, [png(11), png(12)]);
  await expect(page.getByText("2 of 2 pictures are here")).toBeVisible();
  await page.getByLabel("Recipe").selectOption("graphic");
  for (const told of ["2 of 2 done.", "2 of 2 done, 2 returned from equal runs."]) {
    await page.getByRole("button", { name: "Show the plan" }).click();
    await page.getByRole("button", { name: "Start 2" }).click();
    await expect(page.getByText(told)).toBeVisible({ timeout: 90_000 });
    await page.getByRole("checkbox", { name: "picture-11.png" }).check();
    await page.getByRole("checkbox", { name: "picture-12.png" }).check();
    await page.getByLabel("Recipe").selectOption("graphic");
  }
  await expect(page.locator("main img").first()).toBeVisible();
  await context.close();
});

const BRIGHTER = `schema = 1
class = "graphic"
[[step]]
id = "light"
op = "tone.gamma"
gamma = 1.4
[output]
format = "png"
`;

test("TU52 TUB5 the house agent replays stored runs under two recipes, and the page tells what differs", async ({
  browser,
}) => {
  await at.api.mutate("images.saveRecipe", { class: "graphic", toml: BRIGHTER });
  const context = await signedInContext(browser, at, { colorScheme: "light" });
  const page = await context.newPage();
  await page.goto("/images/graphic");
  await page.getByLabel("Recipe beside the runs' own").selectOption({ label: await candidateOf(page) });
  await page.getByRole("button", { name: "Replay stored runs" }).click();
  await expect(page.getByText("All 2 runs gave the same pixels again.")).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText("Own recipe: replayed 2, equal 2, differ 0")).toBeVisible();
  await expect(page.getByText(/^Recipe [0-9a-f]{12}: replayed 2, equal 0, differ 2$/)).toBeVisible();
  await page.getByText("How 2 differ").click();
  await expect(page.getByText(/differs on the same engine: largest difference \d+ of 255/).first()).toBeVisible();
  expect.soft(await axeFindings(page), "replayed").toEqual([]);
  await page.reload();
  await expect(page.getByText("All 2 runs gave the same pixels again.")).toBeVisible();
  await context.close();
});

/** The label of the version a person saved. */
async function candidateOf(page: Page): Promise<string> {
  const labels = await page.getByLabel("Recipe beside the runs' own").locator("option").allTextContents();
  return labels.find((label) => label.includes("person")) ?? "";
}

test("TU51 AP8 AP11 a Mac follows a class by a person's word, and an approval's tick brings it the recipe its policy allows", async ({
  browser,
}) => {
  const context = await signedInContext(browser, at, { colorScheme: "light" });
  const page = await context.newPage();
  const row = page.getByRole("table", { name: "Macs that follow this class" }).getByRole("row").nth(1);
  await page.goto("/images/graphic?version=2");
  await row.getByRole("button", { name: "Follow" }).click();
  await expect(row).toContainText("follows, nothing approved yet");
  await expect(row).toContainText("The policy of this Mac says");
  await expect(row).toContainText("remote_apply");

  await test.step("its owner allows an apply", async () => {
    await appendFile(join(at.running.dataDir, "house-agent", "policy.yaml"), "remote_apply: true\n");
    const mayApply = async () =>
      textOf(await at.api.query("proposals.followers", { class: "graphic" }), "rows.0.policy.isAllowed");
    await expect.poll(mayApply, { timeout: 60_000 }).toBe("true");
  });

  await page.reload();
  await page.getByRole("button", { name: "Propose version 2…" }).click();
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(page.getByText("Gets this recipe only by an apply of its own, which has its own tick.")).toBeVisible();
  await page.getByRole("button", { name: /^Approve…/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("group", { name: "Also apply on" }).getByRole("checkbox").check();
  await dialog.getByLabel("Type the class's name").fill("graphic");
  await dialog.getByLabel("Reason").fill("looked at both");
  expect.soft(await axeFindings(page), "approval with a Mac").toEqual([]);
  await dialog.getByRole("button", { name: "Approve by force" }).click();
  await expect(page.getByText("was made live.")).toBeVisible();

  const liveSha = textOf(await at.api.query("images.class", { class: "graphic" }), "live.recipeSha");
  await page.goto("/images/graphic");
  await expect(row).toContainText("applied", { timeout: 90_000 });
  await expect(row).toContainText(liveSha.slice(0, 12));
  await expect(row).toContainText("This Mac has the live recipe.");
  await expect(page.getByRole("button", { name: "Apply the live recipe…" })).toBeDisabled();
  await row.getByRole("button", { name: "Stop following" }).click();
  await expect(row).toContainText("does not follow");
  await context.close();
});

test("IM53 JK7 IM10 pictures are classified by the house agent, say why, and run by the recipe of their class", async ({
  browser,
}) => {
  const context = await signedInContext(browser, at, { colorScheme: "light" });
  const page = await context.newPage();
  await openLive(page, "/images");
  await choose(page, [png(21), png(22)]);
  await expect(page.getByText("2 of 2 pictures are here")).toBeVisible();
  await page.getByRole("button", { name: "Show the plan" }).click();
  await page.getByRole("button", { name: "Start 2" }).click();
  const newest = page
    .getByRole("listitem")
    .filter({ hasText: /^Batch \d/ })
    .first();
  await expect(newest).not.toContainText("graphic");
  await expect(newest).toContainText("2 of 2 done.", { timeout: 90_000 });
  const picture = page.getByRole("listitem").filter({ hasText: "picture-21.png" });
  await expect(picture).toContainText("color-photo");
  await picture.getByText("Why this class").click();
  await expect(picture).toContainText("the limit is");
  await context.close();
});
