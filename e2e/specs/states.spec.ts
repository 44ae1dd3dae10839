import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { layCable } from "../fixtures/cable.ts";
import { changeRole } from "../fixtures/change-role.ts";
import { type ConsoleApi, setUp } from "../fixtures/console-api.ts";
import { type ConsoleProcess, startConsole } from "../fixtures/console-process.ts";
import { isLive, openLive } from "../fixtures/live-page.ts";
import { watchPage } from "../fixtures/page-watch.ts";
import {
  at,
  cancelledTune,
  ended,
  LONG_FLAGS,
  readyMachine,
  requestTune,
  SMALL_FLAGS,
  textAt,
} from "../fixtures/small-tune.ts";
import { pagesOf, signedInContext } from "../fixtures/tuned-console.ts";

const NOWHERE = "00000000-0000-4000-8000-000000000000";

let running: ConsoleProcess;
let api: ConsoleApi;
let machineId: string;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  running = await startConsole();
  api = await setUp(running);
  machineId = await readyMachine(api);
  context = await signedInContext(browser, { api, url: running.url });
  page = await context.newPage();
});
test.afterAll(async () => {
  expect(await running.stop()).toBe(0);
});

test("H-67 before the first tune each page says what would be here and offers the way to it", async () => {
  await page.goto("/tunes");
  await expect(page.getByText("No tune has run yet.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: /New tune|Create a tune/ })).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("link", { name: /Tune this machine/ })).toHaveAttribute(
    "href",
    `/tunes/new?mac=${machineId}`,
  );
  await page.goto(`/fleet/${machineId}`);
  await expect(page.getByRole("link", { name: /Tune this/ })).toBeVisible();
});

test.describe("with one finished tune", () => {
  let tuneId: string;

  test.beforeAll(async () => {
    tuneId = await requestTune(api, machineId, SMALL_FLAGS);
    expect(textAt(await ended(api, tuneId), "summary.exitReason")).toBe("ok");
  });

  test("H-67 a filter without a match says so and is cleared by one button", async () => {
    for (const [path, list] of [
      ["/tunes?q=zzz", /No tune matches/],
      ["/tunes?state=failed", /No tune matches/],
      ["/fleet?q=zzz", /No machine matches/],
    ] as const) {
      await page.goto(path);
      await expect(page.getByText(list)).toBeVisible();
      await page.getByRole("button", { name: "Clear the filter" }).click();
      await expect(page.getByText(list)).toHaveCount(0);
      await expect(page.getByRole("table")).toBeVisible();
    }
  });

  test("H-67 H-35 what cannot be read says cause, fix and code, and Retry reads it", async () => {
    await page.route(/tunes\.log/, (route) => route.abort());
    await page.goto(`/tunes/${tuneId}?tab=log`);
    const alert = page.getByRole("main").getByRole("alert");
    await expect(alert).toContainText("The log could not be read.");
    await expect(alert).toContainText("fix:");
    await expect(alert).toContainText("CONSOLE_UNREACHABLE");
    await expect(alert.getByRole("button", { name: "Copy report" })).toBeVisible();
    await page.unroute(/tunes\.log/);
    await alert.getByRole("button", { name: "Retry" }).click();
    await expect(page.getByRole("log")).toBeVisible();
  });

  test("H-67 a viewer is told which permission is missing and who grants it", async () => {
    changeRole(running.dataDir, "viewer");
    try {
      await page.goto("/fleet/enrol");
      await page.getByRole("button", { name: "Make a token" }).click();
      const alert = page.getByRole("main").getByRole("alert");
      await expect(alert).toContainText("It needs the permission “fleet”; your role here is viewer.");
      await expect(alert).toContainText("An admin of this install can change your role.");
      await expect(alert.getByRole("link", { name: "Back to Today" })).toBeVisible();
    } finally {
      changeRole(running.dataDir, "admin");
    }
  });

  test("H-08 an unknown id or address is a 404 page with a way on", async () => {
    for (const path of [`/tunes/${NOWHERE}`, "/tunes/not-an-id", `/fleet/${NOWHERE}`, "/nowhere"]) {
      const answer = await page.goto(path);
      expect([path, answer?.status()]).toEqual([path, 404]);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page
        .getByRole("main")
        .getByRole("link", { name: /Tunes|tunes/ })
        .click();
      await expect(page).toHaveURL(`${running.url}/tunes`);
    }
  });

  test("H-01 filter, order, tab, row and table live in the address: a reload shows the same", async () => {
    await openLive(page, "/tunes");
    await page.getByRole("searchbox", { name: "Filter tunes" }).fill("TUNE");
    await page.getByRole("button", { name: /^finished/ }).click();
    await page.getByRole("button", { name: "Took" }).click();
    await expect(page).toHaveURL(/[?&]q=TUNE(&|$)/);
    await expect(page).toHaveURL(/state=finished/);
    await expect(page).toHaveURL(/sort=duration/);
    await sameAfterReload(page.getByRole("main").getByRole("table"));
    await expect(page.getByRole("searchbox", { name: "Filter tunes" })).toHaveValue("TUNE");
    await expect(page.getByRole("button", { name: /^finished/ })).toHaveAttribute("aria-pressed", "true");

    await openLive(page, `/tunes/${tuneId}`);
    await page.getByRole("tab", { name: "Trade-off" }).click();
    await page.getByRole("button", { name: "Table" }).first().click();
    await expect(page).toHaveURL(/tab=trade-off/);
    await expect(page).toHaveURL(/table=C-0/);
    await sameAfterReload(page.getByRole("main").getByRole("table"));
    await page.getByRole("table").getByRole("link").first().click();
    await expect(page).toHaveURL(/trial=\d+/);
    await page.reload();
    await isLive(page);
    await expect(page.getByRole("tab", { name: "Trials" })).toHaveAttribute("aria-selected", "true");
    await expect(page.locator('tr[aria-current="true"]')).toBeInViewport();
  });

  async function sameAfterReload(part: ReturnType<Page["getByRole"]>): Promise<void> {
    const timeless = async () =>
      (await part.ariaSnapshot()).replaceAll(/\d+ (?:s|min) ago|just now|now/g, "a while ago");
    const before = await timeless();
    await page.reload();
    await isLive(page);
    await expect.poll(timeless).toBe(before);
  }

  test("H-02 typing adds no entry to the history, opening a row one, and Back restores the list", async () => {
    await openLive(page, "/tunes");
    const length = () => page.evaluate(() => history.length);
    const before = await length();
    await page.getByRole("searchbox", { name: "Filter tunes" }).pressSequentially("TUNE-1");
    await expect(page).toHaveURL(/q=TUNE-1/);
    expect(await length()).toBe(before);
    await page.getByRole("link", { name: "TUNE-1", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/tunes/${tuneId}$`));
    expect(await length()).toBe(before + 1);
    await page.goBack();
    await expect(page).toHaveURL(/\/tunes\?q=TUNE-1$/);
    await expect(page.getByRole("searchbox", { name: "Filter tunes" })).toHaveValue("TUNE-1");
    await page.goForward();
    await expect(page).toHaveURL(new RegExp(`/tunes/${tuneId}$`));
  });

  test("H-03 a damaged link opens the nearest view instead of an error", async () => {
    const watch = watchPage(page, running.url);
    await page.goto("/tunes?state=bogus&sort=x&direction=up&page=-3&mac=%27%3B--");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
    await page.goto(`/tunes/${tuneId}?tab=bogus&trial=999&table=nothing`);
    await expect(page.getByRole("tab", { name: "Story" })).toHaveAttribute("aria-selected", "true");
    await page.goto(`/tunes/${tuneId}?tab=trials&trial=999`);
    await expect(page.getByRole("table", { name: "Trials of this run" })).toBeVisible();
    await page.goto(`/tunes/new?mac=gone&list=bogus&again=${NOWHERE}`);
    await expect(page.getByText("The run to repeat could not be read")).toBeVisible();
    await expect(page.getByRole("button", { name: /Start/ })).toBeEnabled();
    expect(watch.troubles()).toEqual([]);
  });

  test("H-34 two rapid presses of Start make one run", async () => {
    const before = Number(at(await api.query("tunes.list", {}), "total"));
    await page.goto(`/tunes/new?${new URLSearchParams({ ...LONG_FLAGS, list: "operator", mac: machineId })}`);
    await expect(page.getByRole("button", { name: /Start/ })).toBeEnabled();
    await page.getByRole("button", { name: /Start/ }).dblclick();
    await expect(page).toHaveURL(/\/tunes\/[0-9a-f-]{36}$/);
    const id = page.url().split("/").at(-1) ?? "";
    await api.mutate("tunes.cancel", { id });
    await ended(api, id);
    expect(Number(at(await api.query("tunes.list", {}), "total"))).toBe(before + 1);
  });

  test("H-21 H-20 after a cut connection the page says so, resumes from the last id and shows each new run once", async ({
    browser,
  }) => {
    const cable = await layCable(running.port);
    const far = await signedInContext(browser, { api, url: cable.url });
    const shown = await far.newPage();
    await openLive(shown, "/tunes");
    const rows = shown.getByRole("table").getByRole("link", { name: /^TUNE-/ });
    const before = await rows.count();
    const first = await cancelledTune(api, machineId);
    await expect(rows.filter({ hasText: first })).toHaveCount(1, { timeout: 5000 });
    cable.pull();
    await expect(shown.getByText(/^! reconnecting, \d+ s|^reconnecting, \d+ s/)).toBeVisible();
    const missed = [await cancelledTune(api, machineId), await cancelledTune(api, machineId)];
    cable.plug();
    await isLive(shown);
    expect(cable.sent()).toMatch(/last-event-id: \d+|lastEventId%22%3A%22\d+/i);
    for (const label of missed) await expect(rows.filter({ hasText: new RegExp(`^${label}$`) })).toHaveCount(1);
    expect(await rows.count()).toBe(before + 3);
    await far.close();
    await cable.remove();
  });

  test("H-23 a hidden tab closes its stream and asks for nothing; shown again it is up to date", async () => {
    const settled = page.waitForResponse((answer) => /\/api\/trpc\/.*tunes\.list/.test(answer.url()));
    await page.goto("/tunes");
    await settled;
    await isLive(page);
    const closed = page.waitForEvent("requestfailed", (request) => request.url().includes("live.feed"));
    await show(page, "hidden");
    await closed;
    await expect(page.getByText("paused", { exact: true })).toBeVisible();
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/trpc/")) asked.push(request.url());
    });
    const label = await cancelledTune(api, machineId);
    expect(asked).toEqual([]);
    await show(page, "visible");
    await expect(page.getByRole("table").getByRole("link", { name: label, exact: true })).toBeVisible();
    expect(asked.filter((url) => url.includes("live.feed"))).toHaveLength(1);
  });

  test("H-70 H-71 walking every page and link asks no other origin, starts no work and reports no error", async () => {
    const before = at(await api.query("tunes.list", {}), "total");
    const fresh = await context.newPage();
    const watch = watchPage(fresh, running.url);
    const writes: string[] = [];
    fresh.on("request", (request) => {
      if (request.method() !== "GET") writes.push(`${request.method()} ${request.url()}`);
    });
    const seen = new Set<string>();
    const waiting = pagesOf({ machineId, tuneId }).map(([, path]) => path);
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (seen.has(path)) continue;
      seen.add(path);
      await fresh.goto(path);
      await expect(fresh.getByRole("heading", { level: 1 })).toBeVisible();
      if (seen.size > 40) continue;
      const links = await fresh
        .locator("a[href^='/']:not([href^='/api/'])")
        .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
      waiting.push(...links.filter((link) => !link.includes("trial=")));
    }
    expect(watch.foreignRequests()).toEqual([]);
    expect(watch.troubles()).toEqual([]);
    expect(writes).toEqual([]);
    expect(at(await api.query("tunes.list", {}), "total")).toBe(before);
    await fresh.close();
  });
});

/** A headless browser never hides a tab by itself. */
function show(shown: Page, state: "hidden" | "visible"): Promise<void> {
  return shown.evaluate((next) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => next });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}
