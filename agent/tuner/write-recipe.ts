import { constants } from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Environment } from "../host/environment.ts";
import { flush, replaceFile } from "../host/files/replace-file.ts";
import { cannot } from "../imaging/auto/io-failure.ts";
import { ownRecipeDir } from "../imaging/recipes/resolve-recipe.ts";
import { liveRecipe } from "./live-recipe.ts";
import { pinnedRename, textIfThere } from "./pinned-rename.ts";

interface ApprovedRecipe {
  readonly label: string;
  readonly text: string;
  /** The sha it replaces; null where there is none. */
  readonly base: string | null;
  /** Names the temporary file and the copy of the old text. */
  readonly jobId: string;
  readonly environment: Environment;
}

type Written =
  | { readonly kind: "written" /** Where the old text is kept. */; readonly kept: string | null }
  | { readonly kind: "base_changed"; readonly live: string | null };

/** The `recipe_sha` a Mac has for a class by IM20, null where it has none. Throws CommandError 65 for an invalid one, 74 for one that cannot be read. */
export async function heldSha(label: string, environment: Environment): Promise<string | null> {
  return (await liveRecipe(label, null, environment))?.recipe.sha ?? null;
}

/** Writes an approved recipe by the rename that a promotion uses (TU47, TU51); the old file's text stays beside it. Throws CommandError. */
export async function writeRecipe(recipe: ApprovedRecipe): Promise<Written> {
  const { label, text, base, environment } = recipe;
  const path = (await liveRecipe(label, null, environment))?.path ?? join(ownRecipeDir(environment), `${label}.toml`);
  await mkdir(dirname(path), { recursive: true }).catch(cannot(`${dirname(path)} cannot be made`));
  const from = temporaryOf(path, recipe.jobId);
  try {
    await replaceFile(from, text).catch(cannot(`${from} cannot be written`));
    const kept = await keepOld(path, recipe.jobId);
    const done = await pinnedRename({ from, path, text, base, liveSha: () => heldSha(label, environment) });
    if (done.kind === "renamed") return { kind: "written", kept };
    if (kept !== null) await rm(kept, { force: true });
    return done.kind === "base_changed" ? done : cannot(`${path} cannot be written`)(new Error("its text changed"));
  } finally {
    await rm(from, { force: true });
  }
}

/** Removes what a crash left of a write; the recipe itself is whole, old or new. */
export async function tidyWrite(label: string, { jobId, environment }: ApprovedPlace): Promise<void> {
  await rm(temporaryOf(join(ownRecipeDir(environment), `${label}.toml`), jobId), { force: true });
}
/** Removes the copy of a text that was not replaced after all. */
export async function dropKept(label: string, { jobId, environment }: ApprovedPlace): Promise<void> {
  await rm(keptOf(join(ownRecipeDir(environment), `${label}.toml`), jobId), { force: true });
}
type ApprovedPlace = Pick<ApprovedRecipe, "jobId" | "environment">;

const keptOf = (path: string, jobId: string): string => `${path}.before-${jobId}`;
const temporaryOf = (path: string, jobId: string): string => join(dirname(path), `.${basename(path)}.${jobId}.tmp`);

async function keepOld(path: string, jobId: string): Promise<string | null> {
  if ((await textIfThere(path)) === null) return null;
  const kept = keptOf(path, jobId);
  await copyFile(path, kept, constants.COPYFILE_EXCL).catch(cannot(`${kept} cannot be written`));
  await flush(kept).catch(cannot(`${kept} cannot be written`));
  return kept;
}
