"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { Section } from "../../../../../_ui/page/section.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.tsx";
import { Skeleton } from "../../../../../_ui/states/skeleton.tsx";
import { ProbeButton } from "./probe-button.tsx";
import { ProbeList } from "./probe-list.tsx";
import { probedLevels } from "./probed-levels.ts";

const ProbeChart = dynamic(() => import("./probe-chart.tsx"), { loading: () => <Skeleton shape="drawing" /> });

const MOST_SHOWN = 50;

/** What this machine's provider measured over time, and the way to measure it again. */
export function MacProbes({ macId, hostName }: { macId: string; hostName: string }) {
  const trpc = useTRPC();
  const probes = useQuery(trpc.probes.list.queryOptions({ agentId: macId, pageSize: MOST_SHOWN }));
  const rows = probes.data?.rows ?? [];
  const levels = useMemo(() => probedLevels(probes.data?.rows ?? []), [probes.data]);
  return (
    <Section
      title="How has it served over time?"
      note="A probe measures what is served now and changes nothing; it is refused while a tune has the machine."
    >
      <ProbeButton macId={macId} />
      {probes.isPending ? <Skeleton shape="rows" rows={3} /> : null}
      {probes.error === null ? null : (
        <ErrorState error={probes.error} title="Its probes could not be read." onRetry={() => void probes.refetch()} />
      )}
      {probes.data?.rows.length === 0 ? (
        <EmptyState title="Not probed yet.">
          The same by hand on that machine: <code className="font-mono text-meta">espalier probe</code>
        </EmptyState>
      ) : null}
      {levels.length > 0 ? <ProbeChart levels={levels} hostName={hostName} /> : null}
      {rows.length > 0 ? <ProbeList probes={rows} /> : null}
    </Section>
  );
}
