import { planFlagsOf } from "../../../../../../core/autotune/plan/plan-command.ts";
import { planDefaults } from "../../../../../../core/autotune/plan/plan-defaults.ts";
import type { PlanFlags } from "../../../../../../core/autotune/plan-flags.ts";
import type { TunePlan } from "../../../../../../core/autotune/tune-plan.ts";
import { DEFAULT_CANDIDATES } from "../../../../../../core/serving/catalogue.ts";
import type { TuneList } from "./flags-in-url.ts";

export type FlagName = keyof PlanFlags;
/** What the address carries: null where nothing was typed. */
export type TypedFlags = Record<FlagName, string | null>;

export const FLAG_NAMES: readonly FlagName[] = [
  "target-context",
  "gate-ttft-ms",
  "kv-bits-axis",
  "max-batch-axis",
  "max-context-axis",
  "stage1-replicates",
  "stage2-replicates",
  "tps-tie-epsilon",
  "max-duration",
  "strategy",
  "confirm",
  "candidate-models",
  "max-model-size",
  "min-model-size",
];

/** The run that is repeated, as far as the form needs it. */
export interface EarlierRun {
  label: string;
  list: TuneList;
  plan: TunePlan;
}

export interface FormFlags {
  list: TuneList;
  /** What each field shows. */
  shown: Record<FlagName, string>;
  /** What each field showed before anything was typed. */
  base: Record<FlagName, string>;
  /** What is sent: what differs from the list's own defaults, so that the list keeps its name. */
  sent: PlanFlags;
  /** Fields that differ from the repeated run, or from the list's defaults (H-31). */
  changed: FlagName[];
}

const NONE: Record<FlagName, string> = {
  "target-context": "",
  "candidate-models": "",
  "max-model-size": "",
  "min-model-size": "",
  "kv-bits-axis": "",
  "max-batch-axis": "",
  "max-context-axis": "",
  "stage1-replicates": "",
  "stage2-replicates": "",
  "gate-ttft-ms": "",
  "tps-tie-epsilon": "",
  "max-duration": "",
  strategy: "",
  confirm: "",
};

/** The list of an earlier run; a trimmed default list can only be repeated as the ids it had. */
export function listOf(plan: TunePlan): TuneList {
  if (plan.candidateSource !== "default") return plan.candidateSource;
  const ids = plan.candidates.map((candidate) => candidate.id);
  return ids.join() === DEFAULT_CANDIDATES.join() ? "default" : "operator";
}

function baseOf(list: TuneList, earlier: EarlierRun | null): Record<FlagName, string> {
  const defaults = { ...NONE, ...planDefaults(list, "console") };
  if (earlier === null) return defaults;
  const { "candidate-models": models, ...rest } = planFlagsOf(earlier.plan);
  return { ...defaults, ...rest, "candidate-models": list === "operator" ? models : "" };
}

/** A flag the strategy has no use for: blocks are single volleys, so cells have no replicates of their own (measurement.md section 10). */
export function isUnused(name: FlagName, strategy: string): boolean {
  return name === "stage2-replicates" && strategy === "blocked-halving";
}

/** The form as the address has it, laid over the list's defaults or the run that is repeated. */
export function formFlags(typed: TypedFlags, choice: { list: TuneList; earlier: EarlierRun | null }): FormFlags {
  const { list, earlier } = choice;
  const base = baseOf(list, earlier);
  const defaults = { ...NONE, ...planDefaults(list, "console") };
  const entries = FLAG_NAMES.map((name) => [name, typed[name] ?? base[name]] as const);
  const shown = { ...NONE, ...Object.fromEntries(entries) };
  const isSent = (name: FlagName, text: string) =>
    text !== defaults[name] || (name === "candidate-models" && list === "operator");
  const sent = Object.fromEntries(
    entries.filter(([name, text]) => isSent(name, text) && !isUnused(name, shown.strategy)),
  );
  return { list, shown, base, sent, changed: FLAG_NAMES.filter((name) => shown[name] !== base[name]) };
}
