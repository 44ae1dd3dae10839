import { availableParallelism } from "node:os";
import { type ClassReplay, hasCorpusMoved, type ReplayedRun } from "../../../core/tuning/replay/class-replay.ts";
import type { StoredClass } from "./collect-stored.ts";
import { type ReplayGround, replayRun } from "./replay-run.ts";

/** Replays every stored run of a class whose input is there, unless its corpus has moved (TU52, TU53). */
export async function replayClass(label: string, stored: StoredClass, ground: ReplayGround): Promise<ClassReplay> {
  const { runs, notReplayable } = stored;
  const isMissing = (blake3: string) => !ground.files.has(blake3);
  const inputs = new Set(runs.map(({ inputBlake3 }) => inputBlake3));
  const missing = new Set([...inputs].filter(isMissing));
  const hasMoved = hasCorpusMoved(inputs, missing);
  const replayed = hasMoved ? [] : await replayAll(stored, ground);
  const differences = replayed.flatMap((one) => (one.kind === "differ" ? [one.difference] : []));
  return {
    class: label,
    hasMoved,
    replayed: replayed.length,
    equal: replayed.length - differences.length,
    differ: differences.length,
    missing: runs.filter(({ inputBlake3 }) => isMissing(inputBlake3)).length,
    missingInputs: [...missing],
    notReplayable,
    differences,
  };
}

/** As many at a time as the pool has children; the order of the log is kept. */
async function replayAll({ runs }: StoredClass, ground: ReplayGround): Promise<ReplayedRun[]> {
  const found = runs.flatMap((run) => {
    const path = ground.files.get(run.inputBlake3);
    return path === undefined ? [] : [{ run, path }];
  });
  const replayed: ReplayedRun[] = [];
  const queue = found.entries();
  const lane = async () => {
    for (const [index, { run, path }] of queue) replayed[index] = await replayRun(run, path, ground);
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism() - 1) }, lane));
  return replayed;
}
