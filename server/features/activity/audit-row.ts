import { canonicalJson } from "../../../core/canonical/jcs.ts";
import { sha256Hex } from "../../../core/canonical/sha256.ts";

/** The row before the first one. */
export const AUDIT_ROOT = "0".repeat(64);

/** One link of the chain as it is hashed (AU1). */
export interface AuditRow {
  seq: number;
  orgId: string;
  at: Date;
  actor: string;
  address: string | null;
  action: string;
  object: string;
  beforeHash: string | null;
  afterHash: string | null;
  detailJson: string | null;
  prev: string;
}

/** AU1: SHA-256 of the JCS form of everything but the hash itself. */
export function auditHash(row: AuditRow): string {
  return sha256Hex(
    canonicalJson({
      seq: row.seq,
      org_id: row.orgId,
      at: row.at.toISOString(),
      actor: row.actor,
      address: row.address,
      action: row.action,
      object: row.object,
      before_hash: row.beforeHash,
      after_hash: row.afterHash,
      detail_json: row.detailJson,
      prev: row.prev,
    }),
  );
}
