"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsBoolean, parseAsString, useQueryState } from "nuqs";
import { useEffect, useRef } from "react";
import { saveFile } from "../../../../../_charts/save-file.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { Checkbox } from "../../../../../_ui/controls/checkbox.tsx";
import { Field } from "../../../../../_ui/controls/field.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.tsx";
import { Skeleton } from "../../../../../_ui/states/skeleton.tsx";
import { findLines, type LogLine, logLines } from "./log-lines.ts";

interface LogTabProps {
  id: string;
  label: string;
  isLive: boolean;
}

/** The run's log: follow, search, wrap, download (H-26). */
export default function LogTab({ id, label, isLive }: LogTabProps) {
  const trpc = useTRPC();
  const log = useQuery(trpc.tunes.log.queryOptions({ id, after: 0 }));
  const [typed, setTyped] = useQueryState("find", parseAsString.withDefault(""));
  const [isWrapped, setWrapped] = useQueryState("wrap", parseAsBoolean.withDefault(true));
  const [isFollowed, setFollowed] = useQueryState("follow", parseAsBoolean.withDefault(true));
  if (log.error)
    return <ErrorState error={log.error} title="The log could not be read." onRetry={() => void log.refetch()} />;
  if (!log.data) return <Skeleton shape="rows" />;
  const lines = logLines(log.data.chunks);
  const shown = findLines(lines, typed);
  if (lines.length === 0) {
    return (
      <EmptyState title={isLive ? "Nothing has been logged yet." : "This run left no log."}>
        The engine's and the run's own lines appear here as the machine sends them.
      </EmptyState>
    );
  }
  const save = () =>
    saveFile(`${label}.log`, new Blob([lines.map((line) => line.text).join("\n")], { type: "text/plain" }));
  return (
    <div>
      <div className="mb-3 flex flex-wrap items-end gap-x-6 gap-y-2">
        <div className="w-64 max-w-full">
          <Field
            label="Find in the log"
            type="search"
            value={typed}
            onChange={(event) => void setTyped(event.target.value || null)}
          />
        </div>
        <Checkbox label="Follow" checked={isFollowed} onChange={(event) => void setFollowed(event.target.checked)} />
        <Checkbox label="Wrap" checked={isWrapped} onChange={(event) => void setWrapped(event.target.checked)} />
        <Button onClick={save}>Download</Button>
        <p className="flex min-h-7 items-center text-ink-3 text-meta" aria-live="polite">
          {shown.length === lines.length ? `${lines.length} lines` : `${shown.length} of ${lines.length} lines`}
        </p>
      </div>
      <LogLines lines={shown} isWrapped={isWrapped} isFollowed={isFollowed && isLive} />
    </div>
  );
}

function LogLines({
  lines,
  isWrapped,
  isFollowed,
}: {
  lines: readonly LogLine[];
  isWrapped: boolean;
  isFollowed: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  // The box's own scroll position is outside React: following keeps it at the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what moves the end
  useEffect(() => {
    if (isFollowed && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [isFollowed, lines.length]);
  return (
    <div
      ref={box}
      role="log"
      aria-label="Log of the run"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-[32rem] overflow-auto bg-sunk py-2 font-mono text-meta"
    >
      {lines.map((line) => (
        <div key={line.number} id={`L${line.number}`} className="flex gap-3 px-3 target:bg-panel">
          <a
            href={`#L${line.number}`}
            className="min-h-6 w-10 shrink-0 select-none text-right text-ink-3 no-underline hover:underline"
          >
            {line.number}
          </a>
          <span className={isWrapped ? "min-w-0 whitespace-pre-wrap break-words" : "whitespace-pre"}>{line.text}</span>
        </div>
      ))}
    </div>
  );
}
