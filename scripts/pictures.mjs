// Draws the README's pictures from the real product: a fresh console, one tune of the practice list, and made pictures that are run, rated and learned from.
import { chromium } from "@playwright/test";
import { setUp } from "../e2e/fixtures/console-api.ts";
import { startConsole } from "../e2e/fixtures/console-process.ts";
import { readyMachine } from "../e2e/fixtures/small-tune.ts";
import { drawLearning } from "./pictures/learning.mjs";
import { drawTune } from "./pictures/tune.mjs";

const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
];
const parts = process.argv.slice(2);
const isAsked = (part) => parts.length === 0 || parts.includes(part);

const running = await startConsole();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGS });
try {
  const api = await setUp(running);
  const machine = await readyMachine(api);
  const stage = { browser, api, url: running.url };
  if (isAsked("tune")) await drawTune(stage, machine);
  if (isAsked("learning")) await drawLearning(stage);
} finally {
  await browser.close();
  await running.stop();
}
