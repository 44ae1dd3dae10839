import { generateKeyPairSync } from "node:crypto";
import { CompactSign, importJWK } from "jose";
import { expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson } from "../../../core/canonical/jcs.ts";
import type { JobKey, Offer } from "../../../core/contract/v1/messages.ts";
import { type EnvelopeTrust, verifyEnvelope } from "./verify-envelope.ts";

const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
const key: JobKey = { kty: "OKP", crv: "Ed25519", x: z.string().parse(jwk.x), kid: "k1" };
const NOW_S = 1_800_000_000;
const [job, agentId, serverId, jti] = [1, 2, 3, 4].map((n) => `0000000${n}-0000-4000-8000-000000000000`);
const payload = {
  v: 1,
  iss: serverId,
  aud: agentId,
  org: "org-1",
  job,
  kind: "tune",
  params: { run_id: job },
  fence: "1.1",
  attempt: 1,
  approval: null,
  nbf: NOW_S,
  exp: NOW_S + 600,
  jti,
};
const header = { alg: "EdDSA", typ: "espalier-job+jws", kid: "k1" };

async function offerOf(text: string, jws: object = header, signer: object = jwk): Promise<Offer> {
  const signing = new CompactSign(new TextEncoder().encode(text)).setProtectedHeader({ ...header, ...jws });
  const envelope = await signing.sign(await importJWK({ ...signer, alg: "EdDSA" }, "EdDSA"));
  return { job: z.string().parse(job), fence: "1.1", attempt: 1, leaseMs: 1, envelope };
}

const trust = (change: Partial<EnvelopeTrust> = {}): EnvelopeTrust => ({
  jobKeys: [key],
  agentId: z.string().parse(agentId),
  orgId: "org-1",
  serverId: z.string().parse(serverId),
  serverNowMs: NOW_S * 1000,
  seen: () => null,
  ...change,
});

test("SE1 an envelope of this console for this agent is trusted", async () => {
  const verdict = await verifyEnvelope(await offerOf(canonicalJson(payload)), trust());
  expect(verdict).toMatchObject({ kind: "trusted", envelope: { kind: "tune", fence: "1.1", params: { runId: job } } });
});

test.each([
  ["SE2 bytes that are not their own JCS form", JSON.stringify(payload), "bad_signature"],
  ["SE3 a missing field", canonicalJson(omit("approval")), "bad_signature"],
  ["SE3 an unknown field", canonicalJson({ ...payload, more: 1 }), "bad_signature"],
  ["SE2 another job than the offer names", canonicalJson({ ...payload, job: agentId }), "bad_signature"],
  ["SE2 another fence than the offer names", canonicalJson({ ...payload, fence: "1.2" }), "bad_signature"],
  ["SE2 another agent", canonicalJson({ ...payload, aud: serverId }), "wrong_audience"],
  ["SE2 another organisation", canonicalJson({ ...payload, org: "org-2" }), "wrong_audience"],
  ["SE2 another console", canonicalJson({ ...payload, iss: agentId }), "wrong_audience"],
  ["SE2 a window that closed", canonicalJson({ ...payload, exp: NOW_S - 61 }), "outside_window"],
  ["SE2 a window that has not opened", canonicalJson({ ...payload, nbf: NOW_S + 61 }), "outside_window"],
])("TH9 %s is refused", async (_title, text, reason) => {
  expect(await verifyEnvelope(await offerOf(text), trust())).toMatchObject({ kind: "refused", reason });
});

function omit(name: keyof typeof payload): object {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => key !== name));
}

test.each([
  ["an unknown key id", { kid: "other" }],
  ["another type", { typ: "JWT" }],
])("SE2 TH9 %s is refused", async (_title, change) => {
  const verdict = await verifyEnvelope(await offerOf(canonicalJson(payload), change), trust());
  expect(verdict).toMatchObject({ kind: "refused", reason: "bad_signature" });
});

test("SE2 TH9 another signer under a known key id is refused", async () => {
  const stranger = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const verdict = await verifyEnvelope(await offerOf(canonicalJson(payload), header, stranger), trust());
  expect(verdict).toMatchObject({ kind: "refused", reason: "bad_signature" });
});

test("CK1 60 s of difference are tolerated on both sides", async () => {
  const offer = await offerOf(canonicalJson(payload));
  for (const serverNowMs of [(NOW_S - 60) * 1000, (NOW_S + 660) * 1000]) {
    expect(await verifyEnvelope(offer, trust({ serverNowMs }))).toMatchObject({ kind: "trusted" });
  }
});

test("SE2 an id seen with other bytes is a replay, with equal bytes the same offer", async () => {
  const offer = await offerOf(canonicalJson(payload));
  const first = await verifyEnvelope(offer, trust());
  const sha256 = first.kind === "trusted" ? first.sha256 : "";
  expect(await verifyEnvelope(offer, trust({ seen: () => sha256 }))).toMatchObject({ kind: "trusted" });
  expect(await verifyEnvelope(offer, trust({ seen: () => "other" }))).toMatchObject({ reason: "replayed" });
});
