"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { tpsFigure, ttftFigure } from "../../../../../core/autotune/select.ts";
import { useKeys } from "../../../../_keys/use-keys.ts";
import { useTRPC } from "../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { Crumbs } from "../../../../_ui/page/crumbs.tsx";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { Section } from "../../../../_ui/page/section.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { LoadingPage } from "../../../../_ui/states/skeleton.tsx";
import { Metric } from "../../../../_ui/values/metric.tsx";
import { RelativeTime } from "../../../../_ui/values/relative-time.tsx";
import { osName } from "../../../../_words/os-name.ts";
import { EngineSection } from "./engine-section.tsx";
import { macAnswer } from "./mac-answer.ts";
import { MacFacts } from "./mac-facts.tsx";
import { MacRecipes } from "./mac-recipes.tsx";
import { MacTunes } from "./mac-tunes.tsx";
import { MacProbes } from "./probes/mac-probes.tsx";
import { RecommendationSection } from "./recommendation-section.tsx";
import { WarningList } from "./warning-list.tsx";

type MacDetail = RouterOutputs["fleet"]["get"];

const QUESTION = "Why does this Mac serve this model?";
const QUESTION_ELSEWHERE = "Why does this machine serve this model?";

/** One machine: what it should serve and why, what it is, what it can do, what ran on it. */
export function MacScreen({ id }: { id: string }) {
  const trpc = useTRPC();
  const detail = useQuery(trpc.fleet.get.queryOptions({ id }));
  if (detail.data !== undefined) return <MacContent detail={detail.data} />;
  if (detail.error === null) return <LoadingPage />;
  return (
    <>
      <PageHead question={QUESTION} answer="The machine could not be read." />
      <ErrorState error={detail.error} title="The machine could not be read." onRetry={() => void detail.refetch()} />
    </>
  );
}

function MacContent({ detail }: { detail: MacDetail }) {
  const router = useRouter();
  const { mac } = detail;
  const tuneHref = `/tunes/new?mac=${mac.id}`;
  useKeys([
    {
      id: "tune.this",
      keys: "c",
      label: `Tune ${mac.hostName}`,
      scope: "page",
      group: "act",
      run: () => router.push(tuneHref),
    },
  ]);
  return (
    <>
      <PageHead
        crumbs={<MacCrumbs detail={detail} />}
        question={mac.os === "darwin" ? QUESTION : QUESTION_ELSEWHERE}
        answer={macAnswer(mac)}
        figure={<MacFigure detail={detail} />}
        figureNote={<FigureNote detail={detail} />}
        action={
          <LinkButton variant="primary" href={tuneHref} keys="c">
            {mac.os === "darwin" ? "Tune this Mac" : "Tune this machine"}
          </LinkButton>
        }
      />
      {mac.warnings.length > 0 ? (
        <Section title="What is wrong, and what to do">
          <WarningList warnings={mac.warnings} />
        </Section>
      ) : null}
      {mac.recommendation === null ? null : <RecommendationSection recommendation={mac.recommendation} />}
      <MacRecipes macId={mac.id} />
      <MacProbes macId={mac.id} hostName={mac.hostName} />
      <div className="grid gap-x-12 md:grid-cols-2">
        <MacFacts detail={detail} />
        <EngineSection detail={detail} />
      </div>
      <MacTunes macId={mac.id} hostName={mac.hostName} />
    </>
  );
}

function MacCrumbs({ detail: { mac } }: { detail: MacDetail }) {
  return (
    <Crumbs
      path={[{ label: "Fleet", href: "/fleet" }, { label: mac.hostName }]}
      facts={[
        `${mac.chip}, ${mac.ramGb} GiB`,
        `${osName(mac.os)} ${mac.osVersion}`,
        ...(mac.isHouse ? ["the machine of this console"] : []),
        mac.presence.lastContactAt === null ? (
          "never seen"
        ) : (
          <span key="seen">
            last contact <RelativeTime at={mac.presence.lastContactAt} />
          </span>
        ),
      ]}
    />
  );
}

function MacFigure({ detail: { mac } }: { detail: MacDetail }) {
  const best = mac.recommendation;
  if (best === null) return null;
  return (
    <Metric
      size="headline"
      text={tpsFigure(best.tpsMedian, best.replicates).text}
      basis={{ kind: "measured", n: best.replicates }}
    />
  );
}

function FigureNote({ detail: { mac } }: { detail: MacDetail }) {
  const best = mac.recommendation;
  if (best === null) return null;
  const ttft = ttftFigure(best.ttftP95Ms, best.replicates);
  return `${tpsFigure(best.tpsMedian, best.replicates).label} · first token ${ttft.text}, ${ttft.label}`;
}
