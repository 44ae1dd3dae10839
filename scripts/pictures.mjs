// Draws the README's pictures from the real product: a fresh console, the practice list, one tune, in both themes.
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { setUp } from "../e2e/fixtures/console-api.ts";
import { startConsole } from "../e2e/fixtures/console-process.ts";
import { at, ended, progressWhere, readyMachine, textAt } from "../e2e/fixtures/small-tune.ts";
import { root } from "./runtime/paths.mjs";

const folder = join(root, "docs", "pictures");
const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
];

const running = await startConsole();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGS });
try {
  const api = await setUp(running);
  const machine = await readyMachine(api);
  const options = await api.query("tunes.options", { id: machine });
  const request = {
    agentId: machine,
    list: "practice",
    flags: at(options, "lists.0.flags"),
    requestKey: crypto.randomUUID(),
  };
  const id = textAt(await api.mutate("tunes.request", request), "tuneRunId");

  const open = async (colorScheme) => {
    const context = await browser.newContext({
      baseURL: running.url,
      viewport: { width: 1360, height: 1180 },
      colorScheme,
    });
    await context.addCookies([{ ...api.cookie, url: running.url }]);
    return context.newPage();
  };
  const draw = async ({ page, path, name, ready }) => {
    await page.goto(path);
    await page.getByText(ready).first().waitFor();
    await page.getByText("live", { exact: true }).first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
    process.stdout.write(`docs/pictures/${name}.png\n`);
  };

  const light = await open("light");
  await progressWhere(
    api,
    id,
    (progress) => at(progress, "phase") === "stage2" && Number(at(progress, "cell.index")) >= 3,
  );
  await draw({ page: light, path: `/tunes/${id}`, name: "tune-running", ready: "What is it measuring now?" });
  await ended(api, id, 300_000);
  await draw({ page: light, path: `/tunes/${id}`, name: "tune-run-light", ready: "Serve it" });
  await draw({ page: await open("dark"), path: `/tunes/${id}`, name: "tune-run-dark", ready: "Serve it" });
  await draw({ page: light, path: `/tunes/new?mac=${machine}`, name: "new-tune", ready: "autotune: dry run" });
  await draw({ page: light, path: "/fleet", name: "fleet", ready: "this console" });
} finally {
  await browser.close();
  await running.stop();
}
