import { gainText, proposalLabel, targetText } from "../../../_words/proposal-words.ts";
import type { ProposalRow } from "./proposals-view.ts";

interface OpenProposals {
  open: number;
  /** The newest open one; null without one. */
  newest: ProposalRow | null;
  /** The reader may approve and reject. */
  mayDecide: boolean;
}

/** "What awaits my decision?" in one sentence. */
export function proposalsAnswer({ open, newest, mayDecide }: OpenProposals): string {
  if (open === 0 || newest === null) return "Nothing awaits a decision.";
  const gain = gainText(newest);
  const against = newest.flags.includes("regression") ? ", REGRESSION" : "";
  const one = `${proposalLabel(newest)} for ${targetText(newest)}${gain === null ? "" : `, predicted ${gain}`}${against}`;
  const whose = mayDecide ? "your" : "a";
  return open === 1
    ? `One proposal awaits ${whose} decision: ${one}.`
    : `${open} proposals await ${whose} decision; the newest is ${one}.`;
}
