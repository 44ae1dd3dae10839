"use client";
import dynamic from "next/dynamic";
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import { CrosshairProvider } from "../../../../_charts/frame/crosshair.tsx";
import type { KeyBinding } from "../../../../_keys/key-registry.ts";
import { useKeys } from "../../../../_keys/use-keys.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { notify } from "../../../../_ui/overlays/toast-manager.ts";
import { Tabs } from "../../../../_ui/page/tabs.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import type { Replay } from "./replay/use-replay.ts";
import { StoryTab } from "./story/story-tab.tsx";
import { nextFailure } from "./trials/trial-row-words.ts";
import type { TuneDetail, TuneProgressAnswer } from "./tune-detail.ts";

const TrialsTab = dynamic(() => import("./trials/trials-tab.tsx"), { loading: () => <Skeleton shape="rows" /> });
const TimelineTab = dynamic(() => import("./timeline/timeline-tab.tsx"), {
  loading: () => <Skeleton shape="drawing" />,
});
const TradeOffTab = dynamic(() => import("./trade-off/trade-off-tab.tsx"), {
  loading: () => <Skeleton shape="drawing" />,
});
const HeatTab = dynamic(() => import("./heat/heat-tab.tsx"), { loading: () => <Skeleton shape="drawing" /> });
const LogTab = dynamic(() => import("./log/log-tab.tsx"), { loading: () => <Skeleton shape="rows" /> });
const RawTab = dynamic(() => import("./raw/raw-tab.tsx"), { loading: () => <Skeleton shape="rows" /> });

const TABS = ["story", "trials", "timeline", "trade-off", "heat", "log", "raw"] as const;
const inUrl = { tab: parseAsStringLiteral(TABS).withDefault("story"), trial: parseAsInteger, visit: parseAsInteger };

interface RunTabsProps {
  detail: TuneDetail;
  progress: TuneProgressAnswer["progress"];
  isLive: boolean;
  /** Null while the run cannot be replayed. */
  replay: Replay | null;
}

/** The views of a run; which one is open, and which row, is in the address (H-01). */
export function RunTabs({ detail, progress, isLive, replay }: RunTabsProps) {
  const [{ tab, trial, visit }, setPlace] = useQueryStates(inUrl);
  const { summary } = detail;
  const provenance = `${summary.label} · ${summary.hostName} · ${summary.endedAt ?? summary.requestedAt} UTC · ${summary.id}`;
  const goToFailure = () => {
    if (replay !== null && replay.moment !== null) {
      if (!replay.toFailure()) notify({ title: "Nothing fails after this moment." });
      return;
    }
    const next = nextFailure(detail.trials, tab === "trials" ? trial : null);
    if (next === null) notify({ title: "No row of this run failed." });
    else void setPlace({ tab: "trials", trial: next });
  };
  useKeys([
    { id: "tune.failure", keys: "f", label: "Go to the next failure", scope: "page", group: "go", run: goToFailure },
    ...replayKeys(replay),
  ]);
  return (
    <CrosshairProvider>
      <Tabs
        aside={<ReplayStart replay={replay} />}
        value={tab}
        onChange={(next) => void setPlace({ tab: next, trial: null, visit: null })}
        tabs={[
          {
            value: "story",
            label: "Story",
            content: <StoryTab detail={detail} progress={progress} isLive={isLive} provenance={provenance} />,
          },
          { value: "trials", label: "Trials", content: <TrialsTab detail={detail} open={{ trial, visit }} /> },
          {
            value: "timeline",
            label: "Timeline",
            content: <TimelineTab detail={detail} provenance={provenance} canReplay={replay !== null} />,
          },
          { value: "trade-off", label: "Trade-off", content: <TradeOffTab detail={detail} provenance={provenance} /> },
          { value: "heat", label: "Heat", content: <HeatTab detail={detail} provenance={provenance} /> },
          { value: "log", label: "Log", content: <LogTab id={summary.id} label={summary.label} isLive={isLive} /> },
          { value: "raw", label: "Raw", content: <RawTab detail={detail} /> },
        ]}
      />
    </CrosshairProvider>
  );
}

function ReplayStart({ replay }: { replay: Replay | null }) {
  if (replay === null || replay.moment !== null) return null;
  return (
    <Button variant="plain" keys="space" onClick={replay.toggle}>
      Replay
    </Button>
  );
}

function replayKeys(replay: Replay | null): KeyBinding[] {
  if (replay === null) return [];
  const key = (id: string, keys: string, label: string) => ({ id, keys, label, scope: "page", group: "act" }) as const;
  return [
    { ...key("tune.replay", "space", "Play the run, or pause"), run: replay.toggle },
    { ...key("tune.back", ",", "Step back in the replay"), run: () => replay.step(-1) },
    { ...key("tune.forward", ".", "Step forward in the replay"), run: () => replay.step(1) },
  ];
}
