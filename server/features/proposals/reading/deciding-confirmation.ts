import type { Db, Tx } from "../../../platform/app.ts";
import { listMoves } from "../../images/index.ts";
import { resultOf } from "../confirmation/result.ts";
import { type ConfirmationRecord, confirmationsOfRecipes, type ListedProposal } from "../repo.ts";

type Proposal = Pick<ListedProposal, "id" | "class" | "baseSha" | "recipeSha" | "state" | "decidedAt">;

interface Known {
  /** Of these two recipes of the class, oldest first. */
  readonly confirmations: readonly ConfirmationRecord[];
  /** Moves of the class's live recipe. */
  readonly moves: readonly { readonly fromSha: string | null; readonly proposalId: string | null; readonly at: Date }[];
}

/**
 * The confirmation that a proposal stands on: of its two recipes the one that ended first, whichever proposal asked for it (TU40);
 * before any has ended its own newest. A pass is void once the live recipe moved, a failure never (TU41).
 * A promoted proposal keeps the one it stood on when it was approved: what came later changes nothing. A superseded or rejected one has its own.
 */
export function decidingConfirmation(proposal: Proposal, { confirmations, moves }: Known): ConfirmationRecord | null {
  const own = confirmations.filter(({ proposalId }) => proposalId === proposal.id).at(-1) ?? null;
  if (proposal.state !== "open" && proposal.state !== "promoted") return own;
  const until = proposal.state === "promoted" ? proposal.decidedAt : null;
  const isKnown = (at: Date | null) => until === null || (at !== null && at <= until);
  const hasMoved = ({ baseSha, requestedAt }: ConfirmationRecord) =>
    moves.some(
      ({ fromSha, proposalId, at }) =>
        fromSha === baseSha && proposalId !== proposal.id && at >= requestedAt && isKnown(at),
    );
  const [first] = (until === null ? confirmations : confirmations.map(asEnded))
    .filter(({ endedAt }) => isKnown(endedAt))
    .filter((one) => one.state === "failed" || (one.state === "passed" && !hasMoved(one)))
    .sort((a, b) => (a.endedAt?.getTime() ?? 0) - (b.endedAt?.getTime() ?? 0));
  return first ?? own;
}

/** A pass that was voided later keeps its figures and the time of its pass. */
function asEnded(one: ConfirmationRecord): ConfirmationRecord {
  return one.state === "void" && resultOf(one).figures !== undefined ? { ...one, state: "passed" } : one;
}

/** The deciding confirmation of each of these proposals that has one. */
export async function decidingConfirmations(
  tx: Db | Tx,
  orgId: string,
  proposals: readonly Proposal[],
): Promise<Map<string, ConfirmationRecord>> {
  const all = proposals.length === 0 ? [] : await confirmationsOfRecipes(tx, orgId, proposals);
  const labels = new Set(all.map(({ class: label }) => label));
  const moves = new Map<string, Known["moves"]>();
  for (const label of labels) moves.set(label, await listMoves(tx, orgId, label));
  return new Map(
    proposals.flatMap((proposal) => {
      const { class: label, baseSha, recipeSha } = proposal;
      const confirmations = all.filter(
        (one) => one.class === label && one.baseSha === baseSha && one.recipeSha === recipeSha,
      );
      const deciding = decidingConfirmation(proposal, { confirmations, moves: moves.get(label) ?? [] });
      return deciding === null ? [] : [[proposal.id, deciding]];
    }),
  );
}
