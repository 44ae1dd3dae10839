import type { App } from "../platform/app.ts";
import { answerJson } from "./answer.ts";
import type { Visit } from "./visit.ts";

/** `/livez`: the process answers. `/readyz`: the migrated database answers too. Both work before set-up. */
export async function handleHealth(app: App, visit: Visit): Promise<void> {
  if (visit.path === "/livez") return answerJson(visit.response, 200, { status: "live" });
  const isReady = await app.db.serverMeta.findFirst({ select: { key: true } }).then(
    (row) => row !== null,
    () => false,
  );
  if (isReady) return answerJson(visit.response, 200, { status: "ready", server_id: app.serverId });
  answerJson(visit.response, 503, { status: "not ready", reason: "the database does not answer" });
}
