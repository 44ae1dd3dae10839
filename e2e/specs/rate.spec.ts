import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type BrowserContext, expect, type Page, type Response, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { type ConsoleApi, setUp } from "../fixtures/console-api.ts";
import { type ConsoleProcess, startConsole } from "../fixtures/console-process.ts";
import { openLive } from "../fixtures/live-page.ts";
import { watchPage } from "../fixtures/page-watch.ts";
import { type MadePicture, type RateableRuns, storedRatings, storeRateableRuns } from "../fixtures/rateable-runs.ts";
import { signedInContext } from "../fixtures/tuned-console.ts";

let running: ConsoleProcess;
let api: ConsoleApi;
let runs: RateableRuns;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  running = await startConsole();
  api = await setUp(running);
  runs = await storeRateableRuns(running, api, { count: 40, pairs: 8 });
  context = await signedInContext(browser, { api, url: running.url });
  page = await context.newPage();
});
test.afterAll(async () => {
  expect(await running.stop()).toBe(0);
});

const canvasOf = (shown: Page) => shown.locator("canvas").first();

/** Opens the bench and waits until its first picture is drawn and its keys are bound. */
async function openBench(shown: Page, path = "/rate"): Promise<void> {
  await openLive(shown, path);
  await expect(canvasOf(shown)).toHaveAttribute("data-painted", /^0 1$/);
  await seen(shown);
}

/** Until all pictures of the active place are there; no score is taken before. */
async function seen(shown: Page): Promise<void> {
  await expect(shown.locator('[data-active][aria-busy="false"]')).toHaveCount(1);
}

async function saved(shown: Page): Promise<void> {
  await expect(shown.getByText(/on the way$/)).toHaveCount(0, { timeout: 60_000 });
}

test("IMB15 nothing that could bias is in page, address, headers or JSON before the vote", async () => {
  const told: Promise<string>[] = [];
  const listen = (answer: Response) => {
    if (answer.url().includes("/api/")) told.push(toldBy(answer));
  };
  page.on("response", listen);
  await openBench(page);
  // An answer that comes from here on has nobody to read its body, which the next page would take away (Chromium).
  page.off("response", listen);
  const text = [page.url(), ...(await Promise.all(told)), await bench(page)].join("\n");
  const secrets = [runs.recipeSha, runs.recipeSha.slice(0, 12), "IMG-", "01990000-", ...runs.inputs.slice(0, 20)];
  for (const secret of [...secrets, runs.before.blake3, ...runs.outputs.map((one) => one.blake3), "color-photo"]) {
    expect(text.includes(secret), secret).toBe(false);
  }
});

/**
 * What an answer tells: address, headers and body. The classes a rater may filter by are no secret (IM59), so their
 * list is left out of a batch; the stream of changes never ends, so its body cannot be waited for.
 */
async function toldBy(answer: Response): Promise<string> {
  const { pathname } = new URL(answer.url());
  const told = [answer.url(), JSON.stringify(answer.headers())];
  if (pathname.includes("/live.")) return told.join("\n");
  const body = await answer.text();
  const procedures = pathname.replace("/api/trpc/", "").split(",");
  if (!procedures.includes("ratings.classes")) return [...told, body].join("\n");
  const answers: unknown[] = [JSON.parse(body)].flat();
  return [
    ...told,
    ...answers.filter((_, at) => procedures[at] !== "ratings.classes").map((one) => JSON.stringify(one)),
  ].join("\n");
}

/** The bench's own markup; the filter above it names classes, which a rater may filter by (IM59). */
const bench = (shown: Page): Promise<string> =>
  shown.getByRole("region", { name: "Rating bench" }).evaluate((element) => element.outerHTML);

test("H-55 ten keys are ten ratings, u takes two back over a reload, 0 clears, b, space and arrows look", async () => {
  const watch = watchPage(page, running.url);
  await openBench(page);
  for (let index = 0; index < 10; index += 1) {
    await expect(canvasOf(page)).toHaveAttribute("data-painted", `${index} 1`);
    await seen(page);
    await page.keyboard.press(String((index % 5) + 1));
  }
  await saved(page);
  expect(storedRatings(running.dataDir).events).toMatchObject({ rating: 10 });
  await page.keyboard.press("u");
  await expect(page.getByText("Taken back: 5.")).toBeVisible();
  await openBench(page);
  await page.keyboard.press("u");
  await expect(page.getByText("Taken back: 4.")).toBeVisible();
  expect(storedRatings(running.dataDir).events).toMatchObject({ rating: 10, revoke: 2 });

  await page.keyboard.press("b");
  await expect(page.getByRole("img", { name: "Original" })).toBeVisible();
  await page.keyboard.press("b");
  await page.keyboard.press("Space");
  await expect(page.locator("output")).toHaveText("100 %");
  await page.keyboard.press("a");
  await seen(page);
  await page.keyboard.press("3");
  await expect(page.getByRole("button", { name: "3 fair" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator("output")).toHaveText("100 %");
  await page.keyboard.press("0");
  await expect(page.getByText("Your score is cleared.")).toBeVisible();
  await page.keyboard.press("z");
  await page.keyboard.press("ArrowRight");
  await expect(canvasOf(page)).toHaveAttribute("data-painted", "1 1");
  await page.keyboard.press("ArrowLeft");
  await expect(canvasOf(page)).toHaveAttribute("data-painted", "0 1");
  expect(watch.troubles()).toEqual([]);
});

test("TC24 letters typed in the note do nothing, and Escape keeps the note", async () => {
  await openBench(page);
  const before = storedRatings(running.dataDir).events;
  await page.keyboard.press("n");
  await page.keyboard.type("sx 5 bcu");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Note")).toHaveValue("sx 5 bcu");
  await expect(page.getByLabel("Note")).not.toBeFocused();
  expect(storedRatings(running.dataDir).events).toEqual(before);
  await page.keyboard.press("4");
  await expect(page.getByLabel("Note")).toHaveValue("");
  await saved(page);
  expect(storedRatings(running.dataDir).events["rating"]).toBe((before["rating"] ?? 0) + 1);
});

test("IM58 a held key is one answer, and the picture after it is not scored unseen", async () => {
  await openBench(page);
  const before = storedRatings(running.dataDir).events["rating"] ?? 0;
  // A key that is down already repeats, as under a resting finger.
  for (let repeat = 0; repeat < 20; repeat += 1) await page.keyboard.down("4");
  await page.keyboard.up("4");
  await expect(canvasOf(page)).toHaveAttribute("data-painted", "1 1");
  await saved(page);
  expect(storedRatings(running.dataDir).events["rating"]).toBe(before + 1);
});

test("IM58 answers that cannot be sent stay over a change of the filter and of the page, and are sent once", async () => {
  await openBench(page);
  const before = storedRatings(running.dataDir).events["rating"] ?? 0;
  await page.route(/ratings\.rate/, (route) => route.abort());
  for (const [index, key] of ["4", "2", "5"].entries()) {
    await expect(canvasOf(page)).toHaveAttribute("data-painted", `${index} 1`);
    await seen(page);
    await page.keyboard.press(key);
  }
  await expect(page.getByText(/^Not saved yet \(3\)/)).toBeVisible();
  await page.getByLabel("Class").selectOption(runs.class);
  await expect(page).toHaveURL(/class=/);
  await expect(page.getByText(/^Not saved yet \(3\)/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(page).not.toHaveURL(/rate/);
  await expect(page.getByText(/^Not saved yet \(3\)/)).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText("Not signed out: some answers are not saved yet.")).toBeVisible();
  const shape = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width: 320, height: 720 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize(shape);
  await page.unroute(/ratings\.rate/);
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText(/^Not saved yet/)).toHaveCount(0);
  await expect.poll(() => storedRatings(running.dataDir).events["rating"]).toBe(before + 3);
});

/** The canvas' pixels; base64, because a list of numbers takes a minute to cross from the page. */
async function readBack(shown: Page) {
  const seen = await shown.evaluate(async () => {
    const canvas = document.querySelector("canvas");
    const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
    const reader = new FileReader();
    const read = new Promise((resolve) => reader.addEventListener("load", resolve));
    reader.readAsDataURL(new Blob(pixels ? [pixels] : []));
    await read;
    return {
      width: canvas?.width ?? 0,
      height: canvas?.height ?? 0,
      cssWidth: canvas?.getBoundingClientRect().width ?? 0,
      base64: String(reader.result).split(",")[1] ?? "",
    };
  });
  return { ...seen, data: Buffer.from(seen.base64, "base64") };
}

function largestDifference(seen: Awaited<ReturnType<typeof readBack>>, picture: MadePicture): number {
  const place = (room: number, length: number) =>
    Math.round(length <= room ? (room - length) / 2 : room / 2 - length / 2);
  const [left, top] = [place(seen.width, picture.width), place(seen.height, picture.height)];
  let largest = 0;
  for (let y = Math.max(0, top); y < Math.min(seen.height, top + picture.height); y += 1) {
    for (let x = Math.max(0, left); x < Math.min(seen.width, left + picture.width); x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const is = seen.data[(y * seen.width + x) * 4 + channel] ?? 0;
        const wanted = picture.pixels[((y - top) * picture.width + x - left) * 4 + channel] ?? 0;
        largest = Math.max(largest, Math.abs(is - wanted));
      }
    }
  }
  return largest;
}

for (const deviceScaleFactor of [1, 2]) {
  test(`IMB14 100 % is the recorded bytes at one image pixel per device pixel, DPR ${deviceScaleFactor}`, async ({
    browser,
  }) => {
    const own = await signedInContext(browser, { api, url: running.url }, { deviceScaleFactor });
    const shown = await own.newPage();
    const fetched = new Set<string>();
    await shown.route("**/api/images/view/*", async (route) => {
      const answer = await route.fetch();
      const body = await answer.body();
      fetched.add(bytesToHex(blake3(body)));
      await route.fulfill({ response: answer, body });
    });
    await openBench(shown);
    await shown.keyboard.press("z");
    await expect(shown.locator("output")).toHaveText("100 %");
    for (let index = 0; index < 3; index += 1) {
      await expect(canvasOf(shown)).toHaveAttribute("data-painted", `${index} 1`);
      const seen = await readBack(shown);
      expect(Math.round(seen.width / seen.cssWidth)).toBe(deviceScaleFactor);
      const differences = runs.outputs.map((output) => ({ output, by: largestDifference(seen, output) }));
      const nearest = differences.sort((left, right) => left.by - right.by)[0];
      const isLossless = nearest?.output.bytes[0] === 0x89;
      expect(nearest?.by).toBeLessThanOrEqual(isLossless ? 0 : 2);
      await shown.keyboard.press("z");
      await shown.keyboard.press("ArrowRight");
      await shown.keyboard.press("z");
    }
    const stored = [runs.before, ...runs.outputs].map((one) => one.blake3);
    // A picture fetched ahead may still be on its way through the handler above.
    await expect.poll(() => [...fetched].sort()).toEqual(stored.sort());
    await shown.unrouteAll({ behavior: "ignoreErrors" });
    await own.close();
  });
}

test("IMB17 remapped and switched-off keys work, and axe finds nothing on the bench", async () => {
  await openBench(page);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Change the key of Flip original and result" }).click();
  await page.keyboard.press("v");
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await expect(page.getByRole("img", { name: "Result" })).toBeVisible();
  await page.keyboard.press("v");
  await expect(page.getByRole("img", { name: "Original" })).toBeVisible();
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Reset the key of Flip original and result" }).click();
  await page.getByLabel("Single letters act").uncheck();
  await page.keyboard.press("Escape");
  const before = storedRatings(running.dataDir).events;
  await page.keyboard.press("5");
  await page.keyboard.press("b");
  await expect(page.getByRole("img", { name: "Original" })).toBeVisible();
  expect(storedRatings(running.dataDir).events).toEqual(before);
  await page.evaluate(() => localStorage.clear());
});

test("H-55 pairs take 1 to 4, and a phone has a target for each answer", async ({ browser }) => {
  const own = await signedInContext(
    browser,
    { api, url: running.url },
    { viewport: { width: 320, height: 720 }, hasTouch: true, isMobile: true },
  );
  const shown = await own.newPage();
  await openBench(shown, "/rate?mode=pairs");
  for (const name of ["Left", "Right", "Tie", "Not sure"]) {
    const box = await shown.getByRole("button", { name, exact: true }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
  }
  await shown.getByRole("button", { name: "Tie", exact: true }).tap();
  for (const [index, key] of ["1", "2", "4"].entries()) {
    await expect(canvasOf(shown)).toHaveAttribute("data-painted", `${index + 1} 1`);
    await seen(shown);
    await shown.keyboard.press(key);
  }
  await saved(shown);
  expect(storedRatings(running.dataDir).events["pair"]).toBe(4);
  const overflow = await shown.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await own.close();
});
