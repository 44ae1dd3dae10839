import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { openLive } from "../fixtures/live-page.ts";
import { signedInContext, type TunedConsole, tunedConsole } from "../fixtures/tuned-console.ts";

/** Two candidates that fit, four cells of two replicates: something to see in every chart. */
const FLAGS = {
  "candidate-models": "practice/small-16mb,practice/tiny-2mb",
  "target-context": "300",
  "gate-ttft-ms": "20000",
  "kv-bits-axis": "unset,8",
  "max-batch-axis": "1,2",
  "stage2-replicates": "2",
  strategy: "grid",
  confirm: "off",
};

/** Every chart of a run page with the tab and the fold it stands in. */
const CHARTS = [
  ["C-01", "more=story"],
  ["C-03", "tab=trade-off"],
  ["C-04", "tab=trade-off&more=trade-off"],
  ["C-05", "tab=timeline"],
  ["C-06", "tab=heat"],
  ["C-07", "tab=trade-off"],
  ["C-08", "tab=timeline"],
  ["C-21", "tab=trade-off"],
] as const;

let at: TunedConsole;
let run: string;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  at = await tunedConsole(FLAGS);
  run = `/tunes/${at.tuneId}`;
  context = await signedInContext(browser, at);
  page = await context.newPage();
});
test.afterAll(async () => {
  await context.close();
  expect(await at.stop()).toBe(0);
});

const chartOf = (id: string) => page.locator(`[data-chart="${id}"]`);
const drawingOf = (id: string) => chartOf(id).locator("section").first();
const lineOf = (id: string) => chartOf(id).locator("[data-crosshair]");

async function open(query: string): Promise<void> {
  await openLive(page, `${run}?${query}`);
}

/** Walks a chart with the arrow key from its first row to its last and returns what the live region said. */
async function walk(id: string): Promise<string[]> {
  await drawingOf(id).focus();
  const said: string[] = [];
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press("ArrowRight");
    await expect(lineOf(id)).not.toHaveText("");
    const text = (await lineOf(id).innerText()).replace(/ its row$/, "");
    if (said.at(-1) === text) return said;
    said.push(text);
  }
  return said;
}

for (const [id, query] of CHARTS) {
  test(`${id} H-40 H-42 the drawing's rows are walked by key, and the twin has exactly those rows`, async () => {
    await open(query);
    await expect(drawingOf(id)).toBeVisible();
    const said = await walk(id);
    await open(`${query}&table=${id}`);
    const rows = chartOf(id).locator("tbody tr");
    await expect(rows.first()).toBeVisible();
    expect(await rows.count()).toBe(new Set(said).size);
  });
}

test("H-41 every drawing has a role, a label and its sentence as description", async () => {
  for (const [id, query] of CHARTS) {
    await open(query);
    const drawing = chartOf(id).locator('canvas[role="img"], svg[role="img"]').first();
    await expect(drawing).toHaveAttribute("aria-label", await chartOf(id).getByRole("heading").innerText());
    const described = await drawing.getAttribute("aria-describedby");
    await expect(page.locator(`[id="${described}"]`)).toContainText(/\d/);
  }
});

test("H-43 charts share the crosshair: a cell chosen in one is marked in the others, l locks it, Esc frees it", async () => {
  await open("tab=trade-off");
  await drawingOf("C-03").focus();
  await page.keyboard.press("ArrowRight");
  await expect(lineOf("C-07")).toContainText("kv_bits unset with 1 at once");
  await expect(lineOf("C-21")).toContainText("kv_bits unset with 1 at once");
  await page.keyboard.press("l");
  await expect(lineOf("C-03")).toContainText("Locked.");
  const locked = await lineOf("C-07").innerText();
  await chartOf("C-07")
    .locator("canvas")
    .hover({ position: { x: 250, y: 60 } });
  await page.mouse.wheel(0, 400);
  await expect(lineOf("C-07")).toHaveText(locked);
  await page.mouse.move(0, 0);
  await drawingOf("C-03").focus();
  await page.keyboard.press("Escape");
  await expect(lineOf("C-07")).toHaveText("");
});

test("H-44 C-21 a range that is typed or drawn filters charts, table and address alike", async () => {
  await open("tab=trade-off");
  await page.getByRole("group", { name: "max_batch" }).getByRole("checkbox", { name: "2" }).uncheck();
  await expect(page).toHaveURL(/pick=batch(:|%3A)1/);
  await expect(chartOf("C-03")).toContainText("2 of 4 cells: max_batch 1.");
  await expect(chartOf("C-07")).toContainText("n = 4.");
  await page.getByRole("tab", { name: "Trials" }).click();
  await expect(page.getByText("2 of 4 cells: max_batch 1.")).toBeVisible();
  await expect(page.getByRole("cell", { name: "2 knobs" })).toHaveCount(2);
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByRole("cell", { name: "2 knobs" })).toHaveCount(4);

  await open("tab=trade-off");
  const drawing = chartOf("C-21").locator("svg").first();
  await drawing.scrollIntoViewIfNeeded();
  const box = await drawing.boundingBox();
  if (box === null) throw new Error("no drawing");
  // The axis of speed is the fifth of six.
  const x = box.x + 60 + ((box.width - 120) * 4) / 5;
  await page.mouse.move(x, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(x, box.y + 140, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/pick=tps/);
  await expect(page.getByLabel("tok/s from")).not.toHaveValue("");
});

test("H-45 C-03 the CSV is the twin's rows, and the PNG is a picture", async () => {
  await open("tab=trade-off");
  await expect(drawingOf("C-03")).toBeVisible();
  const [csv] = await Promise.all([
    page.waitForEvent("download"),
    chartOf("C-03").getByRole("button", { name: "CSV" }).click(),
  ]);
  expect(csv.suggestedFilename()).toBe("C-03.csv");
  await expect(chartOf("C-03").locator("canvas")).toBeVisible();
  const [png] = await Promise.all([
    page.waitForEvent("download"),
    chartOf("C-03").getByRole("button", { name: "PNG" }).click(),
  ]);
  expect(png.suggestedFilename()).toBe("C-03.png");
});

test("E2 H-53 no digit of the reasons stands outside a link", async () => {
  await open("");
  const list = page.locator("[data-why]");
  await expect(list).toBeVisible();
  const bare = await list.evaluate((element) => {
    const copy = element.cloneNode(true);
    if (!(copy instanceof HTMLElement)) return "";
    for (const link of copy.querySelectorAll("a, time")) link.remove();
    return copy.textContent ?? "";
  });
  expect(bare).not.toMatch(/\d/);
  expect(bare.length).toBeGreaterThan(40);
});

test("E3 a moment's link restores its snapshot, stepping to the end gives the stored page, and f needs a failure", async () => {
  await open("at=1");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What did it measure then?");
  await expect(page.getByRole("region", { name: "Replay" })).toBeVisible();
  const tree = page.locator('[data-chart="E1"] svg[role="img"]').first();
  const early = await tree.getAttribute("aria-label");
  await page.keyboard.press(".");
  await expect(page).not.toHaveURL(/at=1(&|$)/);
  const first = page.url();
  await page.keyboard.press(".");
  await expect.poll(() => page.url()).not.toBe(first);
  const later = page.url();
  await expect(tree).not.toHaveAttribute("aria-label", early ?? "");
  const seen = await tree.getAttribute("aria-label");
  await openLive(page, later);
  await expect(tree).toHaveAttribute("aria-label", seen ?? "");
  await page.keyboard.press("f");
  await expect(page.getByText("Nothing fails after this moment.").first()).toBeVisible();
  await page.getByLabel("Moment of the run").press("End");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What happened, and can I trust the answer?");
  const end = await tree.getAttribute("aria-label");
  await page.getByRole("button", { name: "Leave the replay" }).click();
  await expect(page).not.toHaveURL(/at=/);
  await expect(tree).toHaveAttribute("aria-label", end ?? "");
});

test("E3 space plays the run on its live screen and rests at its end", async () => {
  await open("");
  await page.keyboard.press("Space");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What did it measure then?");
  await page.getByLabel("Speed").selectOption("60");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What happened, and can I trust the answer?", {
    timeout: 60_000,
  });
  await expect(page).toHaveURL(/at=\d/);
});

test("C-05 E3 choosing a bar opens that moment", async () => {
  await open("tab=timeline");
  await drawingOf("C-05").focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/at=\d/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What did it measure then?");
});

test("H-64 no tab of the run page scrolls sideways at 320 pixels", async ({ browser }) => {
  const narrow = await signedInContext(browser, at, { viewport: { width: 320, height: 700 } });
  const phone = await narrow.newPage();
  for (const query of [
    "more=story",
    "tab=trials",
    "tab=timeline",
    "tab=trade-off&more=trade-off",
    "tab=heat",
    "at=2",
  ]) {
    await phone.goto(`${run}?${query}`);
    await expect(phone.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(phone.getByRole("status", { name: "Loading" })).toHaveCount(0);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth), query).toBe(320);
  }
  await narrow.close();
});

for (const theme of ["light", "dark"] as const) {
  test(`H-61 axe finds nothing on the run page's tabs and its replay in the ${theme} theme`, async ({ browser }) => {
    const themed = await signedInContext(browser, at, { colorScheme: theme });
    const shown = await themed.newPage();
    const queries = [
      "tab=heat",
      "tab=heat&table=C-06",
      "tab=trade-off&pick=batch:1",
      "tab=timeline",
      "more=story",
      "at=2",
    ];
    for (const query of queries) {
      await openLive(shown, `${run}?${query}`);
      await expect(shown.getByRole("status", { name: "Loading" })).toHaveCount(0);
      expect.soft(await axeFindings(shown), `${query}, ${theme}`).toEqual([]);
    }
    await themed.close();
  });
}
