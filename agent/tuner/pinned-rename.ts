import { readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { flush } from "../host/files/replace-file.ts";
import { cannot } from "../imaging/auto/io-failure.ts";

interface PinnedRename {
  /** A finished file of the same folder. */
  readonly from: string;
  readonly path: string;
  /** What `from` must still say. */
  readonly text: string;
  /** The sha that must still be live; null where nothing is. */
  readonly base: string | null;
  liveSha(): Promise<string | null>;
  onStep?(step: "flushed" | "renamed" | "settled"): void;
}

type PinnedOutcome =
  | { readonly kind: "renamed" }
  /** The file changed meanwhile. */
  | { readonly kind: "altered" }
  | { readonly kind: "base_changed"; readonly live: string | null };

/** TU47: one rename makes a flushed file the recipe, if neither it nor what is live changed meanwhile. Throws CommandError 74. */
export async function pinnedRename(wanted: PinnedRename): Promise<PinnedOutcome> {
  const { from, path, onStep } = wanted;
  await flush(from).catch(cannot(`${from} cannot be written`));
  onStep?.("flushed");
  if ((await textIfThere(from)) !== wanted.text) return { kind: "altered" };
  const live = await wanted.liveSha();
  if (live !== wanted.base) return { kind: "base_changed", live };
  await rename(from, path).catch(cannot(`${path} cannot be written`));
  onStep?.("renamed");
  await flush(dirname(path)).catch(cannot(`${path} may not survive a power cut`));
  onStep?.("settled");
  return { kind: "renamed" };
}

/** A file's text; null when there is none. Throws CommandError 74. */
export async function textIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (failure) {
    if (z.object({ code: z.literal("ENOENT") }).safeParse(failure).success) return null;
    return cannot(`${path} cannot be read`)(failure);
  }
}
