"use client";
import { useKeys } from "../../../../_keys/use-keys.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import type { ProposalPage } from "./proposal-page.ts";

export type AskedDecision = "approve" | "reject";

interface ProposalActionsProps {
  page: ProposalPage;
  onAsk: (what: AskedDecision) => void;
}

/** Approve and reject of an open proposal, with their keys; each asks for a dialog whose Cancel has the focus. */
export function ProposalActions({ page, onAsk }: ProposalActionsProps) {
  const { approve, reject } = page.viewer;
  const ask = (what: AskedDecision) => {
    if (page.viewer[what].isAllowed) onAsk(what);
  };
  useKeys([
    {
      id: "proposal.approve",
      keys: "a",
      label: "Approve…",
      scope: "page",
      group: "act",
      isInPalette: true,
      run: () => ask("approve"),
    },
    {
      id: "proposal.reject",
      keys: "z",
      label: "Reject…",
      scope: "page",
      group: "act",
      isInPalette: true,
      run: () => ask("reject"),
    },
  ]);
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap gap-2 md:justify-end">
        <Button keys="z" disabled={!reject.isAllowed} onClick={() => ask("reject")}>
          Reject…
        </Button>
        <Button variant="primary" keys="a" disabled={!approve.isAllowed} onClick={() => ask("approve")}>
          Approve…
        </Button>
      </div>
      {approve.isAllowed || approve.why === null ? null : (
        <p className="max-w-[40ch] text-meta text-ink-2 md:text-right">{approve.why}</p>
      )}
    </div>
  );
}
