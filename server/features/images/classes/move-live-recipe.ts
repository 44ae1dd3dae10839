import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { findClass, insertMove, swapLiveSha, versionAt } from "./class-repo.ts";

export interface LiveMove {
  orgId: string;
  class: string;
  /** The live sha the person was shown (AP1). */
  expectedSha: string | null;
  /** The version whose text becomes live. */
  toVersion: number;
  kind: "starter" | "edit" | "promote" | "roll_back";
  by: string;
  proposalId?: string | null;
  isForced?: boolean;
  reason?: string | null;
}

export type LiveMoved =
  | { kind: "moved" }
  /** Someone else moved it; `liveSha` is what is live now. */
  | { kind: "stale"; liveSha: string | null }
  /** The class has no such version. */
  | { kind: "no_recipe" };

/** TU49: compare-and-swap of a class's live recipe, with its row of history, in the caller's transaction. The one way a text becomes live. */
export async function moveLiveRecipe(app: App, tx: Tx, move: LiveMove): Promise<LiveMoved> {
  const { orgId, class: label, expectedSha, toVersion } = move;
  const text = await versionAt(tx, { orgId, class: label, version: toVersion });
  if (text === null) return { kind: "no_recipe" };
  const { recipeSha: toSha } = text;
  if (!(await swapLiveSha(tx, { orgId, label }, { from: expectedSha, to: toSha }))) {
    return { kind: "stale", liveSha: (await findClass(tx, orgId, label))?.liveSha ?? null };
  }
  const at = app.clock.now();
  await insertMove(tx, {
    id: app.random.uuid(),
    orgId,
    class: label,
    fromSha: expectedSha,
    toSha,
    toVersion,
    kind: move.kind,
    proposalId: move.proposalId ?? null,
    isForced: move.isForced ?? false,
    reason: move.reason ?? null,
    movedBy: move.by,
    at,
  });
  await publish(tx, { orgId, at, topic: "image", subject: label, kind: "recipe" });
  return { kind: "moved" };
}
