import type { Approval } from "../../../../core/tuning/approval/decide-approval.ts";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { changeBetween } from "../reading/diffs.ts";
import type { ProposalRecord } from "../repo.ts";

type Refusal = Exclude<Approval, { kind: "approve" }>;

/** Turns a refusal into its error; a stale one carries both shas and what changed between them (TU49). Always throws. */
export async function refuse(tx: Tx, row: ProposalRecord, refusal: Refusal): Promise<never> {
  switch (refusal.kind) {
    case "closed":
      throw new AppError("PROPOSAL_CLOSED", {
        message: `PROP-${row.number} is ${refusal.state}`,
        details: { state: refusal.state },
      });
    case "four_eyes":
      throw new AppError("FOUR_EYES", { message: `PROP-${row.number} is your own proposal` });
    case "already_live":
      throw new AppError("PROPOSAL_CLOSED", { message: `the recipe of PROP-${row.number} is live already` });
    case "stale": {
      const { pinned, live } = refusal;
      const details = await changeBetween(tx, row, { pinned: pinned ?? row.baseSha, live });
      throw new AppError("PROPOSAL_STALE", {
        message: `the live recipe of ${row.class} is ${live ?? "none"}, not ${pinned ?? "none"}`,
        details,
      });
    }
    case "changed":
      throw new AppError("PROPOSAL_CHANGED", { message: `PROP-${row.number} is not as the page showed it` });
    case "override_needed": {
      const { causes, lacks } = refusal;
      throw new AppError("OVERRIDE_NEEDED", { message: overrideText(row, refusal), details: { causes, lacks } });
    }
  }
}

function overrideText(row: ProposalRecord, { causes, lacks }: Extract<Refusal, { kind: "override_needed" }>): string {
  switch (lacks) {
    case "override":
      return `PROP-${row.number} is ${causes.join(", ")} and needs an override`;
    case "class":
      return `override.class: type ${row.class}`;
    case "reason":
      return "override.reason: at least 10 characters";
  }
}
