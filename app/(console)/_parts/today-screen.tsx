"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { isAllowed } from "../../../core/access/roles.ts";
import { useTRPC } from "../../_trpc/context.ts";
import type { RouterOutputs } from "../../_trpc/procedures.ts";
import { LinkButton } from "../../_ui/controls/link-button.tsx";
import { PageHead } from "../../_ui/page/page-head.tsx";
import { Section } from "../../_ui/page/section.tsx";
import { EmptyState } from "../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../_ui/states/error-state.tsx";
import { OlderNote } from "../../_ui/states/older-note.tsx";
import { LoadingPage, Skeleton } from "../../_ui/states/skeleton.tsx";
import { OPEN_PROPOSALS } from "../../_words/open-proposals.ts";
import { todayAnswer } from "../../_words/today-answer.ts";
import { MachineServing } from "./machine-serving.tsx";
import { NeedList } from "./need-list.tsx";
import { OpenProposalList } from "./open-proposal-list.tsx";
import { RecentTunes } from "./recent-tunes.tsx";
import { RunningTune } from "./running-tune.tsx";

type Today = RouterOutputs["today"]["get"];

/** The open proposals as far as they are read. */
interface Proposals {
  list: RouterOutputs["proposals"]["list"] | undefined;
  error: unknown;
  retry: () => void;
}

const QUESTION = "What changed while I was away, and what needs me?";

/** The first page: what runs, what needs a person, what each machine should serve, what ended. */
export function TodayScreen() {
  const trpc = useTRPC();
  const today = useQuery(trpc.today.get.queryOptions());
  const proposals = useQuery(trpc.proposals.list.queryOptions(OPEN_PROPOSALS));
  if (today.data !== undefined) {
    const retry = () => void proposals.refetch();
    return (
      <TodayContent
        today={today.data}
        proposals={{ list: proposals.data, error: proposals.error, retry }}
        older={<OlderNote error={today.error} onRetry={() => void today.refetch()} />}
      />
    );
  }
  if (today.error === null) return <LoadingPage />;
  return (
    <>
      <PageHead question={QUESTION} answer="The answer could not be read." />
      <ErrorState error={today.error} title="Today could not be read." onRetry={() => void today.refetch()} />
    </>
  );
}

interface TodayContentProps {
  today: Today;
  proposals: Proposals;
  older: ReactNode;
}

function TodayContent({ today, proposals, older }: TodayContentProps) {
  const house = today.macs.find((mac) => mac.isHouse);
  const isUntuned = house !== undefined && house.recommendation === null && house.running === null;
  const answer = todayAnswer({
    running: today.running,
    finishedCount: today.finished.length,
    needsCount: today.needs.length + (proposals.list?.total ?? 0),
    isWhole: proposals.list !== undefined,
    machineCount: today.macs.length,
    untunedHouse: isUntuned ? house.hostName : null,
  });
  return (
    <>
      <PageHead
        question={QUESTION}
        answer={answer}
        action={<TodayAction today={today} untunedId={isUntuned ? house.id : null} />}
      />
      {older}
      {today.running.length > 0 ? (
        <Section title="Under way">
          {today.running.map((tune) => (
            <RunningTune key={tune.id} tune={tune} />
          ))}
        </Section>
      ) : null}
      {today.needs.length > 0 ? (
        <Section title="Needs you">
          <NeedList needs={today.needs} />
        </Section>
      ) : null}
      <OpenProposals proposals={proposals} />
      <Section title="What each machine should serve">
        {today.macs.length === 0 ? (
          <EmptyState title="No machine yet." action={<LinkButton href="/fleet/enrol">Add a Mac</LinkButton>}>
            The console's own machine appears here by itself a few seconds after the start, unless it was started with{" "}
            <code className="font-mono">--no-house-agent</code>.
          </EmptyState>
        ) : (
          <MachineServing macs={today.macs} />
        )}
      </Section>
      <Section title="Ended in the last seven days">
        <RecentTunes tunes={today.finished} />
      </Section>
    </>
  );
}

/** What awaits a decision; nothing stands here only when it is known that nothing does. */
function OpenProposals({ proposals: { list, error, retry } }: { proposals: Proposals }) {
  const trpc = useTRPC();
  const me = useQuery(trpc.self.me.queryOptions());
  if (error === null && list?.total === 0) return null;
  return (
    <Section title={isAllowed(me.data?.role ?? null, "approve") ? "Awaits your decision" : "Awaits a decision"}>
      {list === undefined && error === null ? <Skeleton shape="rows" rows={2} /> : null}
      {error === null ? null : (
        <ErrorState error={error} title="The open proposals could not be read." onRetry={retry} />
      )}
      {list === undefined || list.total === 0 ? null : <OpenProposalList rows={list.rows} total={list.total} />}
    </Section>
  );
}

function TodayAction({ today, untunedId }: { today: Today; untunedId: string | null }) {
  const running = today.running[0];
  if (untunedId !== null) {
    return (
      <LinkButton variant="primary" href={`/tunes/new?mac=${untunedId}`} keys="c">
        Tune this machine
      </LinkButton>
    );
  }
  if (running !== undefined) {
    return (
      <LinkButton variant="primary" href={`/tunes/${running.id}`}>
        Watch {running.label}
      </LinkButton>
    );
  }
  return (
    <LinkButton variant="primary" href={today.macs.length === 0 ? "/fleet/enrol" : "/tunes/new"}>
      {today.macs.length === 0 ? "Add a Mac" : "New tune"}
    </LinkButton>
  );
}
