import { z } from "zod";

/** Fixed loads of measurement.md section 7; a changed load, length or count raises the version. */
export const ProbeProfile = z.enum(["quick@1", "standard@1", "tail@1", "ladder@1", "sweep@1", "open@1"]);
export type ProbeProfile = z.infer<typeof ProbeProfile>;

/** How the requests of a level arrive: `concurrency` at a time, or at times drawn beforehand (M15). */
export const LoadShape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("closed"), concurrency: z.int().min(1).max(256) }),
  z.strictObject({
    kind: z.literal("open"),
    /** Requests per second. */
    requestRate: z.number().positive().max(10_000),
    gaps: z.enum(["exponential", "constant"]),
  }),
]);
export type LoadShape = z.infer<typeof LoadShape>;

/** One load level: measured requests of one prompt length and one load. */
export const LevelPlan = z.strictObject({
  load: LoadShape,
  promptTarget: z.int().min(1).max(10_000_000),
  maxTokens: z.int().min(1).max(1_000_000),
  requests: z.int().min(1).max(10_000),
});
export type LevelPlan = z.infer<typeof LevelPlan>;

/** What a provider says of itself that some profiles need. */
interface ProbeGround {
  maxConcurrency: number | null;
  /** The context cap in tokens. */
  maxContext: number | null;
}

type LevelsResult = { kind: "ok"; levels: LevelPlan[] } | { kind: "unknown"; reason: string };

const closed = (concurrency: number): LoadShape => ({ kind: "closed", concurrency });
const one = (promptTarget: number, maxTokens: number, requests: number): LevelPlan[] => [
  { load: closed(1), promptTarget, maxTokens, requests },
];

/** 1, 2, 4 … and the limit itself. */
function doublings(from: number, limit: number): number[] {
  const steps: number[] = [];
  for (let step = from; step < limit; step *= 2) steps.push(step);
  return [...steps, limit];
}

function ladder(maxContext: number | null): LevelsResult {
  if (maxContext === null) return { kind: "unknown", reason: "the provider does not say its context cap" };
  const levels = doublings(1000, maxContext).flatMap((target) => one(target, 32, 3));
  return { kind: "ok", levels };
}

function sweep(maxConcurrency: number | null): LevelsResult {
  if (maxConcurrency === null) return { kind: "unknown", reason: "the provider does not say its concurrency" };
  const levels = doublings(1, 2 * maxConcurrency).map((concurrency) => ({
    load: closed(concurrency),
    promptTarget: 1000,
    maxTokens: 64,
    requests: Math.max(20, 4 * concurrency),
  }));
  return { kind: "ok", levels };
}

/** The levels a profile starts with; `open@1` begins with the sweep whose best rate its own levels follow. */
export function planLevels(profile: ProbeProfile, ground: ProbeGround): LevelsResult {
  switch (profile) {
    case "quick@1":
      return { kind: "ok", levels: one(256, 32, 3) };
    case "standard@1":
      return { kind: "ok", levels: one(2000, 64, 20) };
    case "tail@1":
      return { kind: "ok", levels: one(2000, 64, 60) };
    case "ladder@1":
      return ladder(ground.maxContext);
    case "sweep@1":
    case "open@1":
      return sweep(ground.maxConcurrency);
  }
}

const OPEN_SHARES = [0.25, 0.5, 0.75, 0.9] as const;

/** The open levels of `open@1`, at shares of the sweep's best request rate (requests per second). */
export function openLevels(bestRate: number, gaps: "exponential" | "constant"): LevelPlan[] {
  return OPEN_SHARES.map((share) => ({
    load: { kind: "open", requestRate: share * bestRate, gaps },
    promptTarget: 1000,
    maxTokens: 64,
    requests: 60,
  }));
}

/** How a load reads in tables and keys. */
export function loadText(load: LoadShape): string {
  if (load.kind === "closed") return load.concurrency === 1 ? "one at a time" : `closed loop c = ${load.concurrency}`;
  return `open loop ${Number(load.requestRate.toPrecision(3))}/s, ${load.gaps} gaps`;
}
