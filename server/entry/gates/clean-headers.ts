import type { IncomingHttpHeaders } from "node:http";
import { ADDRESS_HEADER } from "../../features/accounts/index.ts";

const OURS = new Set(["content-security-policy", "content-security-policy-report-only", "x-nonce", ADDRESS_HEADER]);

/** Removes what only the entry may say: policy, nonce, caller's address, and what Next trusts from itself (HD1, TH3). */
export function cleanHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) {
    if (OURS.has(name) || name.startsWith("x-middleware-")) delete headers[name];
  }
}
