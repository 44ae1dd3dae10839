import { z } from "zod";
import { RecipeChange } from "../../../core/autotune/compare/recipe-change.ts";
import { TuneSearchReport } from "../../../core/autotune/evidence/search-report.ts";
import { TuneBaseline, TuneConfirmation } from "../../../core/autotune/evidence/tune-comparisons.ts";
import { TuneVisit } from "../../../core/autotune/evidence/tune-visit.ts";
import { ExitReason } from "../../../core/autotune/exit-reason.ts";
import { PlanFlags } from "../../../core/autotune/plan-flags.ts";
import { RecommendationDocument } from "../../../core/autotune/recommendation-document.ts";
import { TuneTrial } from "../../../core/autotune/trial.ts";
import { AskedStrategy, TunePlan } from "../../../core/autotune/tune-plan.ts";
import { TuneProgress } from "../../../core/contract/v1/events.ts";
import { JobState } from "../../../core/contract/v1/job.ts";
import { EngineName } from "../../../core/serving/engine-name.ts";
import { FitEstimate } from "../../../core/serving/fit.ts";
import { KnobSettings } from "../../../core/serving/knobs.ts";

/** A tune as asked for on the page: one machine, one list, the command line's flags as text (B120). */
export const TuneRequestInput = z.strictObject({
  agentId: z.uuid(),
  list: z.enum(["practice", "default", "operator"]),
  flags: PlanFlags,
  /** One of the engines the machine reported; its own where none is named. */
  engine: EngineName.optional(),
});
export type TuneRequestInput = z.infer<typeof TuneRequestInput>;

export const PlannedCandidate = z.strictObject({
  rank: z.int().min(1),
  id: z.string(),
  /** What a person reads: the last part of the id. */
  label: z.string(),
  sizeB: z.number().nullable(),
  isPractice: z.boolean(),
  isCached: z.boolean(),
  /** Bytes to fetch before it can be measured; 0 when cached or written here, null when unknown. */
  fetchBytes: z.int().nullable(),
  fit: FitEstimate,
});
export type PlannedCandidate = z.infer<typeof PlannedCandidate>;

export const PlannedCell = z.strictObject({
  knobs: KnobSettings,
  /** `unsupported by backend: …` when the engine's capabilities rule it out, else null (B105). */
  unsupported: z.string().nullable(),
});

/** B8, B120: what would happen; nothing is started by asking. */
export const TunePreview = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("ok"),
    plan: TunePlan,
    warnings: z.array(z.string()),
    candidates: z.array(PlannedCandidate),
    cells: z.array(PlannedCell),
    /** Rough minutes, from this machine's own runs where it has some. An estimate, to be shown as one. */
    estimate: z.strictObject({
      lowMinutes: z.number(),
      highMinutes: z.number(),
      /** Stage 2 of both strategies, part by part, whichever the plan has. */
      strategies: z.array(
        z.strictObject({
          strategy: AskedStrategy,
          parts: z.array(z.strictObject({ part: z.string(), minutes: z.number() })),
          minutes: z.number(),
        }),
      ),
      basis: z.string(),
    }),
    dryRun: z.array(z.string()),
    /** The same run by hand. */
    command: z.string(),
    fetchBytes: z.int().nullable(),
    conflicts: z.array(z.string()),
    /** Whether the machine's own policy allows a drain (`remote_drain`); null before its first report. */
    isDrainAllowed: z.boolean().nullable(),
    /** Why the machine cannot start now, in words; empty when it can. */
    blockers: z.array(z.string()),
    isMachineShared: z.boolean(),
    factsAgeMs: z.number(),
  }),
  z.strictObject({ kind: z.literal("invalid"), flag: z.string().nullable(), message: z.string() }),
]);
export type TunePreview = z.infer<typeof TunePreview>;

/** What the form needs before anything is typed. */
export const TuneOptions = z.strictObject({
  lists: z.array(
    z.strictObject({
      list: z.enum(["practice", "default"]),
      title: z.string(),
      flags: PlanFlags,
      fetchBytes: z.int().nullable(),
      isPreselected: z.boolean(),
    }),
  ),
});

export const RequestTuneInput = TuneRequestInput.extend({
  /** Made once by the form, so that a double submit makes one job (H-34). */
  requestKey: z.uuid(),
  retryOf: z.uuid().optional(),
  /** The approval to drain a provider that is in the way (B122); asks for the permission to drain. */
  drain: z.boolean().optional(),
});
export const RequestTuneOutput = z.strictObject({ tuneRunId: z.uuid(), label: z.string() });

/** One word for the whole life of a run, as pages and titles use it. */
export const TuneState = z.enum([
  "queued",
  "handed_over",
  "running",
  "cancelling",
  "finished",
  "refused",
  "lost",
  "expired",
  "cancelled",
]);
export type TuneState = z.infer<typeof TuneState>;

export const TuneSummary = z.strictObject({
  id: z.uuid(),
  label: z.string(),
  agentId: z.uuid(),
  hostName: z.string(),
  chip: z.string(),
  ramGb: z.int(),
  origin: z.enum(["console", "local"]),
  state: TuneState,
  exitReason: ExitReason.nullable(),
  candidateSource: z.enum(["default", "practice", "operator"]),
  candidateCount: z.int(),
  trialCount: z.int(),
  targetContext: z.int(),
  /** The winner as every surface shows it; null without recommendation. */
  winner: z
    .strictObject({
      model: z.string(),
      knobs: KnobSettings,
      tpsMedian: z.number(),
      ttftP95Ms: z.number(),
      replicates: z.int(),
      isPartial: z.boolean(),
      isShown: z.boolean(),
    })
    .nullable(),
  flags: z.array(z.string()),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type TuneSummary = z.infer<typeof TuneSummary>;

export const ListTunesInput = z.strictObject({
  state: z.enum(["all", "running", "finished", "failed"]).default("all"),
  agentId: z.uuid().optional(),
  q: z.string().max(100).optional(),
  sort: z.enum(["requested", "tps", "duration"]).default("requested"),
  direction: z.enum(["asc", "desc"]).default("desc"),
  page: z.int().min(1).max(10_000).default(1),
  pageSize: z.int().min(1).max(100).default(50),
});
export const TuneList = z.strictObject({
  rows: z.array(TuneSummary),
  total: z.int(),
  /** The count without any filter, for "filtered to none". */
  unfiltered: z.int(),
  facets: z.strictObject({ running: z.int(), finished: z.int(), failed: z.int() }),
});

export const TuneInput = z.strictObject({ id: z.uuid() });

export const TuneDetail = z.strictObject({
  summary: TuneSummary,
  job: z
    .strictObject({
      id: z.uuid(),
      state: JobState,
      /** Position in the host's queue, 1 = next; null unless queued. */
      position: z.int().nullable(),
      waitingFor: z.string().nullable(),
      queueDeadlineAt: z.iso.datetime(),
      cancelBy: z.string().nullable(),
      cancelReason: z.string().nullable(),
      outcomeNote: z.string().nullable(),
      lateEvents: z.int(),
    })
    .nullable(),
  plan: TunePlan,
  candidates: z.array(PlannedCandidate),
  cells: z.array(PlannedCell),
  trials: z.array(TuneTrial),
  /** Every provider start of a `blocked-halving` search and of a confirmation, in the order they took place (M20). */
  visits: z.array(TuneVisit),
  /** The search worked out again from these visits; null for `grid` and before the first (M section 10, step 10). */
  report: TuneSearchReport.nullable(),
  /** B118: the applied recipe as this run measured it; null when there was none. */
  baseline: TuneBaseline.nullable(),
  /** M24: what a confirmation compared; null when none was asked. */
  confirmation: TuneConfirmation.nullable(),
  /** The key every random choice of the search followed; null for `grid` and until the end is reported. */
  rngKey: z.int().nonnegative().nullable(),
  /** `--apply` wrote the configuration of the machine. */
  isApplied: z.boolean(),
  recommendation: RecommendationDocument.nullable(),
  machine: z.strictObject({
    chip: z.string(),
    ramGb: z.int(),
    cores: z.int(),
    os: z.string().nullable(),
    osVersion: z.string(),
    workingSetBytes: z.int().nullable(),
  }),
  versions: z.strictObject({
    binary: z.string().nullable(),
    engine: z.string().nullable(),
    engineVersion: z.string().nullable(),
    spec: z.string().nullable(),
  }),
  message: z.string().nullable(),
  /** Null while running; "ok", or what the server's own recomputation found different (B126). */
  recheck: z.string().nullable(),
  retryOf: z.uuid().nullable(),
  serverTime: z.iso.datetime(),
});
export type TuneDetail = z.infer<typeof TuneDetail>;

export const TuneProgressOutput = z.strictObject({
  state: TuneState,
  progress: TuneProgress.strict().nullable(),
  at: z.iso.datetime().nullable(),
  serverTime: z.iso.datetime(),
});

export const TuneLogInput = z.strictObject({ id: z.uuid(), after: z.int().nonnegative().default(0) });
export const TuneLogOutput = z.strictObject({
  chunks: z.array(z.strictObject({ offset: z.int(), text: z.string() })),
  nextOffset: z.int(),
});
export const CancelTuneInput = z.strictObject({
  id: z.uuid(),
  reason: z.string().trim().max(200).default("cancelled on the page"),
});
export const CancelTuneOutput = z.strictObject({ state: TuneState });

/** What a machine was told to serve, tune after tune; `change` is against the complete run before it. */
export const MachineRecipe = z.strictObject({
  tuneRunId: z.uuid(),
  label: z.string(),
  at: z.iso.datetime(),
  model: z.string(),
  knobs: KnobSettings,
  tpsMedian: z.number(),
  ttftP95Ms: z.number(),
  replicates: z.int(),
  targetContext: z.int(),
  engine: z.string().nullable(),
  engineVersion: z.string().nullable(),
  recipeHash: z.string(),
  change: RecipeChange,
  /** `--apply` of that run wrote the machine's configuration. */
  isApplied: z.boolean(),
  /** False where the run was too noisy to show a winner (M section 10, step 8). */
  isShown: z.boolean(),
});
export type MachineRecipe = z.infer<typeof MachineRecipe>;
export const MachineRecipes = z.strictObject({ rows: z.array(MachineRecipe) });

/** OQ-A to OQ-E; `runs` is how many ended runs were read. */
export const TuneQuestions = z.object({
  runs: z.int(),
  answers: z.array(
    z.object({
      question: z.enum(["OQ-A", "OQ-B", "OQ-C", "OQ-D", "OQ-E"]),
      about: z.string(),
      n: z.int(),
      value: z.number().nullable(),
      verdict: z.string(),
    }),
  ),
});
