import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClassReplay } from "../../../core/tuning/replay/class-replay.ts";
import { CommandError } from "../../commands/command-error.ts";
import type { Environment } from "../../host/environment.ts";
import { createImagePool } from "../../imaging/pool/image-pool.ts";
import { emptyClass, type StoredClass } from "./collect-stored.ts";
import { findFiles } from "./find-files.ts";
import { replayClass } from "./replay-class.ts";

export interface ReplayRequest {
  /** The folder with the inputs, by content, whatever their names. */
  readonly inputs: string;
  readonly classes: readonly string[];
  readonly stored: ReadonlyMap<string, StoredClass>;
}

export interface ReplayWorld {
  readonly environment: Environment;
  readonly monoMs: () => number;
  readonly signal: AbortSignal;
}

/** Runs the stored runs of each class again and gives each class when it is done (TU52). Throws CommandError 70 without an image engine, 74 for an unreadable folder. */
export async function replayInputs(
  { inputs, classes, stored }: ReplayRequest,
  { environment, monoMs, signal }: ReplayWorld,
  give: (replay: ClassReplay) => void,
): Promise<void> {
  const files = await findFiles(
    inputs,
    [...stored.values()].flatMap(({ runs }) => runs),
  );
  const scratchDir = await mkdtemp(join(tmpdir(), "espalier-replay-"));
  const takesAvif = environment["ESPALIER_IMAGE_AVIF_INPUT"] === "1";
  const pool = createImagePool({ scratchDir, takesAvif, monoMs });
  try {
    const answer = await pool.engine();
    if (!answer.ok) throw new CommandError("internal_error", answer.detail);
    const ground = { pool, engine: answer.engine, scratchDir, signal, files };
    for (const label of classes) give(await replayClass(label, stored.get(label) ?? emptyClass(), ground));
  } finally {
    await pool.close();
    await rm(scratchDir, { recursive: true, force: true });
  }
}
