import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { startPump } from "../../../platform/pump.ts";
import { transaction } from "../../../platform/transaction.ts";
import { askForMore, nextInputs } from "./ask-for-more.ts";
import { closeConfirmation } from "./close-confirmation.ts";
import { type ConfirmationRow, changeItem, findConfirmation, openConfirmations } from "./confirmation-repo.ts";
import { type Advance, decideAdvance } from "./decide-advance.ts";
import { readFacts } from "./read-facts.ts";
import { missingOf } from "./result.ts";

/** Advances confirmations after every commit until stopped. */
export function startConfirmationPump(app: App): { stop(): Promise<void> } {
  return startPump(app, { work: () => advanceConfirmations(app), complaint: "confirmations could not go on" });
}

/** Brings every open confirmation forward: gives finished pairs to the bench, replaces what cannot be judged, ends or voids it (TU40, TU41). */
export async function advanceConfirmations(app: App): Promise<void> {
  for (const row of await openConfirmations(app.db, app.orgId)) {
    if (!(await hasWork(app, row))) continue;
    await transaction(app, "proposals.advance", async (tx) => {
      const fresh = await findConfirmation(tx, { orgId: row.orgId, id: row.id });
      if (fresh === null || fresh.state !== row.state) return;
      await apply(app, tx, { row: fresh, decision: decideAdvance(await readFacts(tx, fresh)) });
    });
  }
}

/** Every commit asks again, so that a turn without anything to do must not commit. */
async function hasWork({ db }: App, row: ConfirmationRow): Promise<boolean> {
  const decision = decideAdvance(await readFacts(db, row));
  if (decision.kind !== "go_on") return true;
  const { ready, replaced, again, missing } = decision;
  if (ready.length + replaced.length + again.length > 0) return true;
  if (missing === 0) return missingOf(row) !== 0;
  return missing !== missingOf(row) || (await nextInputs(db, row)).length > 0;
}

async function apply(app: App, tx: Tx, { row, decision }: { row: ConfirmationRow; decision: Advance }): Promise<void> {
  const { orgId, id, proposalId } = row;
  const at = app.clock.now();
  switch (decision.kind) {
    case "void":
    case "end":
      await closeConfirmation(app, tx, { row, closing: decision });
      break;
    case "go_on":
      for (const { position, ...runs } of decision.ready) {
        await changeItem(tx, { orgId, confirmationId: id, position }, runs);
      }
      await askForMore(app, tx, { row, progress: decision });
  }
  await publish(tx, { orgId, at, topic: "image", subject: proposalId, kind: "confirmation" });
}
