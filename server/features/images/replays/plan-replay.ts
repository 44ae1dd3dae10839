import { LineReader } from "../../../../core/imaging/record/line-reader.ts";
import { hasCorpusMoved } from "../../../../core/tuning/replay/class-replay.ts";
import {
  NOT_REPLAYABLE,
  type NotReplayable,
  type StoredRun,
  StoredRunReader,
} from "../../../../core/tuning/replay/stored-run.ts";
import type { NewItem } from "../batches/batch-repo.ts";
import type { StoredLine } from "./replay-repo.ts";

interface ReadRuns {
  readonly runs: readonly StoredRun[];
  readonly notReplayable: Record<NotReplayable, number>;
}

/** The stored runs that can be run again, and how many cannot, by reason (TU53). */
export function readStored(lines: readonly StoredLine[]): ReadRuns {
  const reader = new StoredRunReader();
  const notReplayable = { v1: 0, schema_0: 0, sha_mismatch: 0, no_pixels: 0 };
  const runs = lines.flatMap(({ line }) => {
    const read = new LineReader().readText(line);
    if (read === null || read.kind !== "run") return [];
    const stored = reader.read(read);
    if (stored.kind === "run") return [stored.run];
    notReplayable[stored.kind] += 1;
    return [];
  });
  return { runs, notReplayable };
}

/** A recipe whose text is among the blobs. */
export interface PlacedRecipe {
  readonly sha: string;
  readonly blob: string;
  readonly maxSeconds: number;
}

/** TU52: each run with its own recipe, then with the candidate where that is another one, both beside the stored output. */
export function itemsOfReplay(
  runs: readonly StoredRun[],
  recipes: { own(run: StoredRun): PlacedRecipe; candidate: PlacedRecipe | null },
): NewItem[] {
  return runs.flatMap((run) => {
    const { candidate } = recipes;
    const own = recipes.own(run);
    return [own, ...(candidate === null || candidate.sha === own.sha ? [] : [candidate])].map((recipe) => ({
      inputBlake3: run.inputBlake3,
      step: "run",
      state: "waiting",
      class: run.class,
      classBy: "override",
      recipeSha: recipe.sha,
      recipeBlob: recipe.blob,
      maxSeconds: recipe.maxSeconds,
      replayOf: run.runId,
      workLongSide: run.workLongSide,
      storedOutput: run.output.blake3,
    }));
  });
}

/** Why nothing is replayed at all; null where it may begin (TU53). */
export function whyNoReplay(
  label: string,
  { runs, notReplayable }: ReadRuns,
  missing: ReadonlySet<string>,
): string | null {
  const inputs = new Set(runs.map(({ inputBlake3 }) => inputBlake3));
  if (hasCorpusMoved(inputs, missing)) {
    return `${label}: corpus has moved: the pixels of ${missing.size} of ${inputs.size} inputs are not here`;
  }
  if (runs.length > 0) return null;
  const old = NOT_REPLAYABLE.reduce((sum, kind) => sum + notReplayable[kind], 0);
  return old === 0 ? `${label} has no finished run yet` : `none of the ${old} runs of ${label} can be run again`;
}
