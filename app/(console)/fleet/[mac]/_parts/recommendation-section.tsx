"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { formatKnob } from "../../../../../core/units/knobs.ts";
import { EspalierTree } from "../../../../_tree/espalier-tree.tsx";
import { useTRPC } from "../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { FactList } from "../../../../_ui/page/fact-list.tsx";
import { Section } from "../../../../_ui/page/section.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { CommandLine } from "../../../../_ui/values/command-line.tsx";
import { RelativeTime } from "../../../../_ui/values/relative-time.tsx";
import { treeOfTune } from "../../../tunes/[id]/_parts/story/tree-of-tune.ts";
import { InfeasibleList } from "./infeasible-list.tsx";

type Recommendation = NonNullable<RouterOutputs["fleet"]["get"]["mac"]["recommendation"]>;

/** What to serve here as E1 over C-01, the command for it, and why nothing bigger. */
export function RecommendationSection({ recommendation }: { recommendation: Recommendation }) {
  const trpc = useTRPC();
  const tune = useQuery(trpc.tunes.get.queryOptions({ id: recommendation.tuneRunId }));
  const document = tune.data?.recommendation ?? null;
  const { knobs } = recommendation;
  return (
    <>
      <div className="mb-8">
        {tune.data === undefined ? (
          <Skeleton shape="drawing" />
        ) : (
          <EspalierTree input={treeOfTune(tune.data, { isLive: false, progress: null })} isListOpen={false} />
        )}
      </div>
      <div className="grid gap-x-12 md:grid-cols-2">
        <Section
          title="What to serve"
          aside={
            <Link className="link" href={`/tunes/${recommendation.tuneRunId}`}>
              Evidence in <span className="font-mono text-meta">{recommendation.label}</span>
            </Link>
          }
        >
          <div className="mb-4">
            <FactList
              facts={[
                { label: "Model", value: recommendation.model, isMono: true },
                { label: "kv_bits", value: formatKnob(knobs.kvBits) },
                { label: "max_batch", value: formatKnob(knobs.maxBatch) },
                {
                  label: "max_context",
                  value: knobs.maxContext === null ? "unset" : knobs.maxContext.toLocaleString("en-US"),
                },
                {
                  label: "Measured",
                  value: recommendation.endedAt === null ? "unknown" : <RelativeTime at={recommendation.endedAt} />,
                },
                { label: "Recipe hash", value: recommendation.recipeHash, isMono: true },
              ]}
            />
          </div>
          {document?.recommendation ? (
            <CommandLine what="serve command" command={document.recommendation.serve_command} />
          ) : null}
          {tune.isPending ? <Skeleton shape="rows" rows={1} /> : null}
        </Section>
        <Section title="Why nothing bigger">
          <InfeasibleList document={document} tuneRunId={recommendation.tuneRunId} isRead={!tune.isPending} />
        </Section>
      </div>
    </>
  );
}
