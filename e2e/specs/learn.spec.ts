import { type Browser, expect, type Page, test } from "@playwright/test";
import { ConsoleApi, setUp } from "../fixtures/console-api.ts";
import { type ConsoleProcess, startConsole } from "../fixtures/console-process.ts";
import { openLive } from "../fixtures/live-page.ts";
import { watchPage } from "../fixtures/page-watch.ts";
import { smallPng } from "../fixtures/small-png.ts";
import { at, readyMachine, textAt } from "../fixtures/small-tune.ts";
import { signedInContext } from "../fixtures/tuned-console.ts";

const LABEL = "color-photo";
/** Pictures that the tune may use, and those that only the confirmation sees. */
const TUNED = Array.from({ length: 20 }, (_, index) => 101 + index);
const FRESH = Array.from({ length: 40 }, (_, index) => 201 + index);

let running: ConsoleProcess;
let api: ConsoleApi;
let page: Page;
let batches = 0;

test.beforeAll(async ({ browser }) => {
  running = await startConsole();
  api = await setUp(running);
  await readyMachine(api);
  page = await (await signedInContext(browser, { api, url: running.url })).newPage();
});
test.afterAll(async () => {
  expect(await running.stop()).toBe(0);
});

const live = async () => textAt(await api.query("images.class", { class: LABEL }), "live.recipeSha");

/** Sends pictures through the drop zone and runs each with the recipe of its class. */
async function runPictures(seeds: readonly number[]): Promise<void> {
  await openLive(page, "/images");
  const files = seeds.map((seed) => ({ name: `${seed}.png`, mimeType: "image/png", buffer: smallPng(seed) }));
  await page.getByLabel("Pictures", { exact: true }).and(page.locator("input")).setInputFiles(files);
  await expect(page.getByText(`${seeds.length} of ${seeds.length} pictures are here`)).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Show the plan" }).click();
  await page.getByRole("button", { name: `Start ${seeds.length}` }).click();
  batches += 1;
  const begun = page.getByRole("listitem").filter({ hasText: new RegExp(`^Batch ${batches}\\b`) });
  const done = new RegExp(`^${seeds.length} of ${seeds.length} done`);
  await expect(begun.getByText(done)).toBeVisible({ timeout: 150_000 });
}

/** A page of a session of its own: a story answers faster than the calls that one session may make (TP9). */
async function sitting(browser: Browser): Promise<Page> {
  const own = new ConsoleApi(running.url);
  await own.signIn();
  return (await signedInContext(browser, { api: own, url: running.url })).newPage();
}

/** Mean brightness of the middle of each canvas, 0 to 255: all that this rater looks at. */
const brightness = (bench: Page): Promise<number[]> =>
  bench.evaluate(() =>
    [...document.querySelectorAll("canvas")].map((canvas) => {
      const [x, y] = [Math.floor(canvas.width / 2) - 12, Math.floor(canvas.height / 2) - 12];
      const pixels = canvas.getContext("2d")?.getImageData(x, y, 24, 24).data ?? new Uint8ClampedArray();
      let sum = 0;
      for (let index = 0; index < pixels.length; index += 4) {
        sum += (pixels[index] ?? 0) * 0.299 + (pixels[index + 1] ?? 0) * 0.587 + (pixels[index + 2] ?? 0) * 0.114;
      }
      return (4 * sum) / pixels.length;
    }),
  );

/** Waits until both pictures of a place are painted, and all that belong to it are there: no score is taken before. */
async function painted(bench: Page, place: number): Promise<void> {
  await expect(bench.locator(`canvas[data-painted="${place} 1"]`)).toHaveCount(2);
  await expect(bench.locator('[data-active][aria-busy="false"]')).toHaveCount(1);
}

async function saved(bench: Page): Promise<void> {
  await expect(bench.getByText(/on the way$/)).toHaveCount(0, { timeout: 60_000 });
}

/** Scores by keyboard how much darker the result is than its original; which recipe made it stays hidden. */
async function rate(bench: Page, count: number): Promise<void> {
  await openLive(bench, `/rate?class=${LABEL}`);
  await bench.getByRole("button", { name: "Side by side" }).click();
  for (let place = 0; place < count; place += 1) {
    await painted(bench, place);
    const [before = 0, after = 0] = await brightness(bench);
    await bench.keyboard.press(String(Math.min(5, Math.max(1, Math.round(4.6 - (after - before) / 8)))));
  }
  await saved(bench);
}

/** Judges the pairs of a confirmation by keyboard: the darker one wins. */
async function judge(bench: Page, count: number): Promise<void> {
  for (let place = 0; place < count; place += 1) {
    await painted(bench, place);
    const [left = 0, right = 0] = await brightness(bench);
    await bench.keyboard.press(left < right ? "1" : "2");
  }
  await saved(bench);
}

test("TU48 TU40 TU49 TU51 pictures are rated, a tune proposes, a blind confirmation passes, the recipe goes live and is rolled back", async ({
  browser,
}) => {
  test.setTimeout(540_000);
  const watch = watchPage(page, running.url);
  await runPictures(TUNED);

  await test.step("a person's brighter recipe goes live by force, so that ratings see two", async () => {
    const toml = textAt(await api.query("images.class", { class: LABEL }), "live.toml");
    const brighter = { class: LABEL, toml: toml.replace("gamma = 1.06", "gamma = 1.3") };
    const saved = await api.mutate("images.saveRecipe", brighter);
    const recipeSha = textAt(saved, "recipeSha");
    const version = at(saved, "version");
    await page.goto(`/images/${LABEL}?version=${version}`);
    await page.getByRole("button", { name: `Propose version ${version}…` }).click();
    await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
    await page.getByRole("button", { name: "Propose", exact: true }).click();
    await expect(page.getByText("A person wrote this recipe; no score predicts what it does.")).toBeVisible();
    await page.getByRole("button", { name: /Approve/ }).click();
    await page.getByLabel("Type the class's name").fill(LABEL);
    await page.getByLabel("Reason").fill("to compare it with the old one");
    await page.getByRole("button", { name: "Approve by force" }).click();
    await expect(page.getByText("was made live.")).toBeVisible();
    expect(await live()).toBe(recipeSha);
  });
  const base = await live();
  await runPictures(TUNED);
  for (let turn = 0; turn < 2; turn += 1) await rate(await sitting(browser), TUNED.length);

  const proposalId = await test.step("the class is tuned", async () => {
    await page.goto(`/images/${LABEL}`);
    await page.getByRole("button", { name: "Tune class" }).click();
    await expect(page).toHaveURL(/\/proposals\/[0-9a-f-]{36}$/, { timeout: 90_000 });
    await expect(page.getByText("Not confirmed yet").first()).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("proposed.png"), fullPage: true });
    return page.url().split("/").at(-1) ?? "";
  });

  await runPictures(FRESH);
  await test.step("thirty fresh pictures confirm it blind", async () => {
    await page.goto(`/proposals/${proposalId}`);
    await page.getByRole("button", { name: "Start the blind confirmation" }).click({ timeout: 30_000 });
    // Its runs are a batch too.
    batches += 1;
    await expect(page.getByText("0 of 30 images judged").first()).toBeVisible({ timeout: 60_000 });
    const ready = async () => at(await api.query("proposals.get", { id: proposalId }), "confirmation.ready");
    await expect.poll(ready, { timeout: 240_000 }).toBe(30);
    const bench = await sitting(browser);
    await bench.goto(`/proposals/${proposalId}`);
    await bench.getByRole("link", { name: "Judge the pairs" }).click();
    await judge(bench, 30);
    await openLive(page, `/proposals/${proposalId}`);
    await expect(
      page.getByText("It passed its blind confirmation: 30 better, 0 tied, 0 worse of 30 images.").first(),
    ).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("confirmed.png"), fullPage: true });
  });

  await test.step("approved without force by keyboard, and the next run uses it", async () => {
    const proposed = textAt(await api.query("proposals.get", { id: proposalId }), "recipeSha");
    await page.keyboard.press("a");
    await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByText("was made live.")).toBeVisible();
    expect(await live()).toBe(proposed);
    await runPictures([301]);
    const runs = await api.query("images.runs", { class: LABEL, page: 1, pageSize: 1 });
    expect(textAt(runs, "rows.0.recipeSha")).toBe(proposed);
    expect(at(runs, "rows.0.state")).toBe("done");
  });

  await test.step("rolled back", async () => {
    await page.goto(`/proposals/${proposalId}`);
    await page.getByRole("button", { name: "Roll back…" }).click();
    await expect(page.getByText("It brings back a recipe that was live before")).toBeVisible();
    await page.getByRole("button", { name: /Approve/ }).click();
    await page.getByRole("button", { name: "Roll back", exact: true }).click();
    await expect(page.getByText("was made live.")).toBeVisible();
    expect(await live()).toBe(base);
  });
  expect(watch.troubles()).toEqual([]);
});
