import { join } from "node:path";
import { root } from "../runtime/paths.mjs";

const folder = join(root, "docs", "pictures");

/** A page of the console in one theme, signed in. */
export async function open({ browser, api, url }, colorScheme) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1360, height: 1180 }, colorScheme });
  await context.addCookies([{ ...api.cookie, url }]);
  return context.newPage();
}

/** Opens a path, waits until it is live and says `ready`, lets `act` work on it, and keeps what is seen. */
export async function draw({ page, path, name, ready, act = async () => {} }) {
  await page.goto(path);
  await page.getByText(ready).first().waitFor();
  await page.getByText("live", { exact: true }).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  await act(page);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
  process.stdout.write(`docs/pictures/${name}.png\n`);
}
