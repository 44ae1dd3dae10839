import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BenchRow } from "./bench.ts";
import { root, Surroundings } from "./surroundings.ts";

/** One run of one bench as stored; the table is made from these alone. */
export const BenchResult = z.strictObject({
  id: z.string(),
  what: z.string(),
  mode: z.enum(["full", "ci", "peers"]),
  startedAt: z.iso.datetime(),
  seconds: z.number(),
  command: z.string(),
  rngKey: z.int(),
  ...Surroundings.shape,
  notes: z.array(z.string()),
  /** The worst of the rows'. */
  verdict: z.enum(["pass", "fail", "not_run"]),
  rows: z.array(BenchRow),
});
export type BenchResult = z.infer<typeof BenchResult>;

const resultsFolder = join(root, "e2e", "bench", "results");

/** A bench passes when every judged row does. */
export function verdictOf(rows: readonly BenchRow[]): BenchResult["verdict"] {
  const verdicts = rows.flatMap(({ verdict }) => verdict ?? []);
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("pass") ? "pass" : "not_run";
}

/** Writes `<id>-<UTC>.json` and returns its path. */
export function writeResult(result: BenchResult): string {
  mkdirSync(resultsFolder, { recursive: true });
  const stamp = result.startedAt.replaceAll(/[-:]|\.\d+/g, "");
  const path = join(resultsFolder, `${result.id}-${stamp}.json`);
  writeFileSync(path, `${JSON.stringify(result, null, 1)}\n`, { flag: "wx" });
  return path;
}

/** Every stored result, oldest first; a file that does not parse is an error that names it. */
export function readResults(folder = resultsFolder): BenchResult[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const results = names.map((name) => {
    const parsed = BenchResult.safeParse(JSON.parse(readFileSync(join(folder, name), "utf8")));
    if (!parsed.success) throw new Error(`${name} is no bench result: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
  return results.sort((left, right) => (left.startedAt < right.startedAt ? -1 : 1));
}
