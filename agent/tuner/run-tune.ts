import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { blake3Hex } from "../../core/canonical/blake3.ts";
import { recipeSha } from "../../core/imaging/recipe/recipe-sha.ts";
import { defaultJoin, evidenceFor, type PreparedLog, prepareLog } from "../../core/tuning/evidence/prepare-log.ts";
import { proposalText } from "../../core/tuning/proposal/write.ts";
import { tuneLine } from "../../core/tuning/report/tune-line.ts";
import { tuneClass } from "../../core/tuning/tune/tune-class.ts";
import { plainWords } from "../../core/units/plain-words.ts";
import { CommandError } from "../commands/command-error.ts";
import type { CommandIo } from "../commands/run-command.ts";
import { replaceFile } from "../host/files/replace-file.ts";
import { cannot } from "../imaging/auto/io-failure.ts";
import type { LogCache } from "./cache/log-cache.ts";
import { withLogCache } from "./cache/with-log-cache.ts";
import { collectLog, readLine } from "./collect-log.ts";
import { type LiveRecipe, liveRecipe } from "./live-recipe.ts";
import type { TuneFlags } from "./tuner-flags.ts";

/** `espalier tuner tune`: writes a proposal for every class with enough evidence (TU2, TU4). Returns the exit code. */
export function runTune(flags: TuneFlags, io: CommandIo): Promise<number> {
  return withLogCache({ writes: true, io }, (cache, said) => tuneLog(flags, cache, said));
}

async function tuneLog(flags: TuneFlags, cache: LogCache, io: CommandIo): Promise<number> {
  const { log, counts } = await collectLog({ path: flags.log, class: flags.class, cache }, io);
  const mode = flags.join ?? defaultJoin(log, flags.method);
  const prepared = prepareLog(log, mode, flags.class);
  for (const name of prepared.classes) {
    const live = await liveRecipe(name, flags.recipeDir);
    if (live === null) io.err(`warning: class ${plainWords(name)} has no recipe and is left out`);
    else await tuneOne({ live, prepared, flags: { ...flags, join: mode } }, io);
  }
  io.err(readLine(counts, prepared.joined.orphans));
  return 0;
}

interface OneClass {
  readonly live: LiveRecipe;
  readonly prepared: PreparedLog;
  readonly flags: TuneFlags & { readonly join: "run" | "legacy" };
}

async function tuneOne({ live, prepared, flags }: OneClass, io: CommandIo): Promise<void> {
  const { recipe, nextPath } = live;
  const { log, sets } = prepared;
  const evidence = evidenceFor(recipe, prepared);
  const method = flags.method ?? recipe.tune.method ?? "gp";
  const outcome = tuneClass(
    { log, sets, recipe, evidence, seed: flags.seed },
    { method, join: flags.join, recipeSha, blake3: (text) => blake3Hex(utf8ToBytes(text)) },
  );
  if (outcome.kind === "unknown_tunable") {
    throw new CommandError("bad_data", `${live.path}: [tune].params names ${outcome.name}, which is no tunable`, {
      fix: "name tunable numbers of enabled steps as <id>.<param>",
    });
  }
  if (outcome.kind === "proposal") {
    const text = proposalText(recipe, outcome.proposal);
    const write = mkdir(dirname(nextPath), { recursive: true }).then(() => replaceFile(nextPath, text));
    await write.catch(cannot(`${nextPath} cannot be written`));
  }
  const line = tuneLine(recipe.class, outcome, nextPath);
  const incompatible = Object.fromEntries(evidence.incompatible);
  const { classCorrected, shaMismatch } = evidence;
  const { warmups, revoked } = prepared.joined;
  const leftOut = { classCorrected, shaMismatch, warmups, revoked };
  io.out(
    flags.wantsJson ? JSON.stringify({ class: recipe.class, path: nextPath, ...outcome, incompatible, leftOut }) : line,
  );
}
