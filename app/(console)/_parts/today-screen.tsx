"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../_trpc/context.ts";
import type { RouterOutputs } from "../../_trpc/procedures.ts";
import { LinkButton } from "../../_ui/controls/link-button.tsx";
import { PageHead } from "../../_ui/page/page-head.tsx";
import { Section } from "../../_ui/page/section.tsx";
import { EmptyState } from "../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../_ui/states/error-state.tsx";
import { LoadingPage } from "../../_ui/states/skeleton.tsx";
import { OPEN_PROPOSALS } from "../../_words/open-proposals.ts";
import { todayAnswer } from "../../_words/today-answer.ts";
import { MachineServing } from "./machine-serving.tsx";
import { NeedList } from "./need-list.tsx";
import { OpenProposalList } from "./open-proposal-list.tsx";
import { RecentTunes } from "./recent-tunes.tsx";
import { RunningTune } from "./running-tune.tsx";

type Today = RouterOutputs["today"]["get"];
type Proposals = RouterOutputs["proposals"]["list"];

const NO_PROPOSALS = { rows: [], total: 0 };
const QUESTION = "What changed while I was away, and what needs me?";

/** The first page: what runs, what needs a person, what each machine should serve, what ended. */
export function TodayScreen() {
  const trpc = useTRPC();
  const today = useQuery(trpc.today.get.queryOptions());
  const proposals = useQuery(trpc.proposals.list.queryOptions(OPEN_PROPOSALS));
  if (today.data !== undefined) return <TodayContent today={today.data} proposals={proposals.data ?? NO_PROPOSALS} />;
  if (today.error === null) return <LoadingPage />;
  return (
    <>
      <PageHead question={QUESTION} answer="The answer could not be read." />
      <ErrorState error={today.error} title="Today could not be read." onRetry={() => void today.refetch()} />
    </>
  );
}

function TodayContent({ today, proposals }: { today: Today; proposals: Pick<Proposals, "rows" | "total"> }) {
  const house = today.macs.find((mac) => mac.isHouse);
  const isUntuned = house !== undefined && house.recommendation === null && house.running === null;
  const answer = todayAnswer({
    running: today.running,
    finishedCount: today.finished.length,
    needsCount: today.needs.length + proposals.total,
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
      {proposals.total > 0 ? (
        <Section title="Awaits your decision">
          <OpenProposalList rows={proposals.rows} total={proposals.total} />
        </Section>
      ) : null}
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
