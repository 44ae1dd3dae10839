import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { z } from "zod";
import { BUILT_IN_LABELS } from "../../../core/imaging/classes.ts";
import { PICTURE_KINDS } from "../../../core/imaging/pictures/picture-kinds.ts";
import { quantile } from "../../../core/measuring/percentiles.ts";
import type { Bench, BenchOptions, BenchRun } from "../bench.ts";
import { atLeast, atMost, ownRow } from "../own-row.ts";
import { readResults } from "../result-file.ts";
import { runJson } from "../serving/run-json.ts";
import { judgedFigure, repeatsFigure } from "../statistics.ts";
import { root } from "../surroundings.ts";
import { FIRST_SEED, freshSeed, seedNote } from "./fresh-seed.ts";
import { keepPicture } from "./keep-picture.ts";

const A_CLASS = 30;
const CI_A_CLASS = 6;
const LARGE = { width: 4000, height: 3000 };
const LARGE_REPEATS = 20;

const Answer = z.object({ class: z.string(), sentence: z.string().min(1), duration_ms: z.number() });

function ask(file: string): Promise<z.infer<typeof Answer>> {
  const argv = [join(root, "agent", "bin", "espalier"), "image", "classify", file, "--json"];
  return runJson(argv).then((out) => Answer.parse(out));
}

/** The share of right answers of one class, its kinds in turn. */
async function accuracyOf(label: string, count: number, { file, firstSeed }: { file: string; firstSeed: number }) {
  const kinds = PICTURE_KINDS.filter((kind) => kind.label === label);
  let right = 0;
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index % kinds.length];
    if (kind === undefined) continue;
    writeFileSync(file, await keepPicture(kind.make(firstSeed + index)));
    if ((await ask(file)).class === label) right += 1;
  }
  return right / count;
}

async function largeTimes(file: string): Promise<number[]> {
  const kind = PICTURE_KINDS.find(({ name }) => name === "leaves");
  if (kind === undefined) return [];
  const small = await keepPicture(kind.make(FIRST_SEED));
  await sharp(small)
    .resize({ ...LARGE, fit: "fill" })
    .jpeg({ quality: 90 })
    .toFile(file);
  const times: number[] = [];
  for (let repeat = 0; repeat < LARGE_REPEATS; repeat += 1) times.push((await ask(file)).duration_ms);
  return times;
}

async function run({ isCi, rngKey, say }: BenchOptions): Promise<BenchRun> {
  const folder = mkdtempSync(join(tmpdir(), "espalier-imb7-"));
  const file = join(folder, "picture");
  const firstSeed = isCi ? FIRST_SEED : freshSeed(readResults(), rngKey);
  try {
    const shares: number[] = [];
    for (const label of BUILT_IN_LABELS) {
      shares.push(await accuracyOf(label, isCi ? CI_A_CLASS : A_CLASS, { file, firstSeed }));
      say(`IMB7  ${label} ${shares.at(-1)}`);
    }
    const all = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const overall = { name: "right class, all", unit: "", ...repeatsFigure(shares), estimate: all };
    const worst = {
      name: "right class, worst class",
      unit: "",
      ...judgedFigure(shares, Math.min(...shares)),
    };
    const rows = [ownRow(overall, isCi ? null : atLeast(0.95, "")), ownRow(worst, isCi ? null : atLeast(0.9, ""))];
    if (isCi) return { rows, notes: [] };
    const times = await largeTimes(file);
    const slow = {
      name: "classify at 12 MP, p95",
      unit: "ms",
      ...judgedFigure(times, quantile(times, 0.95)),
    };
    return {
      rows: [...rows, ownRow(slow, atMost(200, "ms"))],
      notes: [seedNote(A_CLASS, firstSeed)],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const classifierAccuracy: Bench = {
  id: "IMB7",
  what: "how often the classifier names the class of a picture it never saw, and how fast",
  needsQuietMachine: true,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
