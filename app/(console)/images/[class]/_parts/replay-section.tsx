"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { useRequestKeys } from "../../../../_trpc/use-request-keys.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { Select } from "../../../../_ui/controls/select.tsx";
import { Section } from "../../../../_ui/page/section.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { requestTitle } from "../../../../_ui/states/failure.ts";
import { OlderNote } from "../../../../_ui/states/older-note.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { RefusalNote, useRefusal } from "../../_parts/refusal.tsx";
import { leftOutLines, replaySentence, sideText } from "./replay-text.ts";

type Report = RouterOutputs["images"]["replayReport"];
type Version = RouterOutputs["images"]["class"]["versions"][number];

interface ReplaySectionProps {
  label: string;
  versions: readonly Version[];
  /** The replay whose report is shown; null for none. */
  replayId: string | null;
  onReplay: (batchId: string) => void;
}

/** TU52: stored runs once more, under their own recipe and a version beside it, with the difference report. */
export function ReplaySection({ label, versions, replayId, onReplay }: ReplaySectionProps) {
  const trpc = useTRPC();
  const [beside, setBeside] = useState("");
  const keys = useRequestKeys();
  const refusal = useRefusal("run");
  const start = useMutation(
    trpc.images.replay.mutationOptions({
      onSuccess: ({ batchId }) => {
        keys.answered();
        onReplay(batchId);
      },
    }),
  );
  const candidate = versions.find(({ version }) => String(version) === beside)?.toml ?? null;
  return (
    <Section
      title="Replay"
      note="Runs stored runs again on a machine and compares the pixels. It rates nothing and changes nothing."
    >
      <div className="mb-3 grid items-end gap-4 sm:grid-cols-[20rem_auto_1fr]">
        <Select
          label="Recipe beside the runs' own"
          value={beside}
          onChange={(event) => setBeside(event.target.value)}
          options={[
            { value: "", label: "none" },
            ...versions.map((one) => ({
              value: String(one.version),
              label: `version ${one.version}, ${one.origin}, ${one.recipeSha.slice(0, 8)}`,
            })),
          ]}
        />
        <Button
          disabled={refusal !== null}
          isBusy={start.isPending}
          busyLabel="Starting"
          onClick={() => start.mutate({ class: label, candidate, requestKey: keys.keyOf({ label, candidate }) })}
        >
          Replay stored runs
        </Button>
      </div>
      <RefusalNote refusal={refusal} />
      {start.error ? (
        <ErrorState error={start.error} title={requestTitle(start.error, "The replay was not started.")} />
      ) : null}
      {replayId === null ? null : <ReplayReport id={replayId} />}
    </Section>
  );
}

function ReplayReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const read = useQuery(trpc.images.replayReport.queryOptions({ id }));
  if (read.data === undefined) {
    if (read.error === null) return <Skeleton shape="rows" rows={2} />;
    return <ErrorState error={read.error} title="The report could not be read." onRetry={() => void read.refetch()} />;
  }
  const { data } = read;
  return (
    <div role="status">
      <OlderNote error={read.error} onRetry={() => void read.refetch()} />
      <p className="mb-2 text-prose">{replaySentence(data)}</p>
      <SideReport name="Own recipe" side={data.own} />
      {data.candidate === null ? null : (
        <SideReport name={`Recipe ${data.candidateSha?.slice(0, 12) ?? ""}`} side={data.candidate} />
      )}
      {leftOutLines(data).map((line) => (
        <p key={line} className="text-meta text-ink-2">
          {line}
        </p>
      ))}
    </div>
  );
}

function SideReport({ name, side }: { name: string; side: Report["own"] }) {
  return (
    <>
      <p>{sideText(name, side)}</p>
      {side.differences.length === 0 ? null : (
        <details className="mb-1">
          <summary className="min-h-6 cursor-pointer text-meta">How {side.differences.length} differ</summary>
          <ul className="text-meta text-ink-2">
            {side.differences.map(({ runId, label, text }) => (
              <li key={runId}>
                {label}: {text}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
