import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parsePlanFlags } from "../../../core/autotune/parse-plan.ts";
import {
  A_PORT,
  AT_LEAST_ONE,
  AT_LEAST_ZERO,
  type IntegerRule,
  parseIntegerFlag,
} from "../../../core/autotune/plan/parse-flag.ts";
import { PlanFlags } from "../../../core/autotune/plan-flags.ts";
import type { TunePlan } from "../../../core/autotune/tune-plan.ts";
import { TUNE_PORT } from "../conflicts/tune-port.ts";
import type { DrainWish } from "../search-place.ts";

/** The options of `espalier autotune` as commander hands them over, keyed by flag name in camel case. */
export type AutotuneOptions = Readonly<Record<string, string | boolean | undefined>>;

export interface AutotuneFlags {
  readonly plan: TunePlan;
  readonly warnings: readonly string[];
  readonly port: number;
  /** Null without `--drain`. */
  readonly drain: DrainWish | null;
  readonly dbPath: string | null;
  readonly retainRuns: number;
  readonly configPath: string | null;
  readonly wantsJson: boolean;
  readonly wantsApply: boolean;
  /** M28: ten pairs of runs, forward and reverse. */
  readonly isOrderCheck: boolean;
  readonly isDryRun: boolean;
  readonly isReportOnly: boolean;
  readonly isVerbose: boolean;
  readonly mayForceKill: boolean;
}

export type FlagsResult =
  | { readonly kind: "ok"; readonly flags: AutotuneFlags }
  /** One stderr line naming flag and value, exit 64 (B7). */
  | { readonly kind: "refused"; readonly message: string };

/** M28: what an order check cannot be combined with. */
const NOT_WITH_ORDER_CHECK = ["apply", "confirm", "json"] as const;
const DEFAULT_RETAINED = "50";
const DEFAULT_GRACE_S = "30";

/** Reads every flag of autotune.md section 2; nothing is opened, created or started (B7). */
export function readAutotuneFlags(options: AutotuneOptions): FlagsResult {
  const isOrderCheck = options["orderCheck"] === true;
  const clash = NOT_WITH_ORDER_CHECK.find((flag) => options[camelCase(flag)] === true);
  if (isOrderCheck && clash !== undefined) return refused(`--order-check cannot be combined with --${clash}`);
  if (options["runId"] !== undefined) return refused("--run-id needs --channel");
  const read = planFlags(options);
  if (read.kind === "refused") return read;
  const parsed = parsePlanFlags(read.flags, "default", { arePathsAllowed: true, asker: "hand" });
  if (parsed.kind === "error") return refused(parsed.message);
  if (isOrderCheck && parsed.plan.strategy !== "grid") {
    return refused(`--order-check needs --strategy grid, not ${parsed.plan.strategy}`);
  }
  const port = integer("port", options, { fallback: String(TUNE_PORT), rule: A_PORT });
  const retain = integer("retain-runs", options, { fallback: DEFAULT_RETAINED, rule: AT_LEAST_ONE });
  const grace = integer("drain-grace", options, { fallback: DEFAULT_GRACE_S, rule: AT_LEAST_ZERO });
  for (const value of [port, retain, grace]) if (value.kind === "error") return refused(value.message);
  if (port.kind === "error" || retain.kind === "error" || grace.kind === "error") return refused("");
  const configPath = text(options, "config");
  if (configPath !== null && !existsSync(dirname(resolve(configPath)))) {
    return refused(`--config ${configPath} must be in a folder that exists`);
  }
  const isForegroundRestarted = options["restartForeground"] === true;
  const isDrained = options["drain"] === true;
  const restartWarning = "warning: --restart-foreground has no effect without --drain";
  return {
    kind: "ok",
    flags: {
      plan: parsed.plan,
      warnings: [...parsed.warnings, ...(isForegroundRestarted && !isDrained ? [restartWarning] : [])],
      port: port.value,
      drain: isDrained ? { graceS: grace.value, isForegroundRestarted } : null,
      dbPath: text(options, "db-path"),
      retainRuns: retain.value,
      configPath,
      wantsJson: options["json"] === true,
      wantsApply: options["apply"] === true,
      isOrderCheck,
      isDryRun: options["dryRun"] === true,
      isReportOnly: options["reportOnly"] === true,
      isVerbose: options["verbose"] === true,
      mayForceKill: options["forceKill"] !== false,
    },
  };
}

/** `target-context` to `targetContext`, as commander names its values. */
function camelCase(flag: string): string {
  return flag.replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());
}

function refused(message: string): Extract<FlagsResult, { kind: "refused" }> {
  return { kind: "refused", message };
}

function text(options: AutotuneOptions, flag: string): string | null {
  const value = options[camelCase(flag)];
  return typeof value === "string" ? value : null;
}

function integer(flag: string, options: AutotuneOptions, { fallback, rule }: { fallback: string; rule: IntegerRule }) {
  return parseIntegerFlag(flag, text(options, flag) ?? fallback, rule);
}

function planFlags(
  options: AutotuneOptions,
): { kind: "ok"; flags: PlanFlags } | Extract<FlagsResult, { kind: "refused" }> {
  const names = Object.keys(PlanFlags.shape);
  const given = names.flatMap((name) => {
    const value = text(options, name);
    return value === null ? [] : [[name, value]];
  });
  const confirm = options["confirm"] === true ? { confirm: "on" } : {};
  const parsed = PlanFlags.safeParse({ ...Object.fromEntries(given), ...confirm });
  if (parsed.success) return { kind: "ok", flags: parsed.data };
  const issue = parsed.error.issues[0];
  const flag = String(issue?.path[0]);
  const most = issue?.code === "too_big" ? `<= ${issue.maximum} characters` : "a text";
  return { kind: "refused", message: `--${flag} ${text(options, flag)?.slice(0, 60)}… must be ${most}` };
}
