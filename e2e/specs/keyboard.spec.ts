import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { ADMIN } from "../fixtures/console-api.ts";
import { isLive, openLive } from "../fixtures/live-page.ts";
import { cancelledTune, SMALL_FLAGS } from "../fixtures/small-tune.ts";
import { signedInContext, type TunedConsole, tunedConsole } from "../fixtures/tuned-console.ts";

const FINISHED = "What happened, and can I trust the answer?";

let at: TunedConsole;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  at = await tunedConsole();
  context = await signedInContext(browser, at);
  page = await context.newPage();
});
test.afterAll(async () => {
  expect(await at.stop()).toBe(0);
});

/** Opens a page and waits until its keys are bound; the charts of a tune's story bring theirs when they come. */
async function open(path: string): Promise<void> {
  await openLive(page, path);
  if (path === `/tunes/${at.tuneId}`) await expect(page.locator("main canvas").first()).toBeVisible();
}

/** Tab until the wanted element has the focus. */
async function tabTo(shown: Page, what: ReturnType<Page["getByRole"]>): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await shown.keyboard.press("Tab");
  }
  await expect(what).toBeFocused();
}

async function retype(shown: Page, label: string, text: string): Promise<void> {
  await tabTo(shown, shown.getByLabel(label));
  await shown.keyboard.press("ControlOrMeta+a");
  await shown.keyboard.type(text);
}

/** The platform's own list takes the first letters of an option. */
async function choose(shown: Page, label: string, letters: string): Promise<void> {
  await tabTo(shown, shown.getByLabel(label));
  await shown.keyboard.type(letters);
}

test("H-62 from sign-in to a tune's recommendation with the keyboard alone", async ({ browser }) => {
  const stranger = await browser.newContext({ baseURL: at.url });
  const shown = await stranger.newPage();
  await shown.goto("/sign-in");
  await expect(shown.getByLabel("E-mail")).toBeFocused();
  await shown.keyboard.type(ADMIN.email);
  await shown.keyboard.press("Tab");
  await shown.keyboard.type(ADMIN.password);
  await shown.keyboard.press("Enter");
  await isLive(shown);

  await shown.keyboard.press("c");
  await expect(shown.getByRole("heading", { level: 1 })).toHaveText("What will this do to which Macs?");
  await tabTo(shown, shown.getByRole("radio", { checked: true }));
  await shown.keyboard.press("ArrowUp");
  await expect(shown.getByRole("radio", { name: /Own list/ })).toBeChecked();
  await retype(shown, "Candidates, in order", SMALL_FLAGS["candidate-models"]);
  await choose(shown, "Strategy", SMALL_FLAGS.strategy);
  await choose(shown, "Confirmation", "no");
  await retype(shown, "Target context", SMALL_FLAGS["target-context"]);
  await retype(shown, "First-token gate", SMALL_FLAGS["gate-ttft-ms"]);
  await retype(shown, "Replicates, knobs", "1");
  await retype(shown, "kv_bits", "unset");
  await retype(shown, "max_batch", "1");
  await expect(shown.getByText("autotune: dry run")).toBeVisible();
  await expect(shown.getByRole("button", { name: /Start/ })).toBeEnabled();
  await shown.keyboard.press("ControlOrMeta+Enter");
  await expect(shown).toHaveURL(/\/tunes\/[0-9a-f-]{36}$/);
  await expect(shown.getByRole("heading", { level: 1 })).toHaveText(FINISHED, { timeout: 90_000 });
  await tabTo(shown, shown.getByRole("button", { name: "Copy command" }));
  await expect(shown.getByText("Serve it")).toBeVisible();
  await stranger.close();
});

test("H-62 H-25 the cancel question is answered by keyboard, and Esc keeps the run", async () => {
  await open(`/tunes/new?list=operator&${new URLSearchParams({ ...SMALL_FLAGS, "stage2-replicates": "40" })}`);
  await expect(page.getByRole("button", { name: /Start/ })).toBeEnabled();
  await page.keyboard.press("ControlOrMeta+Enter");
  const cancel = page.getByRole("button", { name: "Cancel…" });
  await expect(cancel).toBeVisible();
  await tabTo(page, cancel);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Keep running" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(cancel).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Keep running" })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Cancel the run" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: /Run again/ })).toBeVisible({ timeout: 60_000 });
});

for (const chord of ["ControlOrMeta+k", "/"]) {
  test(`H-36 the palette opens with ${chord}, arrows and Enter run an entry, Esc returns the focus`, async () => {
    await open("/");
    const start = page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Fleet" });
    await start.focus();
    await page.keyboard.press(chord);
    const palette = page.getByRole("dialog", { name: "Commands" });
    await expect(palette).toHaveAccessibleDescription("Type to filter, arrow keys to choose, Enter to run.");
    await expect(palette.getByRole("combobox")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(palette).toHaveCount(0);
    await expect(start).toBeFocused();

    await page.keyboard.press(chord);
    await expect(palette.getByRole("option", { name: /TUNE-1\b/ })).toBeVisible();
    await page.keyboard.type("go to");
    await expect(palette.getByRole("option")).toHaveCount(6);
    await page.keyboard.press("ArrowDown");
    await expect(palette.getByRole("option", { name: "Go to Fleet" })).toHaveAttribute("data-highlighted");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${at.url}/fleet`);
    await expect(palette).toHaveCount(0);
  });
}

test("H-36 the palette acts: theme, a machine, a tune, help", async () => {
  await open("/");
  const choose = async (text: string) => {
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("dialog", { name: "Commands" }).getByRole("combobox")).toBeFocused();
    await page.keyboard.type(text);
    await expect(page.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
  };
  await choose("use the dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await choose("use the system");
  await choose("TUNE-1 ");
  await expect(page).toHaveURL(`${at.url}/tunes/${at.tuneId}`);
  await choose("show the keys");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});

interface PageKey {
  keys: string;
  label: string;
}

/** What the `?` sheet of this page lists under a heading. */
async function listedKeys(title: "On this page" | "Everywhere"): Promise<PageKey[]> {
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await expect(sheet).toBeVisible();
  const list = sheet.locator("section").filter({ has: page.getByRole("heading", { name: title }) });
  const labels = await list.getByRole("term").allTextContents();
  const keys = await list.getByRole("definition").locator(":scope > .sr-only").allTextContents();
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  return labels.map((label, index) => ({ label, keys: keys[index] ?? "" }));
}

/** Address, focus, dialogs and what is shown: whatever a key may change; how long ago something was changes by itself. */
function pageState(): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: focus, documentElement: root } = document;
    const path = focus === null || focus === document.body ? "" : `${focus.tagName} ${focus.outerHTML.slice(0, 300)}`;
    const dialogs = document.querySelectorAll("[role=dialog]").length;
    const ages = [...document.querySelectorAll("time")].map((age) => age.innerText).filter((age) => age !== "");
    const text = ages.reduce((rest, age) => rest.replaceAll(age, ""), root.innerText);
    return [location.href, path, dialogs, root.querySelectorAll("nav a").length, text].join("\n");
  });
}

/** Presses each key on a fresh page and expects something to change. */
async function pressEach(keys: readonly PageKey[], path: string): Promise<void> {
  for (const { keys: wanted, label } of keys) {
    await test.step(`${wanted}: ${label}`, async () => {
      await open(label === "Go to Today" ? "/fleet/enrol" : path);
      if (wanted === "o" || wanted === "x") await page.keyboard.press("j");
      const before = await pageState();
      for (const press of wanted.split(" "))
        await page.keyboard.press(press.replace("mod", "ControlOrMeta").replace("space", "Space"));
      await expect.poll(pageState, { message: wanted }).not.toBe(before);
    });
  }
}

test("H-37 every key the ? sheet lists for everywhere does something", async () => {
  await open("/");
  const listed = await listedKeys("Everywhere");
  expect(listed.map(({ keys }) => keys)).toEqual(expect.arrayContaining(["g t", "g f", "g u", "mod+k", "/", "?"]));
  await pressEach(listed, "/");
});

for (const [name, path, own] of [
  ["Fleet", () => "/fleet", ["/", "j", "k", "o"]],
  ["one machine", () => `/fleet/${at.machineId}`, ["c"]],
  ["Tunes", () => "/tunes", ["/", "c", "f", "j", "k", "o"]],
  ["the story of a tune", () => `/tunes/${at.tuneId}`, ["f", "r", "t"]],
  ["the trials of a tune", () => `/tunes/${at.tuneId}?tab=trials`, ["f", "j", "k", "r"]],
] as const) {
  test(`H-37 every key the ? sheet lists for ${name} does something`, async () => {
    await open(path());
    const listed = await listedKeys("On this page");
    expect(listed.map(({ keys }) => keys)).toEqual(expect.arrayContaining([...own]));
    await pressEach(listed, path());
  });
}

test("H-37 g t, g f and g u go to Today, Fleet and Tunes", async () => {
  await open("/tunes");
  for (const [key, address] of [
    ["t", "/"],
    ["f", "/fleet"],
    ["u", "/tunes"],
  ]) {
    await page.keyboard.press("g");
    await page.keyboard.press(key ?? "");
    await expect(page).toHaveURL(`${at.url}${address}`);
  }
});

test("H-38 single letters are ignored in fields and dialogs, chords are not, and letters can be switched off", async () => {
  await open("/tunes");
  const field = page.getByRole("searchbox", { name: "Filter tunes" });
  await page.keyboard.press("/");
  await expect(field).toBeFocused();
  await page.keyboard.type("cgf?");
  await expect(field).toHaveValue("cgf?");
  await expect(page).toHaveURL(`${at.url}/tunes?q=cgf?`);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await page.keyboard.press("Escape");

  await open("/tunes");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await expect(sheet).toBeVisible();
  await page.keyboard.press("c");
  await expect(page).toHaveURL(`${at.url}/tunes`);
  const letters = sheet.getByRole("checkbox", { name: /Single letters act/ });
  await tabTo(page, letters);
  await page.keyboard.press("Space");
  await expect(letters).not.toBeChecked();
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await expect(page).toHaveURL(`${at.url}/tunes`);
  await page.keyboard.press("Escape");
  await page.evaluate(() => localStorage.clear());
});

test("H-39 j and k walk the rows, o opens one, Esc of the filter returns to the row", async () => {
  await cancelledTune(at.api, at.machineId);
  await open("/tunes");
  const rows = page.getByRole("table", { name: "Tunes" }).getByRole("link", { name: /^TUNE-/ });
  await expect(rows.nth(1)).toBeVisible();
  await page.keyboard.press("j");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Filter tunes" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/tunes\/[0-9a-f-]{36}$/);
  await page.goBack();
  await open("/fleet");
  await page.keyboard.press("j");
  await expect(page.getByRole("table").getByRole("link").first()).toBeFocused();
});

test("H-63 the skip link and every focused control are seen, never under the sticky bar", async () => {
  await open(`/tunes/${at.tuneId}`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const focus = document.activeElement;
      const bar = document.querySelector("header")?.getBoundingClientRect();
      if (focus === null || bar === undefined || focus.closest("main") === null) return "";
      const box = focus.getBoundingClientRect();
      const isUnder = box.bottom <= bar.bottom || box.top >= innerHeight;
      const style = getComputedStyle(focus);
      return isUnder || style.outlineStyle === "none" ? focus.outerHTML.slice(0, 200) : "";
    });
    expect(seen).toBe("");
  }
});
