import type { App, Tx } from "../../../platform/app.ts";
import { appendAudit } from "../../activity/index.ts";
import { stopBatch } from "../../images/index.ts";
import { type ConfirmationRow, changeConfirmation } from "./confirmation-repo.ts";
import type { Advance } from "./decide-advance.ts";
import { resultOf, resultText } from "./result.ts";

type Closing = Exclude<Advance, { kind: "go_on" }>;

interface ClosedRow {
  readonly row: ConfirmationRow;
  readonly closing: Closing;
}

/** Writes down how a confirmation ended, or why it is void, with its audit row; the runs of a void one are for nothing and stop (TU40, TU41). */
export async function closeConfirmation(app: App, tx: Tx, { row, closing }: ClosedRow): Promise<void> {
  const { orgId, id, proposalId, planned, batchId } = row;
  const at = app.clock.now();
  const state = closing.kind === "end" ? closing.state : "void";
  const resultJson = resultText(closedResult(row, closing));
  // A voided pass keeps the time of its pass: what was approved on it stays as it was.
  const endedAt = row.state === "passed" ? {} : { endedAt: at };
  await changeConfirmation(tx, { orgId, id }, { state, resultJson, ...endedAt });
  await appendAudit(tx, {
    orgId,
    at,
    actor: "console",
    address: null,
    action: `image_confirmation.${state}`,
    object: `image-proposal:${proposalId}`,
    detail: { confirmationId: id, planned, result: resultJson },
  });
  if (state !== "void" || batchId === null) return;
  await stopBatch(app, tx, { orgId, batchId, by: "the console", actor: "console", address: null });
}

function closedResult(row: ConfirmationRow, closing: Closing) {
  if (closing.kind === "end") return { figures: closing.figures, isEarly: closing.isEarly };
  return { ...(row.state === "passed" ? resultOf(row) : {}), reason: closing.reason };
}
