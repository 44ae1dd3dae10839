import type { ProbeEnd } from "../../../../core/probing/probe-record.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { changeProbe, findProbe, requestsOf } from "../repo.ts";
import { probeKeyOf } from "./probe-key.ts";
import type { ProbeSource, ProbeStored } from "./store-start.ts";
import { levelsOf, summariesOf } from "./stored-probe.ts";

/** The end of a probe, with everything the console computes from its rows (TM11). */
export async function storeProbeEnd(
  app: App,
  tx: Tx,
  told: { from: ProbeSource; end: ProbeEnd },
): Promise<ProbeStored> {
  const { from, end } = told;
  const { orgId, agentId } = from;
  const probe = await findProbe(tx, { id: end.probeId, orgId });
  if (probe === null || probe.agentId !== agentId) return "no_probe";
  if (probe.exitReason !== null) return probe.exitReason === end.exitReason ? "same" : "differs";
  const summaries = summariesOf(probe, await requestsOf(tx, { orgId, probeIds: [probe.id] }));
  const at = app.clock.now();
  await changeProbe(tx, probe, {
    exitReason: end.exitReason,
    message: end.message,
    endedAt: new Date(end.endedAt),
    receivedAt: at,
    tpsMethod: summaries.find(({ method }) => method !== null)?.method ?? null,
    cmpKey: end.exitReason === "ok" ? probeKeyOf(summaries) : null,
    conditionsJson: JSON.stringify(levelsOf(probe).map(({ conditions }) => conditions)),
    summaryJson: JSON.stringify(summaries),
  });
  await publish(tx, { orgId, at, topic: "probe", subject: probe.id, kind: "finished" });
  await publish(tx, { orgId, at, topic: "fleet", subject: agentId, kind: "probe" });
  return "stored";
}
