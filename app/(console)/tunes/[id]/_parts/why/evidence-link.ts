import type { EvidenceRow } from "../../../../../../core/autotune/report/explain/clause.ts";
import { trialHref, visitHref } from "../trials/trial-link.ts";

/** Where the row behind a clause is shown. */
export function evidenceHref(row: EvidenceRow): string {
  switch (row.kind) {
    case "trial":
      return trialHref(row.localId);
    case "visit":
      return visitHref(row.seq);
    case "candidate":
      return "?more=story&table=C-01";
    case "baseline":
    case "recommendation":
      return "?tab=raw";
  }
}

/** How a link to that row reads. */
export function evidenceName(row: EvidenceRow): string {
  switch (row.kind) {
    case "trial":
      return `trial ${row.localId}`;
    case "visit":
      return `visit ${row.seq}`;
    case "candidate":
      return `estimate ${row.rank}`;
    case "baseline":
      return "baseline";
    case "recommendation":
      return "recommendation";
  }
}
