import { isJobEnd } from "../../../../core/leases/job-transition.ts";
import { ERROR_TABLE } from "../../../platform/errors.ts";
import { grantBlockers, type Host, type JobRow, jobStateOf, QUEUE_MOST } from "../../jobs/index.ts";
import { applyPolicyOf } from "./host-facts.ts";

interface ApplyFacts {
  readonly host: Pick<Host, "row" | "facts" | "capabilities" | "policy">;
  readonly isFollowing: boolean;
  /** The last apply of this Mac and class. */
  readonly job: Pick<JobRow, "state"> | null;
  /** What the Mac says it has; undefined where it never said. */
  readonly held: string | null | undefined;
  /** It says that its text is not valid. */
  readonly isInvalid: boolean;
  readonly liveSha: string | null;
  /** Jobs that wait for this Mac. */
  readonly waiting: number;
}

/** Why the live recipe cannot be approved for a Mac now, as a sentence; null when it can (TU51, AP11). */
export function decideApply({ host, isFollowing, job, held, isInvalid, liveSha, waiting }: ApplyFacts): string | null {
  if (!isFollowing) return "This Mac does not follow the class.";
  if (liveSha === null) return "The class has no live recipe.";
  const policy = applyPolicyOf(host);
  if (!policy.isAllowed) return `The policy of this Mac says ${policy.line ?? "no"}.`;
  const [blocker] = grantBlockers(host, "apply");
  if (blocker !== undefined) return `${blocker.charAt(0).toUpperCase()}${blocker.slice(1)}.`;
  if (held === undefined) return "This Mac has not said yet which recipe it has.";
  if (held === null && isInvalid)
    return "The recipe file of this class on this Mac is not valid; correct or remove it there first.";
  if (held === liveSha) return "This Mac has the live recipe.";
  const state = job === null ? null : jobStateOf(job);
  if (state !== null && state !== "QUEUED" && !isJobEnd(state)) return "An apply is under way on this Mac.";
  const givesWay = state === "QUEUED" ? 1 : 0;
  return waiting - givesWay < QUEUE_MOST ? null : queueFull(host.row.hostName, waiting);
}

/** The same code as elsewhere; here it is one Mac's answer, so that the others get their job (QU1). */
const queueFull = (host: string, waiting: number): string =>
  `QUEUE_FULL: ${waiting} jobs wait for ${host} already. ${ERROR_TABLE.QUEUE_FULL.fix}`;
