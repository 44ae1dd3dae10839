"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAllowed } from "../../../../../core/access/roles.ts";
import { goldPairsFor } from "../../../../../core/imaging/bench/gold-recipes.ts";
import { useTRPC } from "../../../../_trpc/context.ts";
import { useRequestKeys } from "../../../../_trpc/use-request-keys.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { Select } from "../../../../_ui/controls/select.tsx";
import { Section } from "../../../../_ui/page/section.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { requestTitle } from "../../../../_ui/states/failure.ts";
import { OlderNote } from "../../../../_ui/states/older-note.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { Progress } from "../../../../_ui/values/progress.tsx";
import { improveProgress, improveText } from "./improve-text.ts";

/** With the gold pairs that check the raters (IM64). */
const runsOf = (pairs: number): number => 2 * (pairs + goldPairsFor(pairs));
const SIZES = [10, 20, 40];
const DEFAULT_SIZE = 20;

/** IM54: pairs of the live recipe and explored argument sets, to be rated before a tune; a double press makes one batch (H-34). */
export function ImproveSection({ label }: { label: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const asked = trpc.images.improvement.queryOptions({ class: label });
  const improvement = useQuery(asked);
  const me = useQuery(trpc.self.me.queryOptions());
  const [count, setCount] = useState(DEFAULT_SIZE);
  const keys = useRequestKeys();
  const start = useMutation(
    trpc.images.improve.mutationOptions({
      onSuccess: () => {
        keys.answered();
        return client.invalidateQueries({ queryKey: asked.queryKey });
      },
    }),
  );
  if (improvement.data === undefined) {
    if (improvement.error === null) {
      return (
        <Section title={`Improve ${label}`}>
          <Skeleton shape="rows" rows={2} />
        </Section>
      );
    }
    return (
      <ErrorState
        error={improvement.error}
        title="What would improve this class could not be read."
        onRetry={() => void improvement.refetch()}
      />
    );
  }
  const { data } = improvement;
  const progress = improveProgress(data);
  const mayRun = isAllowed(me.data?.role ?? null, "run");
  return (
    <Section
      title={`Improve ${label}`}
      note="Runs pictures with the live recipe and with other values beside it; your ratings of the pairs teach the tuner. 30 pictures stay unseen for a blind confirmation."
    >
      <OlderNote error={improvement.error} onRetry={() => void improvement.refetch()} />
      <p className="mb-3 max-w-[70ch]">{improveText(data)}</p>
      {progress === null ? null : (
        <div className="mb-3 max-w-[30rem]">
          <Progress label={`Improve ${label}`} {...progress} />
        </div>
      )}
      {data.sets.length === 0 ? null : (
        <details className="mb-3 max-w-[70ch]">
          <summary>Why these values</summary>
          <p className="my-2 text-ink-2">Expected improvements are predictions: they choose what to try.</p>
          <ul className="list-disc pl-5">
            {data.sets.map(({ recipeSha, why }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same set may be tried on several pictures
              <li key={`${place} ${recipeSha}`}>{why}</li>
            ))}
          </ul>
        </details>
      )}
      {start.error ? (
        <ErrorState error={start.error} title={requestTitle(start.error, "The pairs were not started.")} />
      ) : null}
      {data.why === null && mayRun ? (
        <div className="flex flex-wrap items-end gap-3">
          <Select
            label="Pairs"
            value={String(count)}
            onChange={(event) => setCount(Number(event.target.value))}
            options={SIZES.map((size) => ({ value: String(size), label: `${size} pairs, ${runsOf(size)} runs` }))}
          />
          <Button
            isBusy={start.isPending}
            busyLabel="Starting"
            onClick={() => start.mutate({ class: label, count, requestKey: keys.keyOf({ label, count }) })}
          >
            Run {count} pairs
          </Button>
          {data.pairs === 0 ? null : (
            <LinkButton href={`/rate?mode=pairs&class=${encodeURIComponent(label)}`}>Rate the pairs</LinkButton>
          )}
        </div>
      ) : null}
      {data.why === null && me.data !== undefined && !mayRun ? (
        <p className="text-ink-2">Running pairs needs the role operator.</p>
      ) : null}
    </Section>
  );
}
