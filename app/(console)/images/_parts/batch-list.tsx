"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { Button } from "../../../_ui/controls/button.tsx";
import { Section } from "../../../_ui/page/section.tsx";
import { ErrorState } from "../../../_ui/states/error-state.tsx";
import { OlderNote } from "../../../_ui/states/older-note.tsx";
import { Skeleton } from "../../../_ui/states/skeleton.tsx";
import { Progress } from "../../../_ui/values/progress.tsx";
import { RelativeTime } from "../../../_ui/values/relative-time.tsx";
import { batchText, failureSummary } from "./batch-text.ts";
import { RefusalNote, useRefusal } from "./refusal.tsx";

type Batch = RouterOutputs["images"]["batches"]["rows"][number];

/** The open and the newest batches with progress, cancel, and the reason of each failure. */
export function BatchList() {
  const trpc = useTRPC();
  const refusal = useRefusal("run");
  const batches = useQuery(trpc.images.batches.queryOptions());
  if (batches.error && batches.data === undefined) {
    return (
      <ErrorState error={batches.error} title="The batches could not be read." onRetry={() => void batches.refetch()} />
    );
  }
  if (batches.data === undefined) return <Skeleton shape="rows" rows={2} />;
  if (batches.data.rows.length === 0) return null;
  return (
    <Section title="Batches">
      <OlderNote error={batches.error} onRetry={() => void batches.refetch()} />
      <ul>
        {batches.data.rows.map((batch) => (
          <BatchLine key={batch.id} batch={batch} refusal={refusal} onChanged={() => void batches.refetch()} />
        ))}
      </ul>
    </Section>
  );
}

interface BatchLineProps {
  batch: Batch;
  /** Why this person may not cancel; null where they may. */
  refusal: string | null;
  onChanged: () => void;
}

function BatchLine({ batch, refusal, onChanged }: BatchLineProps) {
  const trpc = useTRPC();
  const cancel = useMutation(trpc.images.cancel.mutationOptions({ onSettled: onChanged }));
  const ended = batch.done + batch.failed + batch.cancelled;
  const isOpen = batch.state === "queued" || batch.state === "running";
  return (
    <li className="border-b border-line py-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span>
          Batch {batch.number}
          {batch.class === null ? "" : ` · ${batch.class}`} · {batch.state} · {batch.requestedBy},{" "}
          <RelativeTime at={batch.requestedAt} />
        </span>
        {isOpen ? (
          <Button
            disabled={refusal !== null}
            isBusy={cancel.isPending}
            busyLabel="Cancelling"
            onClick={() => cancel.mutate({ id: batch.id })}
          >
            Cancel batch {batch.number}
          </Button>
        ) : null}
      </div>
      <Progress
        label={`Batch ${batch.number}`}
        share={isOpen && ended > 0 ? ended / batch.total : null}
        text={batchText(batch)}
      />
      {isOpen ? <RefusalNote refusal={refusal} /> : null}
      {batch.failures.length === 0 ? null : (
        <details className="mt-1">
          <summary className="min-h-6 cursor-pointer text-meta">{failureSummary(batch)}</summary>
          <ul className="text-meta text-ink-2">
            {batch.failures.map(({ blake3, reason }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: both sides of a pair may fail on the same picture
              <li key={`${place} ${blake3}`}>
                <span className="font-mono">{blake3.slice(0, 12)}</span> {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      {cancel.error ? <ErrorState error={cancel.error} title="The batch was not cancelled." /> : null}
    </li>
  );
}
