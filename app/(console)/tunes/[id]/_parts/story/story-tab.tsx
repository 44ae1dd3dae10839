"use client";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { CellScatterChart } from "../../../../../_charts/cell-scatter-chart.tsx";
import { useKeys } from "../../../../../_keys/use-keys.ts";
import { EspalierTree } from "../../../../../_tree/espalier-tree.tsx";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { scatterOf } from "../trials/run-charts.ts";
import { trialHref } from "../trials/trial-link.ts";
import type { TuneDetail, TuneProgressAnswer } from "../tune-detail.ts";
import { EndedNote } from "./ended-note.tsx";
import { PlanFacts } from "./plan-facts.tsx";
import { ResultPanel } from "./result-panel.tsx";
import { StepList } from "./step-list.tsx";
import { treeOfTune } from "./tree-of-tune.ts";
import { TrustList } from "./trust-list.tsx";
import { WhyList } from "./why-list.tsx";

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
  const scatter = scatterOf(detail);
  const hasCells = scatter.cells.length + scatter.rail.length > 0;
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
          {hasCells ? <CellScatterChart view={scatter} hrefOf={trialHref} provenance={provenance} /> : null}
          {hasCells ? <div className="mt-8" /> : null}
          {isLive ? <StepList detail={detail} progress={progress} /> : null}
          <ResultPanel detail={detail} />
        </div>
        <div className="min-w-0">
          <WhyList detail={detail} />
          <TrustList detail={detail} />
          {isLive ? <PlanFacts plan={detail.plan} /> : null}
        </div>
      </div>
    </>
  );
}
