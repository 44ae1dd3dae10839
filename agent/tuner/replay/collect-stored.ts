import type { NotReplayable, StoredRun } from "../../../core/tuning/replay/stored-run.ts";
import { StoredRunReader } from "../../../core/tuning/replay/stored-run.ts";
import { cannot } from "../../imaging/auto/io-failure.ts";
import { readLog } from "../../imaging/log/read-log.ts";

export interface StoredClass {
  readonly runs: StoredRun[];
  readonly notReplayable: Record<NotReplayable, number>;
}

/** The stored runs of a log by class. Throws CommandError 74. */
export async function collectStored(
  path: string,
  wantedClass: string | null,
): Promise<ReadonlyMap<string, StoredClass>> {
  const reader = new StoredRunReader();
  const classes = new Map<string, StoredClass>();
  await readLog(path, (line) => {
    if (line.kind !== "run" || (wantedClass !== null && line.class !== wantedClass)) return;
    const own = classes.get(line.class) ?? emptyClass();
    classes.set(line.class, own);
    const read = reader.read(line);
    if (read.kind === "run") own.runs.push(read.run);
    else own.notReplayable[read.kind] += 1;
  }).catch(cannot(`${path} cannot be read`));
  return classes;
}

export const emptyClass = (): StoredClass => ({
  runs: [],
  notReplayable: { v1: 0, schema_0: 0, sha_mismatch: 0, no_pixels: 0 },
});
