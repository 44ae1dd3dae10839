import { CommandError } from "../commands/command-error.ts";

export type TunerOptions = Readonly<Record<string, string | boolean | undefined>>;

interface CommonFlags {
  readonly log: string;
  readonly class: string | null;
  readonly recipeDir: string | null;
  readonly wantsJson: boolean;
}

export interface ReplayFlags extends CommonFlags {
  /** The folder whose pictures are run again; null reports scores only (TU52). */
  readonly inputs: string | null;
}

export interface TuneFlags extends CommonFlags {
  readonly seed: number;
  readonly method: "gp" | "idw" | null;
  readonly join: "run" | "legacy" | null;
}

const DEFAULT_SEED = 42;
const LARGEST_SEED = 4_294_967_295;

const usage = (message: string) => new CommandError("usage", message, { fix: "espalier tuner --help" });

export function textOf(options: TunerOptions, name: string): string | null {
  const value = options[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function oneOf<T extends string>(options: TunerOptions, name: string, allowed: readonly T[]): T | null {
  const value = textOf(options, name);
  const known = allowed.find((one) => one === value) ?? null;
  if (value !== null && known === null) throw usage(`--${name} must be ${allowed.join(" or ")}`);
  return known;
}

/** Flags of replay. Throws CommandError 64. */
export function replayFlags(options: TunerOptions): ReplayFlags {
  return { ...commonFlags(options), inputs: textOf(options, "inputs") };
}

/** Flags of tune and replay. Throws CommandError 64. */
function commonFlags(options: TunerOptions): CommonFlags {
  const log = textOf(options, "log");
  if (log === null) throw usage("--log is missing: the feedback log to read");
  if (options["class"] === "") throw usage("--class is empty: name one class, or leave it out for all");
  return {
    log,
    class: textOf(options, "class"),
    recipeDir: textOf(options, "recipeDir"),
    wantsJson: options["json"] === true,
  };
}

/** Flags of tune (TU3). Throws CommandError 64. */
export function tuneFlags(options: TunerOptions): TuneFlags {
  const seed = textOf(options, "seed");
  if (seed !== null && !(/^\d{1,10}$/.test(seed) && Number(seed) <= LARGEST_SEED)) {
    throw usage(`--seed must be a whole number from 0 to ${LARGEST_SEED}`);
  }
  return {
    ...commonFlags(options),
    seed: seed === null ? DEFAULT_SEED : Number(seed),
    method: oneOf(options, "method", ["gp", "idw"]),
    join: oneOf(options, "join", ["run", "legacy"]),
  };
}
