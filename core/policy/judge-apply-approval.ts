import type { ApplyRecipeParams } from "../contract/v1/apply.ts";

/** AP7. */
const LIFE_MS = 30 * 24 * 60 * 60_000;
/** CK1. */
const TOLERANCE_MS = 60_000;

/** JK2, AP7: whether an apply's approval covers this job on this Mac now, by server time in Unix milliseconds; else why not. */
export function judgeApplyApproval(
  { approval, class: label, targetHash }: ApplyRecipeParams,
  { agentId, serverNowMs }: { agentId: string; serverNowMs: number },
):
  | "valid"
  | "it names another Mac"
  | "it names another class"
  | "it names another recipe"
  | "it is older than 30 days"
  | "it is dated in the future" {
  if (approval.agentId !== agentId) return "it names another Mac";
  if (approval.class !== label) return "it names another class";
  if (approval.hash !== targetHash) return "it names another recipe";
  const ageMs = serverNowMs - Date.parse(approval.at);
  if (ageMs > LIFE_MS + TOLERANCE_MS) return "it is older than 30 days";
  return ageMs < -TOLERANCE_MS ? "it is dated in the future" : "valid";
}
