"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { PlanFlags } from "../../../../../../core/autotune/plan-flags.ts";
import type { EngineName } from "../../../../../../core/serving/engine-name.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { TuneList } from "../form/flags-in-url.ts";
import { useDebounced } from "./use-debounced.ts";

const PAUSE_MS = 250;

interface PlanQuestion {
  agentId: string | null;
  list: TuneList;
  flags: PlanFlags;
  engine: EngineName | null;
}

/** The plan as the console reads it, asked for after a short pause in typing; a newer question aborts the older one. */
export function usePlanPreview(request: PlanQuestion) {
  const trpc = useTRPC();
  const text = JSON.stringify(request.flags);
  const typed = useMemo(
    () => ({ agentId: request.agentId, list: request.list, engine: request.engine, text }),
    [request.agentId, request.list, request.engine, text],
  );
  const settled = useDebounced(typed, PAUSE_MS);
  const query = useQuery({
    ...trpc.tunes.preview.queryOptions(
      {
        agentId: settled.agentId ?? "",
        list: settled.list,
        flags: JSON.parse(settled.text),
        ...(settled.engine === null ? {} : { engine: settled.engine }),
      },
      { trpc: { abortOnUnmount: true } },
    ),
    enabled: settled.agentId !== null,
    placeholderData: keepPreviousData,
  });
  return { query, isOld: settled !== typed || query.isPlaceholderData };
}
