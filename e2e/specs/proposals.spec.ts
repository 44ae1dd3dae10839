import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../fixtures/axe.ts";
import { changeRole } from "../fixtures/change-role.ts";
import { ConsoleApi, setUp } from "../fixtures/console-api.ts";
import { type ConsoleProcess, startConsole } from "../fixtures/console-process.ts";
import { openLive } from "../fixtures/live-page.ts";
import { watchPage } from "../fixtures/page-watch.ts";
import { importLog, ratedLog } from "../fixtures/rated-log.ts";
import { at, textAt } from "../fixtures/small-tune.ts";
import { type StoredProposal, storeProposals } from "../fixtures/stored-proposals.ts";
import { signedInContext } from "../fixtures/tuned-console.ts";

const GAIN = { gain: 0.281, delta: 0.257, verdict: "improves" } as const;
const WANTED = {
  improves: { ...GAIN, label: "color-photo", gamma: 1.2325 },
  inconclusive: { label: "dark-photo", gamma: 1.4, verdict: "inconclusive", gain: 0.08, delta: 0.1 },
  regression: { label: "mono-photo", gamma: 1.2, verdict: "regression", gain: 0.2, delta: -0.12 },
  superseded: { ...GAIN, label: "dark-photo", gamma: 1.5, state: "superseded" },
} as const;

let running: ConsoleProcess;
let api: ConsoleApi;
let context: BrowserContext;
let page: Page;
let stored: Record<string, StoredProposal>;

test.beforeAll(async ({ browser }) => {
  running = await startConsole();
  api = await setUp(running);
  context = await signedInContext(browser, { api, url: running.url });
  page = await context.newPage();
});
test.afterAll(async () => {
  expect(await running.stop()).toBe(0);
});

/** Opens a proposal and waits until its charts are drawn: from then on its keys act. */
async function openProposal(shown: Page, id: string): Promise<void> {
  await openLive(shown, `/proposals/${id}`);
  await expect(shown.locator("canvas")).toHaveCount(3);
}
const cancel = (shown: Page) => shown.getByRole("button", { name: "Cancel" });
const liveSha = async (label: string) => at(await api.query("images.class", { class: label }), "summary.liveSha");

/** Another person makes a proposal live while this page shows something else. */
async function approveElsewhere({ id, class: label }: StoredProposal): Promise<void> {
  const snapshot = at(await api.query("proposals.get", { id }), "pins.snapshot");
  const override = { class: label, reason: "another person was faster" };
  await api.mutate("proposals.approve", { id, comment: "", snapshot, liveSha: await liveSha(label), override });
}

function proposal(name: string): StoredProposal {
  const one = stored[name];
  if (one === undefined) throw new Error(`no proposal ${name}`);
  return one;
}

test("H-67 before the first proposal the list says what would be here and leads to the images", async () => {
  await page.goto("/proposals");
  await expect(page.getByText("No proposal has been made yet.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the images" })).toHaveAttribute("href", "/images");
  expect.soft(await axeFindings(page), "empty").toEqual([]);
  // Judged pairs for the pages to show.
  await importRatings("color-photo", { inputs: 10, starsOf: (gamma) => 3 + 2 * (gamma - 1.06) });
  stored = await storeProposals(api, running.dataDir, WANTED);
});

/** Waits for what a page shows in the end, so that axe is never asked about its skeleton. */
async function seen(shown: Page, { name, path }: { name: string; path: string }): Promise<void> {
  if (path.includes("table=")) {
    await expect(shown.getByRole("table", { name: /What does light.gamma do/ })).toBeVisible();
  } else if (path.startsWith("/proposals/")) {
    await expect(shown.locator("canvas")).toHaveCount(path.includes("matrix=") ? 4 : 3);
  } else {
    await expect(
      shown
        .getByRole("main")
        .getByRole("link", { name: /^PROP-\d/ })
        .first(),
    ).toBeVisible();
  }
  if (name === "improves") await expect(shown.getByText("Best for the other arguments")).toBeVisible();
}

test("H-61 H-64 H-65 every state of a proposal is clean in both themes and fits 320 px", async ({ browser }) => {
  // Thirty-two looks of axe.
  test.setTimeout(480_000);
  for (const [colorScheme, width] of [
    ["dark", 1360],
    ["light", 320],
    ["light", 1360],
    ["dark", 320],
  ] as const) {
    const size = { width, height: 900 };
    const themed = await signedInContext(browser, { api, url: running.url }, { colorScheme, viewport: size });
    const shown = await themed.newPage();
    const watch = watchPage(shown, running.url);
    const pages = [
      ["list", "/proposals"],
      ["superseded ones", "/proposals?state=superseded"],
      ...Object.values(stored).map(({ name, id }) => [name, `/proposals/${id}`] as const),
      ["every parameter", `/proposals/${proposal("improves").id}?matrix=true`],
      ["as tables", `/proposals/${proposal("improves").id}?table=C-10,C-12,C-14&train=true`],
    ] as const;
    for (const [name, path] of pages) {
      await shown.goto(path);
      await expect(shown.getByRole("heading", { level: 1 })).toBeVisible();
      await seen(shown, { name, path });
      const title = `${name}, ${colorScheme}, ${width} px`;
      expect.soft(await shown.evaluate(() => document.documentElement.scrollWidth), title).toBeLessThanOrEqual(width);
      expect.soft(await axeFindings(shown), title).toEqual([]);
      await shown.screenshot({ path: test.info().outputPath(`${name}-${colorScheme}-${width}.png`), fullPage: true });
    }
    expect(watch.troubles()).toEqual([]);
    await themed.close();
  }
});

test("TU48 H-40 H-42 the charts have their tables, and the arrow keys walk their points", async () => {
  await openProposal(page, proposal("improves").id);
  const held = page.getByRole("region", { name: /Does the prediction hold on unseen images/ });
  await held.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator('[data-chart="C-10"]')).toContainText(/picture 0, held out: predicted \d/);
  await page.getByRole("checkbox", { name: "Show the scores it learned from too" }).check();
  await expect(page).toHaveURL(/train=true/);
  await expect(page.locator('[data-chart="C-10"]')).toContainText("n = 120.");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("t");
  const table = (name: RegExp) => page.getByRole("table", { name });
  await expect(table(/Does the prediction hold/).getByRole("row")).toHaveCount(121);
  await expect(table(/Is the proposal better than live/).getByRole("row")).toHaveCount(2);
  await expect(table(/What does light.gamma do/).getByRole("row")).toHaveCount(30);
  await page.keyboard.press("t");
  await expect(page.locator("canvas")).toHaveCount(3);
});

test("TU48 TU43 the page says what changes, for and against, in the order of the approval", async () => {
  await page.goto(`/proposals/${proposal("regression").id}`);
  await expect(page.getByText("predicted −0.120 stars against live. REGRESSION.")).toBeVisible();
  const titles = await page.getByRole("main").getByRole("heading", { level: 2 }).allTextContents();
  const order = ["What changes", "What speaks for it", "What speaks against it", "What will happen", "How to undo it"];
  expect(titles.filter((title) => order.includes(title))).toEqual(order);
  await expect(page.getByRole("region", { name: "Difference from the live recipe to the proposal" })).toContainText(
    "gamma = 1.2",
  );
  const blocked = page.getByRole("listitem").filter({ hasText: "REGRESSION" });
  await expect(blocked).toBeVisible();
});

test("H-62 H-28 TU49 TU50 by keyboard alone: Cancel has the focus, force needs class and reason, and the recipe is live", async () => {
  const one = proposal("improves");
  const before = await liveSha(one.class);
  await openLive(page, "/");
  await expect(page.getByRole("navigation", { name: "Places" }).getByText("3 need you")).toHaveCount(2);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What awaits my decision?");
  for (let row = 0; row < 3; row += 1) await page.keyboard.press("j");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(`${running.url}/proposals/${one.id}`);
  await page.keyboard.press("a");
  await expect(cancel(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await liveSha(one.class)).toBe(before);
  await page.keyboard.press("a");
  await expect(cancel(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Approve by force" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Type color-photo, exactly.")).toBeVisible();
  await page.getByLabel("Type the class's name").focus();
  await page.keyboard.type("color-photo");
  await page.keyboard.press("Tab");
  await page.keyboard.type("too short");
  await page.getByRole("button", { name: "Approve by force" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Give a reason of at least 10 characters.")).toBeVisible();
  await page.getByLabel("Reason").focus();
  await page.keyboard.type(", but looked at");
  await page.getByRole("button", { name: "Approve by force" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText(`Approved by Ada: ${one.recipeSha.slice(0, 12)} was made live.`)).toBeVisible();
  expect(await liveSha(one.class)).toBe(one.recipeSha);
  await expect(page.getByText("Reason: too short, but looked at")).toBeVisible();
  await expect(page.getByRole("button", { name: /Approve/ })).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Places" }).getByText("2 need you")).toHaveCount(2);
  await page.goto(`/images/${one.class}`);
  await expect(page.getByText(/forced/).first()).toBeVisible();
});

test("TD24 TU49 H-29 a recipe changed underneath is refused with both shas and the diff; force goes on from what was shown", async () => {
  const more = await storeProposals(api, running.dataDir, {
    first: { ...GAIN, label: "color-photo", gamma: 1.1 },
    second: { ...GAIN, label: "color-photo", gamma: 1.15 },
  });
  const [first, second] = [more["first"], more["second"]];
  if (first === undefined || second === undefined) throw new Error("not stored");
  const base = String(await liveSha("color-photo"));
  await openProposal(page, first.id);
  await page.keyboard.press("a");
  await expect(cancel(page)).toBeFocused();
  await page.getByLabel("Type the class's name").fill("color-photo");
  await page.getByLabel("Reason").fill("the pictures look better");
  await approveElsewhere(second);
  const force = page.getByRole("button", { name: "Approve by force" });
  await force.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText("PROPOSAL_STALE");
  await expect(dialog).toContainText(base);
  await expect(dialog).toContainText(second.recipeSha);
  await expect(dialog.getByRole("region", { name: "What changed in the live recipe since" })).toContainText(
    "gamma = 1.15",
  );
  expect(await liveSha("color-photo")).toBe(second.recipeSha);
  await page.screenshot({ path: test.info().outputPath("stale.png") });
  expect.soft(await axeFindings(page), "stale dialog").toEqual([]);
  await force.click();
  await expect(page.getByText("was made live.")).toBeVisible();
  expect(await liveSha("color-photo")).toBe(first.recipeSha);
});

test("TU49 a proposal is rejected with a comment by keyboard, and nothing that is live changes", async () => {
  const one = proposal("inconclusive");
  const before = await liveSha(one.class);
  await openProposal(page, one.id);
  await expect(page.getByText("Not shown to be better.")).toBeVisible();
  await page.keyboard.press("z");
  await expect(cancel(page)).toBeFocused();
  await page.getByLabel("Comment").focus();
  await page.keyboard.type("too few pairs");
  await page.getByRole("button", { name: "Reject", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Rejected by Ada; nothing changed.")).toBeVisible();
  await expect(page.getByText("“too few pairs”")).toBeVisible();
  expect(await liveSha(one.class)).toBe(before);
});

test("AC1 a viewer reads a proposal, and the buttons say why they are off", async () => {
  changeRole(running.dataDir, "viewer");
  try {
    await page.goto(`/proposals/${proposal("regression").id}`);
    await expect(page.getByText("Approving needs the role operator or admin.")).toBeVisible();
    await expect(page.getByRole("button", { name: /Approve/ })).toBeDisabled();
    await page.keyboard.press("a");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  } finally {
    changeRole(running.dataDir, "admin");
  }
});

test("TU51 H-30 a roll back is a proposal with its diff, goes live without force, and can itself be undone", async ({
  browser,
}) => {
  // A story is faster than a person: a sitting of its own keeps it below the calls that one sitting may make (TP9).
  const own = new ConsoleApi(running.url);
  await own.signIn();
  await context.close();
  context = await signedInContext(browser, { api: own, url: running.url });
  page = await context.newPage();
  const forward = String(await liveSha("color-photo"));
  await openLive(page, "/images/color-photo");
  await page.getByRole("button", { name: "Roll back…" }).click();
  await expect(page).toHaveURL(/\/proposals\/[0-9a-f-]{36}$/);
  await expect(page.getByText("It brings back a recipe that was live before, and can itself be undone.")).toBeVisible();
  expect(await liveSha("color-photo")).toBe(forward);
  await page.keyboard.press("a");
  await expect(cancel(page)).toBeFocused();
  await expect(page.getByRole("dialog").getByRole("region", { name: "Lines that change" })).toContainText(
    "gamma = 1.15",
  );
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("was made live.")).toBeVisible();
  const back = String(await liveSha("color-photo"));
  expect(back).not.toBe(forward);
  await page.getByRole("button", { name: "Roll back…" }).click();
  await expect(page.getByText("It brings back a recipe that was live before")).toBeVisible();

  await test.step("made stale by another person, it is proposed again by its button", async () => {
    const address = page.url();
    const more = await storeProposals(api, running.dataDir, {
      third: { ...GAIN, label: "color-photo", gamma: 1.3 },
    });
    for (const one of Object.values(more)) await approveElsewhere(one);
    await expect(page.getByText("Not as it stands: the live recipe changed")).toBeVisible();
    await page.getByRole("button", { name: "Propose again" }).click();
    await expect(page).not.toHaveURL(address);
    await expect(page.getByText("It brings back a recipe that was live before")).toBeVisible();
  });
});

/** Ratings as a person's own log brings them; the gain of gamma is what `starsOf` says. */
async function importRatings(
  label: string,
  log: Omit<Parameters<typeof ratedLog>[0], "toml" | "label">,
): Promise<void> {
  const toml = textAt(await api.query("images.class", { class: label }), "live.toml");
  await importLog(api, running.url, ratedLog({ toml, label, ...log }));
}

test("TU37 TU4 a class says what it collects, and a tune that finds nothing better says so", async () => {
  await page.goto("/images/receipt");
  await expect(page.getByText("Collecting: 20 more rated runs.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Tune class" })).toBeDisabled();
  await importRatings("dark-photo", { inputs: 24, seed: 2, starsOf: (gamma) => 3 + 0.5 * (gamma - 1.25) });
  await openLive(page, "/images/dark-photo");
  await page.getByRole("button", { name: "Tune class" }).click();
  await expect(page.getByText("no candidate better than live")).toBeVisible({ timeout: 60_000 });
});

test("H-33 H-35 TU49 a decision elsewhere or a lost answer leaves the dialog open, with what is true now and what was typed", async () => {
  const more = await storeProposals(api, running.dataDir, {
    lost: { ...GAIN, label: "mono-photo", gamma: 1.12 },
    faster: { ...GAIN, label: "mono-photo", gamma: 1.14 },
  });
  const [lost, faster] = [more["lost"], more["faster"]];
  if (lost === undefined || faster === undefined) throw new Error("not stored");
  const dialog = page.getByRole("dialog");
  const fill = async ({ id }: StoredProposal) => {
    await openProposal(page, id);
    await page.keyboard.press("a");
    await expect(cancel(page)).toBeFocused();
    await page.getByLabel("Comment").fill("kept words");
  };
  await fill(lost);
  await page.getByLabel("Type the class's name").fill("mono-photo");
  await page.getByLabel("Reason").fill("the pictures look better");
  await page.route(/proposals\.approve/, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Approve by force" }).click();
  await expect(dialog.getByRole("alert")).toContainText("CONSOLE_UNREACHABLE");
  await expect(dialog).toContainText(`Approved by Ada: ${lost.recipeSha.slice(0, 12)} was made live.`);
  await expect(page.getByLabel("Comment")).toHaveValue("kept words");
  await page.unroute(/proposals\.approve/);
  expect(await liveSha("mono-photo")).toBe(lost.recipeSha);

  await fill(faster);
  await approveElsewhere(faster);
  await expect(dialog).toContainText(`Approved by Ada: ${faster.recipeSha.slice(0, 12)} was made live.`);
  await expect(page.getByLabel("Comment")).toHaveValue("kept words");
  expect.soft(await axeFindings(page), "decided dialog").toEqual([]);
});
