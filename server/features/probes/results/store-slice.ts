import { canonicalJson } from "../../../../core/canonical/jcs.ts";
import type { ProbeSlice } from "../../../../core/probing/probe-record.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { changeProbe, findProbe, insertRequests, requestsOf } from "../repo.ts";
import type { ProbeSource, ProbeStored } from "./store-start.ts";
import { levelsOf } from "./stored-probe.ts";

/** M17: one row a request, kept as the agent stored it; a natural key has one content. */
export async function storeProbeSlice(
  app: App,
  tx: Tx,
  told: { from: ProbeSource; slice: ProbeSlice },
): Promise<ProbeStored> {
  const { from, slice } = told;
  const { orgId, agentId } = from;
  const probe = await findProbe(tx, { id: slice.probeId, orgId });
  if (probe === null || probe.agentId !== agentId || probe.startJson === null) return "no_probe";
  const { level } = slice;
  if (slice.requests.some(({ position }) => position > level.plan.requests)) return "differs";
  const levels = levelsOf(probe);
  const before = levels.find((one) => one.level === level.level);
  if (before !== undefined && canonicalJson(before) !== canonicalJson(level)) return "differs";
  const rows = await requestsOf(tx, { orgId, probeIds: [probe.id], level: level.level });
  const known = new Map(rows.map(({ position, rawJson }) => [position, rawJson]));
  const sent = slice.requests.map((request) => ({ position: request.position, rawJson: JSON.stringify(request) }));
  if (new Set(sent.map(({ position }) => position)).size !== sent.length) return "differs";
  if (sent.some(({ position, rawJson }) => (known.get(position) ?? rawJson) !== rawJson)) return "differs";
  const fresh = sent.filter(({ position }) => !known.has(position));
  if (fresh.length === 0 && before !== undefined) return "same";
  if (probe.exitReason !== null) return "no_probe";
  await insertRequests(
    tx,
    fresh.map((row) => ({ ...row, orgId, probeRunId: probe.id, level: level.level })),
  );
  if (before === undefined) await changeProbe(tx, probe, { levelsJson: JSON.stringify([...levels, level]) });
  const at = app.clock.now();
  await publish(tx, { orgId, at, topic: "probe", subject: probe.id, kind: "level" });
  return "stored";
}
