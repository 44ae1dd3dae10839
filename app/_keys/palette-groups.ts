"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useSyncExternalStore } from "react";
import { useTRPC } from "../_trpc/context.ts";
import { OPEN_PROPOSALS } from "../_words/open-proposals.ts";
import { proposalLabel, targetText } from "../_words/proposal-words.ts";
import { type KeyBinding, reachable } from "./key-registry.ts";
import { useKeysStore } from "./keys-provider.tsx";

export interface PaletteItem {
  id: string;
  label: string;
  /** Said behind the label: a machine's chip, a tune's state. */
  note: string;
  keys: string;
  run: () => void;
}

export interface PaletteGroup {
  value: string;
  items: PaletteItem[];
}

const TITLE: Record<KeyBinding["group"], string> = { go: "Go", act: "Act", see: "View", help: "Help" };
const ORDER = ["act", "go", "see", "help"] as const;

/** Everything the palette offers now: commands of the registry, then machines, open proposals and recent tunes. */
export function usePaletteGroups(): PaletteGroup[] {
  const store = useKeysStore();
  const router = useRouter();
  const trpc = useTRPC();
  const bindings = useSyncExternalStore(store.subscribe, store.bindings, store.bindings);
  const today = useQuery(trpc.today.get.queryOptions());
  const open = useQuery(trpc.proposals.list.queryOptions(OPEN_PROPOSALS));
  const commands = ORDER.map((group) => ({
    value: TITLE[group],
    items: reachable(bindings)
      .filter((binding) => binding.group === group && isOffered(binding))
      .map((binding) => ({
        id: binding.id,
        label: binding.label,
        note: binding.command ?? "",
        keys: binding.keys,
        run: binding.run,
      })),
  }));
  const machines = (today.data?.macs ?? []).map((mac) => ({
    id: `mac.${mac.id}`,
    label: mac.hostName,
    note: mac.chip,
    keys: "",
    run: () => router.push(`/fleet/${mac.id}`),
  }));
  const proposals = (open.data?.rows ?? []).map((proposal) => ({
    id: `proposal.${proposal.id}`,
    label: proposalLabel(proposal),
    note: targetText(proposal),
    keys: "",
    run: () => router.push(`/proposals/${proposal.id}`),
  }));
  const tunes = [...(today.data?.running ?? []), ...(today.data?.finished ?? [])].map((tune) => ({
    id: `tune.${tune.id}`,
    label: tune.label,
    note: `${tune.hostName} · ${tune.state.replace("_", " ")}`,
    keys: "",
    run: () => router.push(`/tunes/${tune.id}`),
  }));
  return [
    ...commands,
    { value: "Machines", items: machines },
    { value: "Open proposals", items: proposals },
    { value: "Recent tunes", items: tunes },
  ].filter((group) => group.items.length > 0);
}

function isOffered(binding: KeyBinding): boolean {
  return binding.isInPalette === true || binding.scope === "page";
}
