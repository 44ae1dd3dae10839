import type { LevelPlan, LoadShape } from "../../../core/probing/profile.ts";
import { ProbeProfile } from "../../../core/probing/profile.ts";
import type { ProbeLoad } from "../run-probe.ts";

/** The options of `espalier probe` as commander hands them over. */
export type ProbeOptions = Readonly<Record<string, string | boolean | undefined>>;

export interface ProbeFlags {
  readonly load: ProbeLoad;
  /** As the stored row names it. */
  readonly profile: string;
  /** Null lets the run file in the state folder decide. */
  readonly port: number | null;
  readonly stateDir: string | null;
  readonly wantsJson: boolean;
}

export type FlagsResult =
  | { readonly kind: "ok"; readonly flags: ProbeFlags }
  | { readonly kind: "refused"; readonly message: string };

const refused = (message: string): { kind: "refused"; message: string } => ({ kind: "refused", message });

type Read<T> = { readonly kind: "ok"; readonly value: T } | ReturnType<typeof refused>;
const ok = <T>(value: T): { kind: "ok"; value: T } => ({ kind: "ok", value });

const text = (options: ProbeOptions, name: string): string | null => {
  const value = options[name];
  return typeof value === "string" ? value : null;
};

/** `quick` names the newest version of a profile as well. */
function readProfile(given: string): Read<ProbeProfile> {
  const found = ProbeProfile.options.findLast((name) => name === given || name.split("@")[0] === given);
  if (found !== undefined) return ok(found);
  return refused(`--profile ${given} must be one of ${ProbeProfile.options.join(", ")}`);
}

/** Only loopback: the measured path ends on this machine (serve.md A10). */
function readPort(given: string | null): Read<number | null> {
  if (given === null) return ok(null);
  const url = URL.canParse(given) ? new URL(given) : null;
  const isLoopback = url !== null && url.protocol === "http:" && /^(127\.0\.0\.1|localhost)$/.test(url.hostname);
  if (!isLoopback) return refused(`--url ${given} must be http://127.0.0.1:<port>`);
  return ok(url.port === "" ? 80 : Number(url.port));
}

function readGaps(given: string | null): Read<"exponential" | "constant"> {
  if (given === null || given === "exponential") return ok("exponential");
  return given === "constant" ? ok("constant") : refused(`--gaps ${given} must be exponential or constant`);
}

function readCount(options: ProbeOptions, flag: string, name: string): Read<number> {
  const given = text(options, name) ?? "";
  const value = Number(given);
  if (/^\d{1,7}$/.test(given) && value >= 1) return ok(value);
  return refused(`--${flag} ${given || "(missing)"} must be >= 1`);
}

function readShape(given: string, gaps: "exponential" | "constant"): Read<LoadShape> {
  const [kind, amount = ""] = given.split(":");
  const value = Number(amount);
  if (kind === "closed" && Number.isInteger(value) && value >= 1 && value <= 256) {
    return ok({ kind: "closed", concurrency: value });
  }
  if (kind === "open" && value > 0 && value <= 10_000) return ok({ kind: "open", requestRate: value, gaps });
  return refused(`--load ${given} must be closed:<1 to 256> or open:<requests per second>`);
}

/** One request's stamps have to fit an event of 64 KiB. */
const MOST_TOKENS = 2000;

function readPlan(options: ProbeOptions, given: string, gaps: "exponential" | "constant"): Read<LevelPlan> {
  const load = readShape(given, gaps);
  if (load.kind === "refused") return load;
  const promptTarget = readCount(options, "prompt-tokens", "promptTokens");
  const maxTokens = readCount(options, "max-tokens", "maxTokens");
  const requests = readCount(options, "requests", "requests");
  for (const read of [promptTarget, maxTokens, requests]) if (read.kind === "refused") return read;
  if (promptTarget.kind === "refused" || maxTokens.kind === "refused" || requests.kind === "refused")
    return refused("");
  if (maxTokens.value > MOST_TOKENS) return refused(`--max-tokens ${maxTokens.value} must be <= ${MOST_TOKENS}`);
  if (requests.value > 10_000) return refused(`--requests ${requests.value} must be <= 10000`);
  return ok({
    load: load.value,
    promptTarget: promptTarget.value,
    maxTokens: maxTokens.value,
    requests: requests.value,
  });
}

/** Reads every flag; nothing is opened or asked before. */
export function readProbeFlags(options: ProbeOptions): FlagsResult {
  const port = readPort(text(options, "url"));
  if (port.kind === "refused") return port;
  const gaps = readGaps(text(options, "gaps"));
  if (gaps.kind === "refused") return gaps;
  const common = {
    port: port.value,
    stateDir: text(options, "stateDir"),
    wantsJson: options["json"] === true,
  };
  const custom = text(options, "load");
  if (custom !== null) {
    if (options["profile"] !== undefined) return refused("--load and --profile exclude each other");
    const plan = readPlan(options, custom, gaps.value);
    if (plan.kind === "refused") return plan;
    return { kind: "ok", flags: { ...common, profile: "custom@1", load: { kind: "custom", plan: plan.value } } };
  }
  const profile = readProfile(text(options, "profile") ?? "quick@1");
  if (profile.kind === "refused") return profile;
  const load: ProbeLoad = { kind: "profile", profile: profile.value, gaps: gaps.value };
  return { kind: "ok", flags: { ...common, profile: profile.value, load } };
}
