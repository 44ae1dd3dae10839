import { canonicalJson } from "../../../../core/canonical/jcs.ts";
import { sha256Hex } from "../../../../core/canonical/sha256.ts";
import type { ProbeStart } from "../../../../core/probing/probe-record.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import type { JobRow } from "../../jobs/index.ts";
import { changeProbe, findProbe, insertProbe, isProbeKnown } from "../repo.ts";

/** `same` was stored before; `differs` is refused: one id has one content (B126). */
export type ProbeStored = "stored" | "same" | "differs" | "no_probe";

export interface ProbeSource {
  orgId: string;
  agentId: string;
  /** Null for a probe by hand. */
  job: JobRow | null;
}

/** The row of a probe that began: the one the request made, or a new one for a probe by hand and for a second attempt. */
export async function storeProbeStart(
  app: App,
  tx: Tx,
  told: { from: ProbeSource; start: ProbeStart },
): Promise<ProbeStored> {
  const { from, start } = told;
  const { orgId, agentId, job } = from;
  const at = app.clock.now();
  const contentSha256 = sha256Hex(canonicalJson(start));
  const known = await findProbe(tx, { id: start.probeId, orgId });
  if (known !== null && known.agentId !== agentId) return "differs";
  if (known !== null && known.startJson !== null) return known.contentSha256 === contentSha256 ? "same" : "differs";
  const { model, engine, engineVersion, knobs } = start.provider;
  const facts = {
    startedAt: new Date(start.startedAt),
    receivedAt: at,
    startJson: JSON.stringify(start),
    levelsJson: "[]",
    contentSha256,
    model,
    engine,
    engineVersion,
    requestedJson: JSON.stringify(knobs === null ? null : requestedOf(knobs)),
    effectiveJson: JSON.stringify(knobs),
  };
  if (known !== null) await changeProbe(tx, known, facts);
  else if (await isProbeKnown(tx, start.probeId)) return "differs";
  else {
    await insertProbe(tx, {
      ...facts,
      id: start.probeId,
      orgId,
      agentId,
      jobId: job?.id ?? null,
      origin: job === null ? "local" : "console",
      profile: start.profile,
      purpose: start.purpose,
      requestedBy: job?.requestedBy ?? "by hand",
      requestedAt: job?.requestedAt ?? new Date(start.startedAt),
    });
  }
  await publish(tx, { orgId, at, topic: "probe", subject: start.probeId, kind: "started" });
  return "stored";
}

function requestedOf(knobs: NonNullable<ProbeStart["provider"]["knobs"]>) {
  const { kvBits, maxBatch, maxContext } = knobs;
  return { kvBits: kvBits.requested, maxBatch: maxBatch.requested, maxContext: maxContext.requested };
}
