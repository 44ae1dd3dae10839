import { z } from "zod";

/** B122, JK2: a person's yes to a drain, for one run on one Mac, once. */
export const DrainApproval = z.strictObject({
  approvedBy: z.string().min(1).max(200),
  at: z.iso.datetime(),
  runId: z.uuid(),
});
export type DrainApproval = z.infer<typeof DrainApproval>;

const LIFE_MS = 24 * 60 * 60_000;
/** CK1. */
const TOLERANCE_MS = 60_000;

/** JK2: whether an approval covers this run now, by server time in Unix milliseconds; else why not. */
export function judgeDrainApproval(
  approval: DrainApproval,
  { runId, serverNowMs }: { runId: string; serverNowMs: number },
): "valid" | "it names another run" | "it is older than 24 hours" | "it is dated in the future" {
  if (approval.runId !== runId) return "it names another run";
  const ageMs = serverNowMs - Date.parse(approval.at);
  if (ageMs > LIFE_MS + TOLERANCE_MS) return "it is older than 24 hours";
  return ageMs < -TOLERANCE_MS ? "it is dated in the future" : "valid";
}
