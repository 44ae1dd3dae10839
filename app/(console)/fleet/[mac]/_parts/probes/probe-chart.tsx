"use client";
import { useMemo } from "react";
import { CrosshairProvider } from "../../../../../_charts/frame/crosshair.tsx";
import { type ProbedLevel, prepareProbeHistory } from "../../../../../_charts/prepare/probes/probe-history.ts";
import { ProbeHistoryChart } from "../../../../../_charts/probe-history-chart.tsx";

/** The chart of a machine's probes, loaded when there is something to draw. */
export default function ProbeChart({ levels, hostName }: { levels: readonly ProbedLevel[]; hostName: string }) {
  const view = useMemo(() => prepareProbeHistory(levels), [levels]);
  return (
    <CrosshairProvider>
      <ProbeHistoryChart view={view} hrefOf={() => undefined} provenance={`probes of ${hostName}`} />
    </CrosshairProvider>
  );
}
