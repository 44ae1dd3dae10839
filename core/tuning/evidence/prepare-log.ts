import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import type { CollectedLog } from "../reading/collector.ts";
import { type JoinedLog, type JoinMode, joinLog } from "../reading/join.ts";
import type { TuneMethod, TuningRecipe } from "../recipe.ts";
import { listTunables } from "../space/list-tunables.ts";
import { ArgumentSets } from "./argument-sets.ts";
import { EvidenceByClass } from "./class-evidence.ts";
import { type CompatibleEvidence, compatibleEvidence } from "./compatible.ts";

export interface PreparedLog {
  readonly log: CollectedLog;
  readonly joined: JoinedLog;
  readonly sets: ArgumentSets;
  readonly evidence: EvidenceByClass;
  /** In label order, a wanted one also where the log has none of it (TU4). */
  readonly classes: readonly string[];
}

/** Joins a log and groups it by class. */
export function prepareLog(log: CollectedLog, mode: JoinMode, wantedClass: string | null): PreparedLog {
  const joined = joinLog(log, mode);
  const sets = new ArgumentSets(log.runs, recipeSha);
  const classes = wantedClass === null ? [...log.runs.classes.texts].sort() : [wantedClass];
  const evidence = new EvidenceByClass(log, joined, sets);
  return { log, joined, sets, evidence, classes };
}

/** The join of a tune that asks for none: by input alone only for `idw` over a log that v1 wrote (TU7). */
export function defaultJoin(log: CollectedLog, method: TuneMethod | null): JoinMode {
  return method === "idw" && log.isV1Only ? "legacy" : "run";
}

/** The rated runs of a recipe's class that a tune may compare with it (TU8). */
export function evidenceFor(recipe: TuningRecipe, { log, sets, evidence }: PreparedLog): CompatibleEvidence {
  const required = requiredArguments(recipe);
  return compatibleEvidence(evidence.get(recipe.class), { log, sets, recipe, required });
}

/** The arguments that every run must have as numbers, `[step, argument]`: the tunables of schema 0 (TU8). */
export function requiredArguments(recipe: TuningRecipe): readonly (readonly [number, string])[] {
  const listed = listTunables(recipe, []);
  const tunables = recipe.schema === 0 && listed.kind === "tunables" ? listed.tunables : [];
  return tunables.map(({ step, param }) => [step, param] as const);
}
