import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { LONG_FLAGS } from "../fixtures/small-tune.ts";
import { pagesOf, signedInContext, type TunedConsole, tunedConsole } from "../fixtures/tuned-console.ts";

const PHONE = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

let at: TunedConsole;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  at = await tunedConsole();
  context = await signedInContext(browser, at, PHONE);
  page = await context.newPage();
});
test.afterAll(async () => {
  expect(await at.stop()).toBe(0);
});

/** Elements that stand out of the page to the right, unless a box around them scrolls on its own. */
function sideways(shown: Page): Promise<string[]> {
  return shown.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    return [...document.querySelectorAll("main *, header *, nav *, [role=dialog] *")]
      .filter((element) => element.getBoundingClientRect().right > limit + 1)
      .map((element) => `${element.tagName} ${element.className} "${element.textContent?.slice(0, 40)}"`);
  });
}

async function expectNarrow(shown: Page, name: string): Promise<void> {
  await test.step(name, async () => {
    await expect(shown.getByRole("status", { name: "Loading" })).toHaveCount(0);
    expect.soft(await sideways(shown), name).toEqual([]);
    const width = await shown.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, name).toBeLessThanOrEqual(shown.viewportSize()?.width ?? 0);
  });
}

test("H-64 at 320 px no page scrolls sideways, and axe finds nothing in its cards", async () => {
  for (const [name, path] of pagesOf(at)) {
    await page.goto(path);
    if (name === "new tune") await expect(page.getByRole("button", { name: /Start/ })).toBeEnabled();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNarrow(page, name);
    if (["Today", "Fleet", "Tunes", "new tune"].includes(name)) {
      expect.soft(await axeFindings(page), name).toEqual([]);
    }
  }
});

test("H-64 at 400 % zoom of a desktop window no page scrolls sideways", async ({ browser }) => {
  const zoomed = await signedInContext(browser, at, { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
  const shown = await zoomed.newPage();
  for (const [name, path] of pagesOf(at)) {
    await shown.goto(path);
    await expect(shown.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNarrow(shown, name);
  }
  await zoomed.close();
});

test("H-64 sign-in fits a phone", async ({ browser }) => {
  const stranger = await browser.newContext({ baseURL: at.url, ...PHONE });
  const shown = await stranger.newPage();
  await shown.goto("/sign-in");
  await expect(shown.getByRole("button", { name: "Sign in" })).toBeInViewport();
  await expectNarrow(shown, "sign-in");
  await stranger.close();
});

test("H-64 the bottom bar leads to each place by touch and marks the open one", async () => {
  await page.goto("/");
  const bar = page.getByRole("navigation", { name: "Places" });
  for (const [place, path] of [
    ["Fleet", "/fleet"],
    ["Proposals", "/proposals"],
    ["Rate", "/rate"],
    ["Today", "/"],
  ] as const) {
    await bar.getByRole("link", { name: place }).tap();
    await expect(page).toHaveURL(`${at.url}${path}`);
    await expect(bar.getByRole("link", { name: place })).toHaveAttribute("aria-current", "page");
    const box = await bar.getByRole("link", { name: place }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
  }
});

test("H-64 lists are cards on a phone and lead to what they name", async () => {
  await page.goto("/tunes");
  await expect(page.getByRole("table")).toHaveCount(0);
  await page.getByRole("link", { name: /^TUNE-1 on / }).tap();
  await expect(page).toHaveURL(`${at.url}/tunes/${at.tuneId}`);
  await page.goto("/fleet");
  await expect(page.getByRole("table")).toHaveCount(0);
  await page.getByRole("main").locator(`a[href="/fleet/${at.machineId}"]:visible`).first().tap();
  await expect(page.getByRole("link", { name: /Tune this machine|Tune this Mac/ })).toBeVisible();
});

test("H-64 H-25 a tune is filled in, started, watched and cancelled on the phone", async () => {
  await page.goto("/tunes/new");
  await page.getByRole("radio", { name: /Own list/ }).tap();
  await page.getByLabel("Candidates, in order").fill(LONG_FLAGS["candidate-models"]);
  await page.getByLabel("Strategy").selectOption(LONG_FLAGS.strategy);
  await page.getByLabel("Target context").fill(LONG_FLAGS["target-context"]);
  await page.getByLabel("First-token gate").fill(LONG_FLAGS["gate-ttft-ms"]);
  await page.getByLabel("Replicates, knobs").fill(LONG_FLAGS["stage2-replicates"]);
  await page.getByRole("button", { name: /Start/ }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What is it measuring now?");
  await expectNarrow(page, "a live run");
  await page.getByRole("button", { name: "Cancel…" }).tap();
  await expect(page.getByRole("dialog")).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("button", { name: "Keep running" })).toBeFocused();
  await expectNarrow(page, "cancel dialog");
  await page.getByRole("button", { name: "Cancel the run" }).tap();
  await expect(page.getByRole("link", { name: /Run again/ })).toBeVisible({ timeout: 60_000 });
  await expectNarrow(page, "a cancelled run");
});

test("H-64 the recommendation can be read and copied on the phone", async () => {
  await page.goto(`/tunes/${at.tuneId}`);
  await expect(page.getByRole("button", { name: "Copy command" })).toBeVisible();
  await page.getByRole("link", { name: /Run again/ }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What will this do to which Macs?");
});

test("H-36 H-64 the commands open by touch and fit the phone", async () => {
  await page.goto("/");
  await page.getByRole("button", { name: /Commands/ }).tap();
  await expect(page.getByRole("dialog", { name: "Commands" })).toBeInViewport({ ratio: 1 });
  await expectNarrow(page, "palette");
  await page.getByRole("option", { name: "Go to Fleet" }).tap();
  await expect(page).toHaveURL(`${at.url}/fleet`);
});
