import type { Db } from "../../platform/app.ts";
import { AUDIT_ROOT, type AuditRow, auditHash } from "./audit-row.ts";
import { listAfter } from "./repo.ts";

const PAGE = 500;

/** Whether the chain holds, how long it is, and where it breaks. */
export type AuditVerdict =
  | { kind: "whole"; count: number; head: string }
  | { kind: "broken"; seq: number; reason: "gap" | "prev-differs" | "hash-differs" };

/** INV-28, AU4: walks the chain from its start. */
export async function verifyAudit(db: Db): Promise<AuditVerdict> {
  let head = { seq: 0, hash: AUDIT_ROOT };
  for (;;) {
    const page = await listAfter(db, head.seq, PAGE);
    for (const row of page) {
      const reason = breakAt(row, head);
      if (reason !== null) return { kind: "broken", seq: head.seq + 1, reason };
      head = { seq: row.seq, hash: row.hash };
    }
    if (page.length < PAGE) return { kind: "whole", count: head.seq, head: head.hash };
  }
}

function breakAt(
  row: AuditRow & { hash: string },
  head: { seq: number; hash: string },
): "gap" | "prev-differs" | "hash-differs" | null {
  if (row.seq !== head.seq + 1) return "gap";
  if (row.prev !== head.hash) return "prev-differs";
  return auditHash(row) === row.hash ? null : "hash-differs";
}
