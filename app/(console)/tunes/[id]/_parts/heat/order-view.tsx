"use client";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { OrderSlopesChart } from "../../../../../_charts/order-slopes-chart.tsx";
import { prepareOrderSlopes } from "../../../../../_charts/prepare/bias/order-slopes.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { neighbourIds, orderPair } from "./order-pair.ts";

const nowhere = () => undefined;

/** M28: the other run of this one's order pair, where the machine made one; nothing otherwise. */
export function OrderView({ detail, provenance }: { detail: TuneDetail; provenance: string }) {
  const trpc = useTRPC();
  const { agentId } = detail.summary;
  const list = useQuery(trpc.tunes.list.queryOptions({ agentId, pageSize: 100 }));
  const ids = neighbourIds(list.data?.rows ?? [], detail.summary);
  const neighbours = useQueries({ queries: ids.map((id) => trpc.tunes.get.queryOptions({ id })) });
  const others = neighbours.flatMap(({ data }) => data ?? []);
  const pair = orderPair(detail, others);
  const [forward, reverse] = [pair?.forward, pair?.reverse];
  const view = useMemo(
    () =>
      forward === undefined || reverse === undefined
        ? null
        : prepareOrderSlopes({
            forward: { label: forward.summary.label, trials: forward.trials },
            reverse: { label: reverse.summary.label, trials: reverse.trials },
          }),
    [forward, reverse],
  );
  return view === null ? null : (
    <div className="mt-8">
      <OrderSlopesChart view={view} hrefOf={nowhere} provenance={provenance} />
    </div>
  );
}
