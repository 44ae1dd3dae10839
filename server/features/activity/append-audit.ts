import { canonicalJson } from "../../../core/canonical/jcs.ts";
import type { Tx } from "../../platform/app.ts";
import { AUDIT_ROOT, type AuditRow, auditHash } from "./audit-row.ts";
import { findHead, insertEntry } from "./repo.ts";

/** What happened; `actor` is a user id, `agent:<id>` or `console`, `object` names its kind: `job:<id>`. */
export interface AuditInput {
  orgId: string;
  at: Date;
  actor: string;
  address?: string | null;
  action: string;
  object: string;
  beforeHash?: string | null;
  afterHash?: string | null;
  /** Small JSON of facts; never a secret, a prompt or a body (SL2). */
  detail?: unknown;
}

/** AU1: adds one link to the chain, in the transaction of the change it records. */
export async function appendAudit(tx: Tx, input: AuditInput): Promise<void> {
  const head = await findHead(tx);
  const row: AuditRow = {
    seq: (head?.seq ?? 0) + 1,
    orgId: input.orgId,
    at: input.at,
    actor: input.actor,
    address: input.address ?? null,
    action: input.action,
    object: input.object,
    beforeHash: input.beforeHash ?? null,
    afterHash: input.afterHash ?? null,
    detailJson: input.detail === undefined ? null : canonicalJson(input.detail),
    prev: head?.hash ?? AUDIT_ROOT,
  };
  await insertEntry(tx, { ...row, hash: auditHash(row) });
}
