import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { closeConfirmation } from "./close-confirmation.ts";
import { runningConfirmations } from "./confirmation-repo.ts";
import { decideAdvance } from "./decide-advance.ts";
import { readFacts } from "./read-facts.ts";

interface Ending {
  readonly orgId: string;
  readonly class: string;
  /** Why they are void where their own proposal does not say it. */
  readonly reason: string;
}

/** Ends the running confirmations of a class after an act that voids them (TU41); what verdicts have decided already stands (TU40). */
export async function endRunning(app: App, tx: Tx, { reason, ...of }: Ending): Promise<void> {
  const at = app.clock.now();
  for (const row of await runningConfirmations(tx, of)) {
    const decision = decideAdvance(await readFacts(tx, row));
    await closeConfirmation(app, tx, { row, closing: decision.kind === "go_on" ? { kind: "void", reason } : decision });
    await publish(tx, { orgId: of.orgId, at, topic: "image", subject: row.proposalId, kind: "confirmation" });
  }
}
