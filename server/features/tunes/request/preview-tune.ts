import type { z } from "zod";
import { parsePlanFlags } from "../../../../core/autotune/parse-plan.ts";
import { collapseWarnings } from "../../../../core/autotune/plan/collapse-axes.ts";
import { dryRunLines } from "../../../../core/autotune/plan/dry-run.ts";
import { estimateMinutes, type PastRun } from "../../../../core/autotune/plan/estimate-duration.ts";
import { planCommand } from "../../../../core/autotune/plan/plan-command.ts";
import { planDefaults } from "../../../../core/autotune/plan/plan-defaults.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import type { MacInput } from "../../fleet/schema.ts";
import { findHostOf, type Host, openJobs, startBlockers, tuneRunIdOf } from "../../jobs/index.ts";
import { labelOf, planOf } from "../reading/run-facts.ts";
import { completeRunsOf, countMachineMates, findRuns, trialsOfRuns } from "../repo.ts";
import type { TuneOptions, TunePreview, TuneRequestInput } from "../schema.ts";
import { engineOf, fetchBytesOf, groundOf, plannedCandidates, plannedCells } from "./planned.ts";

const HISTORY_RUNS = 10;

/** B120: models are never paths, and the defaults are `blocked-halving` with a confirmation. */
export const CONSOLE_PLAN = { arePathsAllowed: false, asker: "console" } as const;

/** The machine a request names, in the caller's organisation; throws NOT_FOUND. */
export async function requireHost(ctx: Context, id: string): Promise<Host> {
  const host = await findHostOf(ctx.app, { id, orgId: ctx.scope.orgId });
  if (host === null) throw new AppError("NOT_FOUND");
  return host;
}

/** The two built-in lists; practice is preselected while no real model is on the machine. */
export async function getTuneOptions(
  ctx: Context,
  input: z.infer<typeof MacInput>,
): Promise<z.infer<typeof TuneOptions>> {
  const host = await requireHost(ctx, input.id);
  const lists = (["practice", "default"] as const).map((list) => {
    const parsed = parsePlanFlags({}, list, CONSOLE_PLAN);
    if (parsed.kind === "error") throw new AppError("INTERNAL");
    return { list, candidates: plannedCandidates(parsed.plan, groundOf(host)) };
  });
  const hasRealModel = lists.some(
    ({ list, candidates }) => list === "default" && candidates.some((one) => one.isCached),
  );
  return {
    lists: lists.map(({ list, candidates }) => ({
      list,
      title: list === "practice" ? "Practice models" : "Real models",
      flags: planDefaults(list, CONSOLE_PLAN.asker),
      fetchBytes: fetchBytesOf(candidates),
      isPreselected: (list === "default") === hasRealModel,
    })),
  };
}

/** B120: what a request would do, from the machine's last reports; starts nothing (H-71). */
export async function previewTune(ctx: Context, input: TuneRequestInput): Promise<TunePreview> {
  const host = await requireHost(ctx, input.agentId);
  const parsed = parsePlanFlags(input.flags, input.list, CONSOLE_PLAN);
  if (parsed.kind === "error") return { kind: "invalid", flag: parsed.flag, message: parsed.message };
  const { plan, warnings } = parsed;
  const capability = engineOf(host, input.engine);
  const candidates = plannedCandidates(plan, groundOf(host));
  const { app, scope } = ctx;
  const mates = await countMachineMates(app.db, {
    orgId: scope.orgId,
    machineId: host.facts.machineId,
    agentId: host.row.id,
  });
  return {
    kind: "ok",
    plan,
    warnings: [...warnings, ...(capability === null ? [] : collapseWarnings(plan, capability))],
    candidates,
    cells: plannedCells(plan, capability),
    estimate: estimateMinutes(plan, await pastRuns(ctx, host.row.id)),
    dryRun: dryRunLines(plan),
    command: planCommand(plan),
    fetchBytes: fetchBytesOf(candidates),
    conflicts: (host.capabilities?.providers ?? []).map(
      ({ kind, label, pid }) => `${kind} provider ${label}${pid === null ? "" : ` (pid ${pid})`} is serving`,
    ),
    isDrainAllowed: host.policy?.remoteDrain ?? null,
    blockers: [
      ...startBlockers(host, "tune"),
      ...engineBlockers(host, input.engine),
      ...(await occupied(ctx, host.row.id)),
    ],
    isMachineShared: mates > 0,
    factsAgeMs: Math.max(0, app.clock.now().getTime() - host.row.factsAt.getTime()),
  };
}

/** A job for an engine that the machine does not have would fail at its first start. */
export function engineBlockers(host: Host, engine: TuneRequestInput["engine"]): string[] {
  if (engine === undefined || host.capabilities === null || engineOf(host, engine) !== null) return [];
  return [`this machine has no ${engine}`];
}

async function pastRuns(ctx: Context, agentId: string): Promise<PastRun[]> {
  const { app, scope } = ctx;
  const runs = await completeRunsOf(app.db, { orgId: scope.orgId, agentId, take: HISTORY_RUNS });
  const trials = await trialsOfRuns(
    app.db,
    scope.orgId,
    runs.map(({ id }) => id),
  );
  return runs.flatMap((run) => {
    if (run.startedAt === null || run.endedAt === null) return [];
    const candidatesTried = trials.filter(({ tuneRunId, stage }) => tuneRunId === run.id && stage === 1).length;
    const durationS = (run.endedAt.getTime() - run.startedAt.getTime()) / 1000;
    return [{ plan: planOf(run), candidatesTried, durationS }];
  });
}

async function occupied(ctx: Context, agentId: string): Promise<string[]> {
  const open = await openJobs(ctx.app.db, ctx.scope.orgId, [agentId]);
  if (open.length === 0) return [];
  const ids = open.flatMap((job) => tuneRunIdOf(job) ?? []);
  const labels = (await findRuns(ctx.app.db, ctx.scope.orgId, ids)).map(labelOf).sort();
  return [`${labels.join(", ") || "other work"} comes first on this machine`];
}
