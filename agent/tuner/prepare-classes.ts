import { recipeSha } from "../../core/imaging/recipe/recipe-sha.ts";
import { ArgumentSets } from "../../core/tuning/evidence/argument-sets.ts";
import { EvidenceByClass } from "../../core/tuning/evidence/class-evidence.ts";
import type { CollectedLog } from "../../core/tuning/reading/collector.ts";
import { type JoinedLog, type JoinMode, joinLog } from "../../core/tuning/reading/join.ts";

export interface PreparedLog {
  readonly log: CollectedLog;
  readonly joined: JoinedLog;
  readonly sets: ArgumentSets;
  readonly evidence: EvidenceByClass;
  /** In label order (TU4). */
  readonly classes: readonly string[];
}

/** Joins a log and groups it by class. */
export function prepareLog(log: CollectedLog, mode: JoinMode, wantedClass: string | null): PreparedLog {
  const joined = joinLog(log, mode);
  const sets = new ArgumentSets(log.runs, recipeSha);
  const classes = log.runs.classes.texts.filter((name) => wantedClass === null || name === wantedClass).sort();
  const evidence = new EvidenceByClass(log, joined, sets);
  return { log, joined, sets, evidence, classes };
}
