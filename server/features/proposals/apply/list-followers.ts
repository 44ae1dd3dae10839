import type { z } from "zod";
import { isAllowed } from "../../../../core/access/roles.ts";
import { followStateOf } from "../../../../core/tuning/following/follow-state.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import { findClass } from "../../images/index.ts";
import { findJobs, type Host, hostsOf, type JobRow, jobStateOf, waitingCounts } from "../../jobs/index.ts";
import type { FollowerList, FollowerRow, FollowersInput } from "../schema.ts";
import { decideApply } from "./decide-apply.ts";
import { type FollowerRecord, listFollowerRows } from "./follower-repo.ts";
import { applyPolicyOf, heldOf, isHeldInvalid } from "./host-facts.ts";

/** Every Mac with how it stands to a class (TU51). Throws NOT_FOUND for a class that is none. */
export async function listFollowers(ctx: Context, input: z.infer<typeof FollowersInput>): Promise<FollowerList> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const label = await findClass(app.db, orgId, input.class);
  if (label === null) throw new AppError("NOT_FOUND", { message: `there is no class ${input.class}` });
  const followers = await listFollowerRows(app.db, { orgId, class: input.class });
  const ids = followers.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));
  const jobs = new Map((await findJobs(app.db, orgId, ids)).map((job) => [job.id, job]));
  const hosts = await hostsOf(app, orgId);
  const hostIds = hosts.map(({ row }) => row.id);
  const waits = await waitingCounts(app.db, orgId, hostIds);
  const rows = hosts.map((host) => {
    const follower = followers.find(({ agentId }) => agentId === host.row.id) ?? null;
    const job = follower?.jobId == null ? null : (jobs.get(follower.jobId) ?? null);
    return rowOf(ctx, { host, follower, job, label, waiting: waits.get(host.row.id) ?? 0 });
  });
  return { class: input.class, liveSha: label.liveSha, rows, serverTime: app.clock.now().toISOString() };
}

interface Standing {
  readonly host: Host;
  readonly follower: FollowerRecord | null;
  readonly job: JobRow | null;
  readonly label: { readonly label: string; readonly liveSha: string | null };
  readonly waiting: number;
}

function rowOf(ctx: Context, { host, follower, job, label, waiting }: Standing): FollowerRow {
  const held = heldOf(host, label.label, follower);
  const isInvalid = isHeldInvalid(host, label.label);
  const mayApprove = isAllowed(ctx.actor?.role ?? null, "approve");
  const why = mayApprove
    ? decideApply({ host, isFollowing: follower !== null, job, held, isInvalid, liveSha: label.liveSha, waiting })
    : "Applying needs the role operator or admin.";
  return {
    agentId: host.row.id,
    host: host.row.hostName,
    isFollowing: follower !== null,
    policy: applyPolicyOf(host),
    state: followStateOf({
      isFollowing: follower !== null,
      approvedSha: follower?.approvedSha ?? null,
      heldSha: held ?? null,
      jobState: job === null ? null : jobStateOf(job),
    }),
    sha: held ?? null,
    isShaKnown: held !== undefined,
    isInvalid: held === null && isInvalid,
    approved: approvedOf(follower),
    note: job === null ? null : noteOf(job),
    apply: { isAllowed: why === null, why },
  };
}

function approvedOf(follower: FollowerRecord | null): FollowerRow["approved"] {
  const { approvedSha: sha = null, approvedBy: by = null, approvedAt: at = null } = follower ?? {};
  return sha === null || by === null || at === null ? null : { sha, by, at: at.toISOString() };
}

/** How a job stands or why it ended, in words; a plain success needs none. */
function noteOf(job: JobRow): string | null {
  switch (jobStateOf(job)) {
    case "QUEUED":
      return job.deferReason === null ? "waits for the Mac" : `the Mac put it off (${job.deferReason})`;
    case "LEASED":
    case "RUNNING":
      return "the Mac is at it";
    case "CANCELLING":
      return "is being cancelled";
    case "SUCCEEDED":
      return job.outcomeNote;
    case "CANCELLED":
      return job.outcomeNote ?? `cancelled: ${job.cancelReason ?? "no reason given"}`;
    case "EXPIRED":
      return "the Mac did not call in time";
    case "LOST":
      return "the Mac was lost while it applied; its next report tells what it has";
    case "FAILED":
    case "REFUSED":
      return job.outcomeNote ?? job.exitReason;
  }
}
