import { compactVerify, importJWK } from "jose";
import { canonicalJson } from "../../../core/canonical/jcs.ts";
import { sha256Hex } from "../../../core/canonical/sha256.ts";
import { JobEnvelope, type RefusalReason } from "../../../core/contract/v1/job.ts";
import type { JobKey, Offer } from "../../../core/contract/v1/messages.ts";
import { decodeWire } from "../../../core/contract/v1/wire.ts";

/** What an agent trusts and knows when an offer arrives. `seen` answers with the hash of the bytes that had this id before. */
export interface EnvelopeTrust {
  jobKeys: readonly JobKey[];
  agentId: string;
  orgId: string;
  serverId: string;
  /** Server time by the last answer plus monotonic time since, Unix milliseconds (CK1). */
  serverNowMs: number;
  seen(jti: string): string | null;
}

export type EnvelopeVerdict =
  | { kind: "trusted"; envelope: JobEnvelope; sha256: string }
  | { kind: "refused"; reason: RefusalReason; detail: string };

const TOLERANCE_S = 60;
const TYPE = "espalier-job+jws";

const refused = (reason: RefusalReason, detail: string): EnvelopeVerdict => ({ kind: "refused", reason, detail });

async function verifiedText(jws: string, keys: readonly JobKey[]): Promise<string | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(
      jws,
      async (header) => {
        const key = keys.find((candidate) => candidate.kid === header.kid);
        if (key === undefined) throw new Error("unknown key");
        return importJWK(key, "EdDSA");
      },
      { algorithms: ["EdDSA"] },
    );
    return protectedHeader.typ === TYPE ? new TextDecoder("utf-8", { fatal: true }).decode(payload) : null;
  } catch {
    return null;
  }
}

function parsePayload(text: string): JobEnvelope | null {
  try {
    const json: unknown = JSON.parse(text);
    return canonicalJson(json) === text ? decodeWire(JobEnvelope, json) : null;
  } catch {
    return null;
  }
}

/** SE2 up to the envelope id, in its order: key and signature, canonical bytes and strict fields (SE3), audience, window, unseen id. */
export async function verifyEnvelope(offer: Offer, trust: EnvelopeTrust): Promise<EnvelopeVerdict> {
  const text = await verifiedText(offer.envelope, trust.jobKeys);
  if (text === null) return refused("bad_signature", "the signature is not by a known key of this console");
  const envelope = parsePayload(text);
  if (envelope === null) return refused("bad_signature", "the signed text is not a canonical job of this version");
  if (envelope.job !== offer.job || envelope.fence !== offer.fence || envelope.attempt !== offer.attempt) {
    return refused("bad_signature", "the offer differs from what was signed");
  }
  if (envelope.aud !== trust.agentId || envelope.org !== trust.orgId || envelope.iss !== trust.serverId) {
    return refused("wrong_audience", "the job is signed for another agent");
  }
  const nowS = trust.serverNowMs / 1000;
  if (nowS < envelope.nbf - TOLERANCE_S || nowS > envelope.exp + TOLERANCE_S) {
    return refused(
      "outside_window",
      `signed for ${envelope.nbf} to ${envelope.exp}, server time is ${Math.round(nowS)}`,
    );
  }
  const sha256 = sha256Hex(offer.envelope);
  const before = trust.seen(envelope.jti);
  if (before !== null && before !== sha256) return refused("replayed", "this envelope id was used before");
  return { kind: "trusted", envelope, sha256 };
}
