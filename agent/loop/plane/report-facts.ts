import { canonicalJson } from "../../../core/canonical/jcs.ts";
import { sha256Hex } from "../../../core/canonical/sha256.ts";
import { Capabilities, MachineFacts, PolicySummary } from "../../../core/contract/v1/facts.ts";
import { ReportAnswer, ReportRequest } from "../../../core/contract/v1/messages.ts";
import { encodeWire } from "../../../core/contract/v1/wire.ts";
import type { PlaneLink } from "./plane-link.ts";

/** The three parts of a report. */
export interface Report {
  facts: MachineFacts;
  caps: Capabilities;
  policy: PolicySummary;
}

export interface ReportHashes {
  factsHash: string;
  capsHash: string;
  policyHash: string;
}

/** SHA-256 of JCS of each part's wire form; the console computes the same. */
export function reportHashes(report: Report): ReportHashes {
  return {
    factsHash: sha256Hex(canonicalJson(encodeWire(MachineFacts, report.facts))),
    capsHash: sha256Hex(canonicalJson(encodeWire(Capabilities, report.caps))),
    policyHash: sha256Hex(canonicalJson(encodeWire(PolicySummary, report.policy))),
  };
}

const CALL_TIMEOUT_MS = 20_000;

/** Sends the parts whose hash differs from what was accepted last, or all when asked (MS1); returns what is accepted now. */
export async function sendReport(
  plane: PlaneLink,
  report: Report,
  accepted: Partial<ReportHashes>,
): Promise<Partial<ReportHashes>> {
  const hashes = reportHashes(report);
  const body = {
    ...(hashes.factsHash === accepted.factsHash ? {} : { facts: report.facts }),
    ...(hashes.capsHash === accepted.capsHash ? {} : { caps: report.caps }),
    ...(hashes.policyHash === accepted.policyHash ? {} : { policy: report.policy }),
  };
  if (Object.keys(body).length === 0) return accepted;
  const result = await plane.call({
    path: "report",
    request: ReportRequest,
    answer: ReportAnswer,
    body,
    timeoutMs: CALL_TIMEOUT_MS,
  });
  return result.kind === "ok" ? hashes : accepted;
}
