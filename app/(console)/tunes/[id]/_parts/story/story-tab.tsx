"use client";
import dynamic from "next/dynamic";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { MoreViews } from "../../../../../_charts/frame/more-views.tsx";
import { useKeys } from "../../../../../_keys/use-keys.ts";
import { EspalierTree } from "../../../../../_tree/espalier-tree.tsx";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { Skeleton } from "../../../../../_ui/states/skeleton.tsx";
import type { TuneDetail, TuneProgressAnswer } from "../tune-detail.ts";
import { WhyList } from "../why/why-list.tsx";
import { EndedNote } from "./ended-note.tsx";
import { ResultPanel } from "./result-panel.tsx";
import { treeOfTune } from "./tree-of-tune.ts";

const StoryScatter = dynamic(() => import("./story-scatter.tsx"), {
  ssr: false,
  loading: () => <Skeleton shape="drawing" />,
});
const SearchSection = dynamic(() => import("../search/search-section.tsx"), { ssr: false });
const TrustList = dynamic(() => import("./trust-list.tsx"), { ssr: false });
const StepList = dynamic(() => import("./step-list.tsx"), { ssr: false, loading: () => <Skeleton shape="rows" /> });
const PlanFacts = dynamic(() => import("./plan-facts.tsx"), { ssr: false, loading: () => <Skeleton shape="rows" /> });
const StoryMemory = dynamic(() => import("./story-memory.tsx"), {
  ssr: false,
  loading: () => <Skeleton shape="drawing" />,
});

const tablesInUrl = parseAsArrayOf(parseAsString).withDefault([]);
const TREE = "E1";

interface StoryTabProps {
  detail: TuneDetail;
  progress: TuneProgressAnswer["progress"];
  isLive: boolean;
  provenance: string;
}

/** The run as one picture, the chart that decided, and the reasons. */
export function StoryTab({ detail, progress, isLive, provenance }: StoryTabProps) {
  const [tables, setTables] = useQueryState("table", tablesInUrl);
  const isList = tables.includes(TREE);
  const toggle = () => void setTables(isList ? tables.filter((table) => table !== TREE) : [...tables, TREE]);
  const hasCells = detail.trials.some((trial) => trial.stage === 2);
  const hasLeft = isLive || hasCells || detail.recommendation !== null;
  useKeys(
    hasCells
      ? []
      : [
          {
            id: "chart.table",
            keys: "t",
            label: "Drawing as a list, or back",
            scope: "page",
            group: "see",
            run: toggle,
          },
        ],
  );
  return (
    <>
      <EndedNote detail={detail} />
      <div data-chart={TREE} className="mb-8">
        <EspalierTree input={treeOfTune(detail, { isLive, progress })} isListOpen={isList} />
        <div className="-ml-3">
          <Button variant="plain" keys="t" aria-pressed={isList} onClick={toggle}>
            {isList ? "Hide the list" : "List"}
          </Button>
        </div>
      </div>
      <div className={hasLeft ? "grid gap-x-12 gap-y-8 lg:grid-cols-2" : "max-w-[76ch]"}>
        <div className="min-w-0">
          {hasCells ? <StoryScatter detail={detail} provenance={provenance} /> : null}
          {hasCells ? <div className="mt-8" /> : null}
          {isLive ? <StepList detail={detail} progress={progress} /> : null}
          <ResultPanel detail={detail} />
        </div>
        <div className="min-w-0">
          <WhyList detail={detail} />
          <TrustList detail={detail} />
          {hasCells && detail.report === null ? <SearchSection detail={detail} /> : null}
          {isLive ? <PlanFacts plan={detail.plan} /> : null}
        </div>
      </div>
      {detail.report === null ? null : <SearchSection detail={detail} />}
      <MoreViews name="story" what="memory need of every candidate">
        <StoryMemory detail={detail} progress={progress} isLive={isLive} provenance={provenance} />
      </MoreViews>
    </>
  );
}
