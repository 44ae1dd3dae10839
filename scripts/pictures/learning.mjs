import { PICTURE_KINDS } from "../../core/imaging/pictures/picture-kinds.ts";
import { keepPicture } from "../../e2e/bench/imb7/keep-picture.ts";
import { ConsoleApi } from "../../e2e/fixtures/console-api.ts";
import { textAt } from "../../e2e/fixtures/small-tune.ts";
import { draw, open } from "./draw.mjs";

const LABEL = "color-photo";
/** A gamma beside the live one, so that ratings see two recipes. */
const BRIGHTER = "gamma = 1.22";

/** Made pictures in turn of their kinds, as files a person would have. */
async function filesOf(kinds, count) {
  const files = [];
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index % kinds.length];
    const picture = kind.make(1 + Math.floor(index / kinds.length));
    const name = `${kind.label}-${kind.name}-${index}.${picture.format}`;
    files.push({ name, mimeType: `image/${picture.format}`, buffer: Buffer.from(await keepPicture(picture)) });
  }
  return files;
}

/** Sends files through the drop zone and runs each with the recipe of its class. */
async function runFiles(page, files, batch) {
  await page.goto("/images");
  await page.getByText("live", { exact: true }).first().waitFor();
  await page.getByLabel("Pictures", { exact: true }).and(page.locator("input")).setInputFiles(files);
  await page.getByText(`${files.length} of ${files.length} pictures are here`).waitFor({ timeout: 120_000 });
  await page.getByRole("button", { name: "Show the plan" }).click();
  await page.getByRole("button", { name: /^Start \d+/ }).click();
  const begun = page.getByRole("listitem").filter({ hasText: new RegExp(`^Batch ${batch}\\b`) });
  await begun.getByText(/^(\d+) of \1 done/).waitFor({ timeout: 300_000 });
}

/** A made-up rater: likes a result the less, the brighter its middle is than the original's. */
const scoreOf = (bench) =>
  bench.evaluate(() => {
    const [before, after] = [...document.querySelectorAll("canvas")].map((canvas) => {
      const [x, y] = [Math.floor(canvas.width / 2) - 40, Math.floor(canvas.height / 2) - 40];
      const { data } = canvas.getContext("2d").getImageData(x, y, 80, 80);
      let sum = 0;
      for (let index = 0; index < data.length; index += 4) sum += data[index] + data[index + 1] + data[index + 2];
      return (4 * sum) / (3 * data.length);
    });
    return Math.min(5, Math.max(1, Math.round(4.6 - (after - before) / 8)));
  });

async function rateAll(stage, count) {
  // A session of its own: a script answers faster than the calls that one session may make (TP9).
  const api = new ConsoleApi(stage.url);
  await api.signIn();
  const bench = await open({ ...stage, api }, "light");
  await bench.goto(`/rate?class=${LABEL}`);
  await bench.getByRole("button", { name: "Side by side" }).click();
  for (let place = 0; place < count; place += 1) {
    await bench.locator(`canvas[data-painted="${place} 1"]`).nth(1).waitFor({ timeout: 60_000 });
    await bench.keyboard.press(String(await scoreOf(bench)));
  }
  await bench.getByText(/on the way$/).waitFor({ state: "detached", timeout: 60_000 });
}

/** Pictures run by two recipes, rated by a made-up rater, tuned and proposed: everything the console shows of it is its own work. */
export async function drawLearning(stage) {
  const { api } = stage;
  const page = await open(stage, "light");
  const photos = await filesOf(
    PICTURE_KINDS.filter(({ label }) => label === LABEL),
    24,
  );
  const others = await filesOf(
    PICTURE_KINDS.filter(({ label }) => label !== LABEL),
    27,
  );
  await runFiles(page, [...photos, ...others], 1);
  await draw({ page, path: "/images", name: "images", ready: "Batches" });

  const { toml } = (await api.query("images.class", { class: LABEL })).live;
  const brighter = { class: LABEL, toml: toml.replace(/gamma = [\d.]+/, BRIGHTER) };
  const recipeSha = textAt(await api.mutate("images.saveRecipe", brighter), "recipeSha");
  const proposed = textAt(await api.mutate("proposals.propose", { class: LABEL, recipeSha }), "id");
  await page.goto(`/proposals/${proposed}`);
  await page.getByRole("button", { name: /Approve/ }).click();
  await page.getByLabel("Type the class's name").fill(LABEL);
  await page.getByLabel("Reason").fill("to compare it with the old one");
  await page.getByRole("button", { name: "Approve by force" }).click();
  await page.getByText("was made live.").waitFor();
  await runFiles(page, photos, 2);

  const sideBySide = async (bench) => {
    await bench.getByRole("button", { name: "Side by side" }).click();
    await bench.locator('canvas[data-painted="0 1"]').nth(1).waitFor({ timeout: 60_000 });
  };
  await draw({ page, path: `/rate?class=${LABEL}`, name: "rate", ready: "Side by side", act: sideBySide });
  for (let turn = 0; turn < 2; turn += 1) await rateAll(stage, photos.length);

  await page.goto(`/images/${LABEL}`);
  await page.getByRole("button", { name: "Tune class" }).click();
  await page.waitForURL(/\/proposals\/[0-9a-f-]{36}$/, { timeout: 90_000 });
  const path = new URL(page.url()).pathname;
  await draw({ page, path, name: "proposal", ready: "Not confirmed yet" });
  await draw({
    page: await open(stage, "dark"),
    path: `/images/${LABEL}`,
    name: "image-class",
    ready: "Recipe leaderboard",
  });
}
