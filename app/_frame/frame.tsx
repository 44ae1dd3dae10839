"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useKeys } from "../_keys/use-keys.ts";
import { useTRPC } from "../_trpc/context.ts";
import { OPEN_PROPOSALS } from "../_words/open-proposals.ts";
import { BottomBar } from "./bottom-bar.tsx";
import { PLACES } from "./places.ts";
import { Rail } from "./rail.tsx";
import { TopBar } from "./top-bar.tsx";

const Palette = dynamic(() => import("../_keys/palette.tsx"), { ssr: false });
const HelpSheet = dynamic(() => import("../_keys/help-sheet.tsx"), { ssr: false });

type Overlay = "none" | "palette" | "help";

interface FrameProps {
  userName: string;
  children: ReactNode;
}

/** Rail, top bar, the page, the overlays; the global keys. */
export function Frame({ userName, children }: FrameProps) {
  const router = useRouter();
  const trpc = useTRPC();
  const [overlay, setOverlay] = useState<Overlay>("none");
  const [isRailShown, setRailShown] = useState(true);
  const today = useQuery(trpc.today.get.queryOptions());
  const proposals = useQuery(trpc.proposals.list.queryOptions(OPEN_PROPOSALS));
  useKeys([
    ...PLACES.map((place) => ({
      id: `go.${place.href}`,
      keys: `g ${place.key}`,
      label: `Go to ${place.label}`,
      scope: "everywhere" as const,
      group: "go" as const,
      isInPalette: true,
      run: () => router.push(place.href),
    })),
    global({ id: "tune.new", keys: "c", label: "Create a tune", group: "act", isInPalette: true }, () =>
      router.push("/tunes/new"),
    ),
    global({ id: "mac.add", keys: "", label: "Add a Mac", group: "act", isInPalette: true }, () =>
      router.push("/fleet/enrol"),
    ),
    global({ id: "palette", keys: "mod+k", label: "Open the commands", group: "help" }, () => setOverlay("palette")),
    global({ id: "search", keys: "/", label: "Search", group: "help" }, () => setOverlay("palette")),
    global({ id: "help", keys: "?", label: "Show the keys", group: "help", isInPalette: true }, () =>
      setOverlay("help"),
    ),
    global({ id: "rail", keys: "mod+b", label: "Fold the rail, or unfold it", group: "see", isInPalette: true }, () =>
      setRailShown(!isRailShown),
    ),
  ]);
  const open = proposals.data?.total ?? 0;
  const counts = { "/": (today.data?.needs.length ?? 0) + open, "/proposals": open };
  const columns = isRailShown ? "sm:grid-cols-[11rem_minmax(0,1fr)]" : "sm:grid-cols-[minmax(0,1fr)]";
  return (
    <div className={`grid min-h-dvh grid-cols-[minmax(0,1fr)] ${columns}`}>
      <a
        href="#main"
        className="layer-toast sr-only bg-panel p-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      {isRailShown ? <Rail counts={counts} /> : null}
      <div className="min-w-0">
        <TopBar
          userName={userName}
          onSearch={() => setOverlay("palette")}
          onCommands={() => setOverlay("palette")}
          onHelp={() => setOverlay("help")}
        />
        <main id="main" tabIndex={-1} className="max-w-[80rem] px-4 pt-6 pb-24 outline-none sm:px-8 sm:pb-12">
          {children}
        </main>
      </div>
      <BottomBar />
      {overlay === "palette" ? <Palette onClose={() => setOverlay("none")} /> : null}
      {overlay === "help" ? <HelpSheet onClose={() => setOverlay("none")} /> : null}
    </div>
  );
}

interface GlobalKey {
  id: string;
  keys: string;
  label: string;
  group: "act" | "see" | "help";
  isInPalette?: boolean;
}

function global(key: GlobalKey, run: () => void) {
  return { ...key, scope: "everywhere" as const, run };
}
