import { z } from "zod";
import { TpsMethod } from "../../../../core/measuring/replicate.ts";
import { LevelSummary } from "../../../../core/probing/level-summary.ts";
import { ProbeExit, ProbePurpose } from "../../../../core/probing/probe-record.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import { findJobs, type JobRow, jobStateOf, placeInQueue } from "../../jobs/index.ts";
import { tuneStateOf } from "../../tunes/index.ts";
import { findProbe, hostNameOf, type ProbeRow, pageOfProbes, requestsOf } from "../repo.ts";
import { requestOf, startOf, summariesOf } from "../results/stored-probe.ts";
import type {
  ListProbesInput,
  ProbeInput,
  ProbeList,
  ProbeRequests,
  ProbeRequestsInput,
  ProbeSummary,
} from "../schema.ts";

/** Stored once the probe has ended; while it runs, computed from what has arrived. */
async function levelsOfProbe(ctx: Context, row: ProbeRow): Promise<LevelSummary[]> {
  if (row.summaryJson !== null) return z.array(LevelSummary).parse(JSON.parse(row.summaryJson));
  return summariesOf(row, await requestsOf(ctx.app.db, { orgId: row.orgId, probeIds: [row.id] }));
}

async function summaryOf(
  ctx: Context,
  row: ProbeRow,
  around: { job: JobRow | null; hostName: string },
): Promise<ProbeSummary> {
  const { job, hostName } = around;
  const start = startOf(row);
  return {
    id: row.id,
    agentId: row.agentId,
    hostName,
    jobId: row.jobId,
    origin: z.enum(["console", "local"]).parse(row.origin),
    state: tuneStateOf(job === null ? null : jobStateOf(job), row.exitReason !== null),
    waitingFor: job === null ? null : (await placeInQueue(ctx.app, job)).waitingFor,
    profile: row.profile,
    purpose: ProbePurpose.parse(row.purpose),
    exitReason: ProbeExit.nullable().parse(row.exitReason),
    message: row.message ?? job?.outcomeNote ?? null,
    provider: start?.provider ?? null,
    machine: start?.machine ?? null,
    tpsMethod: TpsMethod.nullable().parse(row.tpsMethod),
    cmpKey: row.cmpKey,
    levels: await levelsOfProbe(ctx, row),
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: (row.endedAt ?? job?.endedAt ?? null)?.toISOString() ?? null,
  };
}

async function summariesWithJobs(ctx: Context, rows: readonly ProbeRow[]): Promise<ProbeSummary[]> {
  const { orgId } = ctx.scope;
  const jobs = await findJobs(
    ctx.app.db,
    orgId,
    rows.flatMap(({ jobId }) => jobId ?? []),
  );
  const summaries: ProbeSummary[] = [];
  for (const row of rows) {
    const job = jobs.find(({ id }) => id === row.jobId) ?? null;
    const hostName = await hostNameOf(ctx.app.db, { id: row.agentId, orgId });
    summaries.push(await summaryOf(ctx, row, { job, hostName }));
  }
  return summaries;
}

/** A machine's probes, newest first: what its page draws over time. */
export async function listProbes(
  ctx: Context,
  input: z.infer<typeof ListProbesInput>,
): Promise<z.infer<typeof ProbeList>> {
  const { rows, total } = await pageOfProbes(ctx.app.db, {
    orgId: ctx.scope.orgId,
    agentId: input.agentId,
    profile: input.profile ?? null,
    skip: (input.page - 1) * input.pageSize,
    take: input.pageSize,
  });
  return { rows: await summariesWithJobs(ctx, rows), total };
}

async function requireProbe(ctx: Context, id: string): Promise<ProbeRow> {
  const row = await findProbe(ctx.app.db, { id, orgId: ctx.scope.orgId });
  if (row === null) throw new AppError("NOT_FOUND");
  return row;
}

/** One probe with its load levels. */
export async function getProbe(ctx: Context, input: z.infer<typeof ProbeInput>): Promise<ProbeSummary> {
  const [summary] = await summariesWithJobs(ctx, [await requireProbe(ctx, input.id)]);
  if (summary === undefined) throw new AppError("NOT_FOUND");
  return summary;
}

/** The raw requests behind one level's numbers. */
export async function getProbeRequests(
  ctx: Context,
  input: z.infer<typeof ProbeRequestsInput>,
): Promise<z.infer<typeof ProbeRequests>> {
  const row = await requireProbe(ctx, input.id);
  const rows = await requestsOf(ctx.app.db, { orgId: row.orgId, probeIds: [row.id], level: input.level });
  return { requests: rows.map(requestOf) };
}
