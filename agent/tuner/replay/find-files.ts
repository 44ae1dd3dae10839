import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StoredRun } from "../../../core/tuning/replay/stored-run.ts";
import { cannot } from "../../imaging/auto/io-failure.ts";
import { blake3OfFile } from "../../imaging/hash.ts";

/** The files below `folder` by BLAKE3, as far as a stored run could name one as its input or output; the rest is not even read. Throws CommandError 74. */
export async function findFiles(folder: string, runs: Iterable<StoredRun>): Promise<ReadonlyMap<string, string>> {
  const isWanted = wantedSizes(runs);
  const found = new Map<string, string>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    cannot(`${folder} cannot be read`),
  );
  for (const entry of entries) {
    if (!entry.isFile() && !entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const facts = await stat(path).catch(() => null);
    if (facts === null || !facts.isFile() || !isWanted(facts.size)) continue;
    const blake3 = await blake3OfFile(path).catch(cannot(`${path} cannot be read`));
    if (!found.has(blake3)) found.set(blake3, path);
  }
  return found;
}

/** An input whose size nobody wrote down may be any file. */
function wantedSizes(runs: Iterable<StoredRun>): (bytes: number) => boolean {
  const sizes = new Set<number | null>();
  for (const { inputBytes, output } of runs) sizes.add(inputBytes).add(output.bytes);
  return (bytes) => sizes.has(null) || sizes.has(bytes);
}
