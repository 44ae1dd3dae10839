"use client";
import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useTRPC } from "../../../../_trpc/context.ts";
import { Crumbs } from "../../../../_ui/page/crumbs.tsx";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { OlderNote } from "../../../../_ui/states/older-note.tsx";
import { LoadingPage } from "../../../../_ui/states/skeleton.tsx";
import { RatingCharts } from "../../_parts/rating-charts.tsx";
import { LeaderboardSection } from "./board/leaderboard-section.tsx";
import { classAnswer } from "./class-answer.ts";
import { classInUrl } from "./class-view.ts";
import { FollowerSection } from "./following/follower-section.tsx";
import { HistorySection } from "./history-section.tsx";
import { ImproveSection } from "./improve-section.tsx";
import { RecipeSection } from "./recipe-section.tsx";
import { ReplaySection } from "./replay-section.tsx";
import { RunSection } from "./run-section.tsx";
import { PredictionSection } from "./tuning/prediction-section.tsx";
import { TuneClass } from "./tuning/tune-class.tsx";
import { useTuner } from "./tuning/use-tuner.ts";

const QUESTION = "How good is this class, and what would improve it?";

/** One class: its live recipe, its runs and ratings, its history. */
export function ClassScreen({ label }: { label: string }) {
  const trpc = useTRPC();
  const [view, setView] = useQueryStates(classInUrl, { history: "replace" });
  const page = useQuery(trpc.images.class.queryOptions({ class: label }));
  const tuner = useTuner(label);
  if (page.data === undefined) {
    if (page.error === null) return <LoadingPage />;
    return <ErrorState error={page.error} title="The class could not be read." onRetry={() => void page.refetch()} />;
  }
  const { data } = page;
  const crumbs = <Crumbs path={[{ label: "Images", href: "/images" }, { label }]} facts={factsOf(data.summary)} />;
  return (
    <>
      <PageHead
        question={QUESTION}
        answer={classAnswer({ page: data, tuner: tuner.data ?? null })}
        crumbs={crumbs}
        action={<TuneClass page={data} />}
      />
      <OlderNote error={page.error} onRetry={() => void page.refetch()} />
      <RecipeSection
        label={label}
        page={data}
        version={view.version}
        onVersion={(version) => void setView({ version })}
      />
      {data.live === null ? null : <ImproveSection label={label} />}
      <LeaderboardSection label={label} />
      <RatingCharts scores={data.scores} progress={[data.summary.progress]} at={data.serverTime} />
      <FollowerSection label={label} />
      <PredictionSection label={label} />
      <RunSection label={label} page={view.page} scores={data.scores} onPage={(next) => void setView({ page: next })} />
      <ReplaySection
        label={label}
        versions={data.versions}
        replayId={view.replay}
        onReplay={(replay) => void setView({ replay })}
      />
      <HistorySection page={data} />
    </>
  );
}

const factsOf = ({ definition, origin, parent }: { definition: string; origin: string; parent: string | null }) => [
  origin === "imported" ? "imported class" : definition,
  ...(parent === null ? [] : [`parent ${parent}`]),
];
