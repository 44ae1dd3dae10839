"use client";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { failureOf } from "../_ui/states/failure.ts";
import { decideFailure } from "./decide-failure.ts";
import { createJobLine, type JobLine, type LineState } from "./job-line.ts";

const PAUSE_MS = 1000;
const LineContext = createContext<JobLine | null>(null);

/** The tab's line to the console; it outlives the page that gave it a job. */
export function useJobLine(): JobLine {
  const line = useContext(LineContext);
  if (line === null) throw new Error("the line is used outside UnsavedProvider");
  return line;
}

/** How much is not stored yet, and why. */
export function useUnsaved(): LineState {
  const line = useJobLine();
  return useSyncExternalStore(line.subscribe, line.state, line.state);
}

/** Holds the one line of a tab, keeps the tab while something is unsaved, and sends it once there is a network again. */
export function UnsavedProvider({ children }: { children: ReactNode }) {
  const [line] = useState(() =>
    createJobLine({
      decide: (error) => decideFailure(failureOf(error)),
      pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
    }),
  );
  // The tab's closing and its network are outside React.
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => {
      if (line.state().unsaved > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", stay);
    window.addEventListener("online", line.resume);
    return () => {
      window.removeEventListener("beforeunload", stay);
      window.removeEventListener("online", line.resume);
    };
  }, [line]);
  return <LineContext value={line}>{children}</LineContext>;
}
