import type { App, Tx } from "../../platform/app.ts";
import { publish } from "../../platform/feed.ts";
import { changeAgent } from "./repo.ts";

/** The agent's owner stopped it; its next token takes this back. */
export async function noteGoodbye(app: App, tx: Tx, agent: { id: string; orgId: string }): Promise<void> {
  const at = app.clock.now();
  await changeAgent(tx, agent, { goodbyeAt: at });
  await publish(tx, { orgId: agent.orgId, at, topic: "fleet", subject: agent.id, kind: "presence" });
}
