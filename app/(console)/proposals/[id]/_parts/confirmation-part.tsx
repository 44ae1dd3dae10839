"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatStarGap } from "../../../../../core/units/stars.ts";
import { FailureLine } from "../../../../_approval/dialog-parts.tsx";
import { useTRPC } from "../../../../_trpc/context.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { Select } from "../../../../_ui/controls/select.tsx";
import { failureOf } from "../../../../_ui/states/failure.ts";
import { Progress } from "../../../../_ui/values/progress.tsx";
import { changesNoPixel, confirmedText } from "./proposal-answer.ts";
import type { Confirmation, ProposalPage } from "./proposal-page.ts";

/** TU40: not started, under way without a figure, or ended with its figures. */
export function ConfirmationPart({ page }: { page: ProposalPage }) {
  const { confirmation, viewer } = page;
  return (
    <div className="grid gap-3">
      {changesNoPixel(page) ? null : <p className="max-w-[70ch]">{confirmedText(confirmation)}</p>}
      {confirmation?.state === "running" ? <Running confirmation={confirmation} /> : null}
      {confirmation?.figures ? <Figures confirmation={confirmation} /> : null}
      {viewer.confirm.isAllowed ? <StartForm page={page} /> : null}
      {!viewer.confirm.isAllowed &&
      viewer.confirm.why !== null &&
      confirmation?.state !== "running" &&
      page.state === "open" ? (
        <p className="max-w-[70ch] text-ink-2">{viewer.confirm.why}</p>
      ) : null}
    </div>
  );
}

function Running({ confirmation }: { confirmation: Confirmation }) {
  const { id, run, ready, judged, planned, missing } = confirmation;
  const hold = judged + ready === 0 ? "The images are run with both recipes first" : `${ready} pairs wait on the bench`;
  return (
    <>
      <div className="max-w-[30rem]">
        <Progress
          label="Blind confirmation"
          share={judged / planned}
          text={`${judged} of ${planned} images judged; no result is shown before the end.`}
        />
      </div>
      <p className="text-ink-2">
        {hold}; {run} of {planned} images were run with both.
      </p>
      {missing === 0 ? null : (
        <p className="text-ink-2">
          <span aria-hidden>! </span>“Not sure” answers used up the fresh images: needs {missing} more images.
        </p>
      )}
      <div>
        <LinkButton href={`/rate?confirmation=${id}`} variant="primary">
          Judge the pairs
        </LinkButton>
      </div>
    </>
  );
}

function Figures({ confirmation: { figures } }: { confirmation: Confirmation }) {
  if (figures === null) return null;
  return (
    <p className="max-w-[70ch] text-ink-2">
      Mean {formatStarGap(figures.mean)} on a scale from −1 to +1, 95 % interval {formatStarGap(figures.lower)} to{" "}
      {formatStarGap(figures.upper)}; sign test {probabilityText(figures.signP)}; n = {figures.judged}.
    </p>
  );
}

function StartForm({ page }: { page: ProposalPage }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [size, setSize] = useState("30");
  const start = useMutation(
    trpc.proposals.confirm.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.proposals.pathFilter()),
    }),
  );
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-end gap-3">
        <Select
          label="Images to judge"
          value={size}
          onChange={(event) => setSize(event.target.value)}
          options={[
            { value: "30", label: "30, the default" },
            { value: "60", label: "60, for small differences" },
          ]}
        />
        <Button
          isBusy={start.isPending}
          busyLabel="Starting…"
          onClick={() => start.mutate({ id: page.id, planned: size === "60" ? 60 : 30 })}
        >
          Start the blind confirmation
        </Button>
      </div>
      <p className="max-w-[70ch] text-meta text-ink-2">
        {page.evidence === null ? "Images" : "Images that the tune did not use"} are run with both recipes and judged
        blind, side by side. The number is fixed before the first answer.
      </p>
      <FailureLine failure={start.error === null ? null : failureOf(start.error)} />
    </div>
  );
}

/** Three decimals say 0.000 of a probability that is not 0. */
const probabilityText = (p: number): string => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);
