import { DEFAULT_CANDIDATES, PRACTICE_CANDIDATES } from "../../serving/catalogue.ts";
import { modelKey, parseModelId } from "../../serving/model-id.ts";
import { modelSizeB } from "../../serving/model-size.ts";
import type { PlanFlags } from "../plan-flags.ts";
import type { CandidateSource } from "../tune-plan.ts";
import { type FlagParse, parseCells } from "./parse-flag.ts";

export interface CandidateRules {
  /** Which built-in list applies when no ids are given; `operator` has none. */
  list: CandidateSource;
  /** A50: an absolute path is a model by hand only, never remotely (B120). */
  arePathsAllowed: boolean;
}

export interface CandidateList {
  ids: string[];
  source: CandidateSource;
  warnings: string[];
}

type Sizes = { least: number | null; most: number | null };

function parseSize(flag: string, text: string | undefined): FlagParse<number | null> {
  if (text === undefined) return { kind: "ok", value: null };
  const digits = /^(\d+(?:\.\d+)?)[bB]?$/.exec(text.trim())?.[1];
  const value = Number(digits ?? 0);
  if (value > 0 && Number.isFinite(value)) return { kind: "ok", value };
  return { kind: "error", message: `--${flag} ${text} must be a positive number, with or without B` };
}

function parseSizes(flags: PlanFlags): FlagParse<Sizes> {
  const most = parseSize("max-model-size", flags["max-model-size"]);
  if (most.kind === "error") return most;
  const least = parseSize("min-model-size", flags["min-model-size"]);
  if (least.kind === "error") return least;
  if (least.value !== null && most.value !== null && least.value > most.value) {
    const [low, high] = [flags["min-model-size"], flags["max-model-size"]];
    return { kind: "error", message: `--min-model-size ${low} is greater than --max-model-size ${high}` };
  }
  return { kind: "ok", value: { least: least.value, most: most.value } };
}

function idProblem(id: string, rules: CandidateRules): string | null {
  if (id.length > 200) return "must be <= 200 characters";
  if (id.startsWith("-")) return "must not start with -";
  if (/[\p{Cc}\s]/u.test(id)) return "must not hold spaces or control characters";
  if (!rules.arePathsAllowed && parseModelId(id).kind === "path") return "must not be a path";
  return null;
}

function explicitList(text: string, rules: CandidateRules): FlagParse<string[]> {
  const cells = parseCells("candidate-models", text, modelKey);
  if (cells.kind === "error") return cells;
  if (cells.value.length > 50) {
    return { kind: "error", message: `--candidate-models has ${cells.value.length} cells; must be <= 50` };
  }
  for (const id of cells.value) {
    const problem = idProblem(id, rules);
    if (problem !== null) return { kind: "error", message: `--candidate-models cell '${id}' ${problem}` };
  }
  return cells;
}

function trimmedDefaults({ least, most }: Sizes): FlagParse<string[]> {
  const value = DEFAULT_CANDIDATES.filter((id) => {
    const sizeB = modelSizeB(id);
    return sizeB !== null && (least === null || sizeB >= least) && (most === null || sizeB <= most);
  });
  if (value.length > 0) return { kind: "ok", value };
  return { kind: "error", message: "--min-model-size/--max-model-size leave no candidate" };
}

const hasBounds = ({ least, most }: Sizes): boolean => least !== null || most !== null;

/** B9 to B13: the list as it will be iterated, its source, and what was ignored. */
export function parseCandidates(flags: PlanFlags, rules: CandidateRules): FlagParse<CandidateList> {
  const sizes = parseSizes(flags);
  if (sizes.kind === "error") return sizes;
  const explicit = flags["candidate-models"];
  if (explicit !== undefined || rules.list === "operator") {
    const ids = explicitList(explicit ?? "", rules);
    const ignored = "warning: --candidate-models supplied; ignoring --max-model-size/--min-model-size";
    const warnings = hasBounds(sizes.value) ? [ignored] : [];
    return ids.kind === "error" ? ids : { kind: "ok", value: { ids: ids.value, source: "operator", warnings } };
  }
  if (rules.list === "practice") {
    const ignored = "warning: the practice list is used whole; ignoring --max-model-size/--min-model-size";
    const warnings = hasBounds(sizes.value) ? [ignored] : [];
    return { kind: "ok", value: { ids: [...PRACTICE_CANDIDATES], source: "practice", warnings } };
  }
  const ids = trimmedDefaults(sizes.value);
  return ids.kind === "error" ? ids : { kind: "ok", value: { ids: ids.value, source: "default", warnings: [] } };
}
