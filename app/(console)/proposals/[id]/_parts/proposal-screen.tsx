"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Approval } from "../../../../_approval/approval.tsx";
import { ProposeAgain } from "../../../../_approval/propose-again.tsx";
import { RollBackButton } from "../../../../_approval/roll-back-button.tsx";
import { useTRPC } from "../../../../_trpc/context.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { Crumbs } from "../../../../_ui/page/crumbs.tsx";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { OlderNote } from "../../../../_ui/states/older-note.tsx";
import { LoadingPage, Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { RelativeTime } from "../../../../_ui/values/relative-time.tsx";
import { objectionOf, proposalLabel, stateWords, targetText } from "../../../../_words/proposal-words.ts";
import { ApproveProposal } from "./approve-proposal.tsx";
import { ChangesPart } from "./changes-part.tsx";
import { ConfirmationPart } from "./confirmation-part.tsx";
import { EvidencePart } from "./evidence-part.tsx";
import { PairsPart } from "./pairs-part.tsx";
import { PinsSection } from "./pins-section.tsx";
import { planOf } from "./plan-of.ts";
import { type AskedDecision, ProposalActions } from "./proposal-actions.tsx";
import { proposalAnswer } from "./proposal-answer.ts";
import type { ProposalPage } from "./proposal-page.ts";
import { RejectProposal } from "./reject-proposal.tsx";
import { StaleNote } from "./stale-note.tsx";
import { useFollowers } from "./use-followers.ts";

const ProposalCharts = dynamic(() => import("./proposal-charts.tsx").then(({ ProposalCharts: charts }) => charts), {
  ssr: false,
  loading: () => <Skeleton shape="drawing" />,
});

const QUESTION = "Should I approve this?";

/** One proposal in the order of the approval: what changes, for, against, what will happen, undo. */
export function ProposalScreen({ id }: { id: string }) {
  const trpc = useTRPC();
  const proposal = useQuery(trpc.proposals.get.queryOptions({ id }));
  if (proposal.data === undefined) {
    if (proposal.error === null) return <LoadingPage />;
    return (
      <ErrorState
        error={proposal.error}
        title="The proposal could not be read."
        onRetry={() => void proposal.refetch()}
      />
    );
  }
  return <ShownProposal page={proposal.data} error={proposal.error} onRetry={() => void proposal.refetch()} />;
}

interface ShownProposalProps {
  page: ProposalPage;
  /** A reload that failed while the older state still stands here. */
  error: unknown;
  onRetry: () => void;
}

function ShownProposal({ page, error, onRetry }: ShownProposalProps) {
  const followers = useFollowers(page.class);
  return (
    <>
      <PageHead
        question={QUESTION}
        answer={proposalAnswer(page)}
        crumbs={<ProposalCrumbs page={page} />}
        action={<HeadAction key={page.id} page={page} />}
      />
      <OlderNote error={error} onRetry={onRetry} />
      <Approval
        changes={<ChangesPart page={page} />}
        speaksFor={<SpeaksFor page={page} />}
        objections={page.against.map(({ flag, text }) => objectionOf(flag, text))}
        againstMore={page.stale === null ? null : <Stale page={page} stale={page.stale} />}
        plan={planOf(page, followers)}
        planMore={followers.kind === "unread" ? <Button onClick={followers.retry}>Retry</Button> : null}
        undo={page.undo}
      />
      <PinsSection page={page} />
    </>
  );
}

/** What changed underneath, and the way on: the same again, against what is live now. */
function Stale({ page, stale }: { page: ProposalPage; stale: NonNullable<ProposalPage["stale"]> }) {
  return (
    <div className="grid gap-3">
      <StaleNote stale={stale} />
      {stale.live === page.recipeSha ? null : <ProposeAgain of={page} />}
    </div>
  );
}

/** The act of the moment, and the dialog that was opened: it outlives the decision, with what was typed into it (H-33). */
function HeadAction({ page }: { page: ProposalPage }) {
  const [asked, setAsked] = useState<AskedDecision | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      {page.state === "open" ? <ProposalActions page={page} onAsk={setAsked} /> : <ClosedAction page={page} />}
      {asked === "approve" ? <ApproveProposal page={page} onClose={close} /> : null}
      {asked === "reject" ? <RejectProposal page={page} onClose={close} /> : null}
    </>
  );
}

/** The way back while its recipe is live; the same again once it expired. */
function ClosedAction({ page }: { page: ProposalPage }) {
  if (page.state === "expired" && page.stale === null) return <ProposeAgain of={page} />;
  const isLive = page.state === "promoted" && page.pins.liveSha === page.recipeSha;
  return isLive ? <RollBackButton label={page.class} /> : null;
}

function ProposalCrumbs({ page }: { page: ProposalPage }) {
  return (
    <Crumbs
      path={[
        { label: "Proposals", href: "/proposals" },
        { label: proposalLabel(page), isMono: true },
      ]}
      facts={[
        targetText(page),
        stateWords(page.state).word,
        <span key="who">
          proposed <RelativeTime at={page.requestedAt} /> by {page.requestedBy}
        </span>,
      ]}
    />
  );
}

function SpeaksFor({ page }: { page: ProposalPage }) {
  const { evidence } = page;
  return (
    <div className="grid gap-8">
      {evidence === null ? (
        <p className="max-w-[70ch] text-ink-2">No tune stands behind it, so nothing is predicted.</p>
      ) : (
        <>
          <EvidencePart page={page} evidence={evidence} />
          <ProposalCharts
            label={page.class}
            evidence={evidence}
            confirmation={page.confirmation}
            provenance={`${proposalLabel(page)}, ${page.class}, ${page.serverTime.slice(0, 16)} UTC`}
          />
        </>
      )}
      {page.origin === "roll_back" ? null : (
        <Part title="Blind confirmation">
          <ConfirmationPart page={page} />
        </Part>
      )}
      <Part title="Five best and five worst pairs">
        <PairsPart pairs={page.pairs} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-2 text-prose font-semibold">{title}</h3>
      {children}
    </div>
  );
}
