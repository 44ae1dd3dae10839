"use client";
import dynamic from "next/dynamic";
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useKeys } from "../../../../_keys/use-keys.ts";
import { notify } from "../../../../_ui/overlays/toast-manager.ts";
import { Tabs } from "../../../../_ui/page/tabs.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { LogTab } from "./log/log-tab.tsx";
import { StoryTab } from "./story/story-tab.tsx";
import { TradeOffTab } from "./trials/trade-off-tab.tsx";
import { nextFailure } from "./trials/trial-row-words.ts";
import { TrialsTab } from "./trials/trials-tab.tsx";
import type { TuneDetail, TuneProgressAnswer } from "./tune-detail.ts";

const RawTab = dynamic(() => import("./raw/raw-tab.tsx"), { loading: () => <Skeleton shape="rows" /> });

const TABS = ["story", "trials", "trade-off", "log", "raw"] as const;
const inUrl = { tab: parseAsStringLiteral(TABS).withDefault("story"), trial: parseAsInteger };

interface RunTabsProps {
  detail: TuneDetail;
  progress: TuneProgressAnswer["progress"];
  isLive: boolean;
}

/** The views of a run; which one is open, and which row, is in the address (H-01). */
export function RunTabs({ detail, progress, isLive }: RunTabsProps) {
  const [{ tab, trial }, setPlace] = useQueryStates(inUrl);
  const { summary } = detail;
  const provenance = `${summary.label} · ${summary.hostName} · ${summary.endedAt ?? summary.requestedAt} UTC · ${summary.id}`;
  const goToFailure = () => {
    const next = nextFailure(detail.trials, tab === "trials" ? trial : null);
    if (next === null) notify({ title: "No row of this run failed." });
    else void setPlace({ tab: "trials", trial: next });
  };
  useKeys([
    { id: "tune.failure", keys: "f", label: "Go to the next failure", scope: "page", group: "go", run: goToFailure },
  ]);
  return (
    <Tabs
      value={tab}
      onChange={(next) => void setPlace({ tab: next, trial: null })}
      tabs={[
        {
          value: "story",
          label: "Story",
          content: <StoryTab detail={detail} progress={progress} isLive={isLive} provenance={provenance} />,
        },
        { value: "trials", label: "Trials", content: <TrialsTab detail={detail} open={trial} /> },
        { value: "trade-off", label: "Trade-off", content: <TradeOffTab detail={detail} provenance={provenance} /> },
        { value: "log", label: "Log", content: <LogTab id={summary.id} label={summary.label} isLive={isLive} /> },
        { value: "raw", label: "Raw", content: <RawTab detail={detail} /> },
      ]}
    />
  );
}
