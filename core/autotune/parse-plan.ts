import { parseKvBitsAxis, parseMaxBatchAxis, parseMaxContextAxis } from "./plan/parse-axes.ts";
import { type CandidateList, type CandidateRules, parseCandidates } from "./plan/parse-candidates.ts";
import { ABOVE_ZERO, AT_LEAST_ONE, type FlagParse, type IntegerRule, parseIntegerFlag } from "./plan/parse-flag.ts";
import { type PlanAsker, planDefaults } from "./plan/plan-defaults.ts";
import type { PlanFlags } from "./plan-flags.ts";
import type { CandidateSource, TunePlan, TuneStrategy } from "./tune-plan.ts";

/** `message` is the whole stderr line; `flag` the one a form marks, without dashes. */
type PlanRefusal = { kind: "error"; flag: keyof PlanFlags; message: string };
type PlanParse = { kind: "ok"; plan: TunePlan; warnings: string[] } | PlanRefusal;

type PlanRules = Pick<CandidateRules, "arePathsAllowed"> & { asker: PlanAsker };

type TextOf = (flag: keyof ReturnType<typeof planDefaults>) => string;
/** Takes a flag's value, or notes the refusal and goes on with `instead`. */
type Take = <T>(flag: keyof PlanFlags, parsed: FlagParse<T>, instead: T) => T;

const REPLICATES: IntegerRule = { least: 1, most: 100, words: ">= 1 and <= 100" };
const NO_CANDIDATES: CandidateList = { ids: [], source: "operator", warnings: [] };

function parseReplicates(flag: string, text: string): FlagParse<number> {
  const value = parseIntegerFlag(flag, text, AT_LEAST_ONE);
  return value.kind === "error" ? value : parseIntegerFlag(flag, text, REPLICATES);
}

function parseTieEpsilon(text: string): FlagParse<number> {
  const value = /^\d*\.?\d+(e-?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isFinite(value) && value >= 0) return { kind: "ok", value };
  return { kind: "error", message: `--tps-tie-epsilon ${text} must be finite and >= 0` };
}

function parseStrategy(text: string): FlagParse<TuneStrategy> {
  if (text === "grid" || text === "blocked-halving") return { kind: "ok", value: text };
  return { kind: "error", message: `--strategy ${text} must be grid or blocked-halving` };
}

function parseConfirm(text: string): FlagParse<boolean> {
  if (text === "on" || text === "off") return { kind: "ok", value: text === "on" };
  return { kind: "error", message: `--confirm ${text} must be on or off` };
}

function flagOfCandidates(parsed: FlagParse<CandidateList>): keyof PlanFlags {
  if (parsed.kind === "ok" || parsed.message.startsWith("--candidate-models")) return "candidate-models";
  return parsed.message.startsWith("--max-model-size") ? "max-model-size" : "min-model-size";
}

function readPlan(take: Take, textOf: TextOf, parsedList: FlagParse<CandidateList>) {
  const integer = (flag: Parameters<TextOf>[0], rule: IntegerRule): number =>
    take(flag, parseIntegerFlag(flag, textOf(flag), rule), 1);
  const replicates = (flag: "stage1-replicates" | "stage2-replicates"): number =>
    take(flag, parseReplicates(flag, textOf(flag)), 1);
  const targetContext = integer("target-context", AT_LEAST_ONE);
  const list = take(flagOfCandidates(parsedList), parsedList, NO_CANDIDATES);
  const plan: TunePlan = {
    targetContext,
    candidates: list.ids.map((id) => ({ id, revision: null })),
    candidateSource: list.source,
    kvBitsAxis: take("kv-bits-axis", parseKvBitsAxis(textOf("kv-bits-axis")), []),
    maxBatchAxis: take("max-batch-axis", parseMaxBatchAxis(textOf("max-batch-axis")), []),
    maxContextAxis: take("max-context-axis", parseMaxContextAxis(textOf("max-context-axis"), targetContext), []),
    stage1Replicates: replicates("stage1-replicates"),
    stage2Replicates: replicates("stage2-replicates"),
    gateTtftMs: integer("gate-ttft-ms", ABOVE_ZERO),
    tpsTieEpsilon: take("tps-tie-epsilon", parseTieEpsilon(textOf("tps-tie-epsilon")), 0),
    maxDurationS: integer("max-duration", ABOVE_ZERO),
    strategy: take("strategy", parseStrategy(textOf("strategy")), "grid"),
    ...(take("confirm", parseConfirm(textOf("confirm")), false) ? { confirm: true } : {}),
  };
  return { plan, warnings: list.warnings };
}

/** Measurement.md section 10: a block is one volley a cell, so Stage 2 has no replicates of its own. */
function ignoredWarnings(flags: PlanFlags, { strategy }: TunePlan): string[] {
  const isIgnored = strategy === "blocked-halving" && flags["stage2-replicates"] !== undefined;
  return isIgnored ? ["warning: --stage2-replicates is ignored by --strategy blocked-halving"] : [];
}

/**
 * The one reader of a tune request on command line, wire and page (B7, B12, B13, B14, B120); the first refusal wins. `list`
 * names the built-in list used without `--candidate-models`; `arePathsAllowed` is for runs by hand, `asker` chooses the defaults.
 */
export function parsePlanFlags(
  flags: PlanFlags,
  list: CandidateSource,
  { arePathsAllowed, asker }: PlanRules = { arePathsAllowed: false, asker: "hand" },
): PlanParse {
  const defaults = planDefaults(list, asker);
  const refusals: PlanRefusal[] = [];
  const take: Take = (flag, parsed, instead) => {
    if (parsed.kind === "ok") return parsed.value;
    refusals.push({ kind: "error", flag, message: parsed.message });
    return instead;
  };
  const parsedList = parseCandidates(flags, { list, arePathsAllowed });
  const read = readPlan(take, (flag) => flags[flag] ?? defaults[flag], parsedList);
  const warnings = [...read.warnings, ...ignoredWarnings(flags, read.plan)];
  return refusals[0] ?? { kind: "ok", plan: read.plan, warnings };
}
