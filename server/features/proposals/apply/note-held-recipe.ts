import type { HeldRecipe } from "../../../../core/contract/v1/apply.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { markHeld } from "./follower-repo.ts";

/** TU51: the recipe a Mac has at the end of its apply, in the transaction of the job's end. */
export async function noteHeldRecipe(
  app: App,
  tx: Tx,
  { job, held }: { job: { id: string; orgId: string; agentId: string }; held: HeldRecipe },
): Promise<void> {
  const { orgId, agentId, id: jobId } = job;
  const at = app.clock.now();
  await markHeld(tx, { orgId, agentId, jobId, class: held.class }, { heldSha: held.sha, heldAt: at });
  await publish(tx, { orgId, at, topic: "image", subject: held.class, kind: "follower" });
}
