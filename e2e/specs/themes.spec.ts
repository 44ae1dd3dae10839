import { expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { startConsole } from "../fixtures/console-process.ts";
import { isLive, openLive } from "../fixtures/live-page.ts";
import { watchPage } from "../fixtures/page-watch.ts";
import { LONG_FLAGS, requestTune } from "../fixtures/small-tune.ts";
import { pagesOf, signedInContext, type TunedConsole, tunedConsole } from "../fixtures/tuned-console.ts";

const THEMES = ["light", "dark"] as const;

let at: TunedConsole;

test.beforeAll(async () => {
  at = await tunedConsole();
});
test.afterAll(async () => {
  expect(await at.stop()).toBe(0);
});

async function expectClean(page: Page, name: string): Promise<void> {
  await test.step(name, async () => {
    await expect(page.getByRole("heading").first()).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    expect.soft(await axeFindings(page), name).toEqual([]);
  });
}

for (const theme of THEMES) {
  test(`H-61 H-65 axe finds nothing on any page in the ${theme} theme, and no page reports an error`, async ({
    browser,
  }) => {
    const context = await signedInContext(browser, at, { colorScheme: theme });
    const page = await context.newPage();
    const watch = watchPage(page, at.url);
    for (const [name, path] of pagesOf(at)) {
      await page.goto(path);
      if (name === "new tune") await expect(page.getByRole("button", { name: /Start/ })).toBeEnabled();
      await expectClean(page, `${name}, ${theme}`);
    }
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    expect(watch.troubles()).toEqual([]);
    expect(watch.foreignRequests()).toEqual([]);
    await context.close();
  });

  test(`H-61 H-36 axe finds nothing in the overlays in the ${theme} theme`, async ({ browser }) => {
    const context = await signedInContext(browser, at, { colorScheme: theme });
    const page = await context.newPage();
    const watch = watchPage(page, at.url);
    await page.goto("/tunes");
    await page.getByRole("button", { name: /Commands/ }).click();
    await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
    await expect(page.getByRole("option", { name: /TUNE-1/ })).toBeVisible();
    expect.soft(await axeFindings(page), "palette").toEqual([]);
    await page.getByRole("combobox").fill("zzz");
    await expect(page.getByText("Nothing has that name.")).toBeVisible();
    expect.soft(await axeFindings(page), "palette without a match").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /Keys/ }).click();
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    expect.soft(await axeFindings(page), "keys").toEqual([]);
    await page.keyboard.press("Escape");
    await cancelDialog(page, theme);
    expect(watch.troubles()).toEqual([]);
    await context.close();
  });
}

test("H-61 axe finds nothing on set-up and sign-in in both themes", async ({ browser }) => {
  const fresh = await startConsole();
  try {
    const page = await (await browser.newContext()).newPage();
    const watch = watchPage(page, fresh.url);
    await page.goto(`${fresh.url}/`);
    await expect(page.getByText("This page needs the set-up link.")).toBeVisible();
    await expectCleanInBoth(page, "set-up without its link");
    await page.goto(await fresh.setupLink());
    await page.getByRole("button", { name: "Make the account" }).click();
    await expect(page.getByText("Enter a name.")).toBeVisible();
    await expectCleanInBoth(page, "set-up with refused fields");
    expect(watch.troubles()).toEqual([]);
  } finally {
    expect(await fresh.stop()).toBe(0);
  }
  const page = await (await browser.newContext({ baseURL: at.url })).newPage();
  const watch = watchPage(page, at.url);
  await page.goto("/sign-in");
  await expectCleanInBoth(page, "sign-in");
  expect(watch.troubles()).toEqual([]);
  await page.getByLabel("E-mail").fill("nobody@example.test");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("E-mail or password is wrong.")).toBeVisible();
  await expectCleanInBoth(page, "sign-in refused");
});

async function expectCleanInBoth(page: Page, name: string): Promise<void> {
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await expectClean(page, `${name}, ${theme}`);
  }
}

async function cancelDialog(page: Page, theme: string): Promise<void> {
  const id = await requestTune(at.api, at.machineId, LONG_FLAGS);
  await page.goto(`/tunes/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What is it measuring now?");
  await expect(page.getByRole("progressbar")).toBeVisible({ timeout: 60_000 });
  await expectClean(page, `a live run, ${theme}`);
  await page.getByRole("button", { name: "Cancel…" }).click();
  await expect(page.getByRole("button", { name: "Keep running" })).toBeFocused();
  await expectClean(page, `cancel dialog, ${theme}`);
  await page.getByRole("button", { name: "Cancel the run" }).click();
  await expect(page.getByRole("link", { name: /Run again/ })).toBeVisible({ timeout: 60_000 });
  await expectClean(page, `a cancelled run, ${theme}`);
}

test("H-65 the theme switch is kept, wins over the system's theme, and no frame shows the other one", async ({
  browser,
}) => {
  const context = await signedInContext(browser, at, { colorScheme: "light" });
  const page = await context.newPage();
  await openLive(page, "/");
  await page.getByLabel("Theme").selectOption("dark");
  await expect(page.locator("body")).toHaveCSS("background-color", "rgb(15, 20, 17)");
  await page.addInitScript(() => {
    const seen = new Set<string>();
    const look = () => {
      if (document.body !== null) seen.add(getComputedStyle(document.body).backgroundColor);
      document.documentElement.setAttribute("data-seen", [...seen].join(" | "));
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  for (const path of ["/", "/tunes", `/tunes/${at.tuneId}?tab=trade-off`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await isLive(page);
    await expect(page.locator("html")).toHaveAttribute("data-seen", "rgb(15, 20, 17)");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  }
  await context.close();
});

test("H-65 a chart follows the theme while the page is open", async ({ browser }) => {
  const context = await signedInContext(browser, at, { colorScheme: "light" });
  const page = await context.newPage();
  await page.goto(`/tunes/${at.tuneId}?tab=trade-off`);
  const chart = page.locator("canvas").first();
  await expect(chart).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  await expect.poll(() => isDrawn(page)).toBe(true);
  const light = await stillPicture(page);
  await page.getByLabel("Theme").selectOption("dark");
  await expect.poll(() => stillPicture(page)).not.toBe(light);
  await page.getByLabel("Theme").selectOption("light");
  await expect.poll(() => stillPicture(page)).toBe(light);
  await context.close();
});

/** The canvas is there before its chart is. */
function isDrawn(page: Page): Promise<boolean> {
  return page
    .locator("canvas")
    .first()
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return false;
      return canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean) ?? false;
    });
}

function stillPicture(page: Page): Promise<string> {
  return page
    .locator("canvas")
    .first()
    .evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ""));
}

test("H-47 with reduced motion nothing is animated", async ({ browser }) => {
  const context = await signedInContext(browser, at, { reducedMotion: "reduce" });
  const page = await context.newPage();
  for (const [name, path] of pagesOf(at)) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 0)
        .map((animation) =>
          animation.effect instanceof KeyframeEffect ? (animation.effect.target?.className ?? "") : "",
        ),
    );
    expect(moving, name).toEqual([]);
    const slow = await page.evaluate(
      () =>
        [...document.querySelectorAll("*")].filter((element) => {
          const style = getComputedStyle(element);
          return [style.transitionDuration, style.animationDuration]
            .join()
            .split(",")
            .some((text) => Number.parseFloat(text) > 0);
        }).length,
    );
    expect(slow, name).toBe(0);
  }
  await context.close();
});

test("H-46 the status of a row is a sign and a word, never a colour alone", async ({ browser }) => {
  const context = await signedInContext(browser, at, {});
  const page = await context.newPage();
  await page.goto(`/tunes/${at.tuneId}?tab=trials`);
  const rows = page.getByRole("table", { name: "Trials of this run" }).getByRole("row");
  await expect(rows.filter({ hasText: "★ kept" })).toHaveCount(1);
  for (const row of (await rows.all()).slice(1)) await expect(row).toContainText(/feasible|kept/);
  await context.close();
});
