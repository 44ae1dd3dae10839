"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { useRequestKeys } from "../../../_trpc/use-request-keys.ts";
import { Button } from "../../../_ui/controls/button.tsx";
import { Checkbox } from "../../../_ui/controls/checkbox.tsx";
import { Select } from "../../../_ui/controls/select.tsx";
import { ErrorState } from "../../../_ui/states/error-state.tsx";
import { requestTitle } from "../../../_ui/states/failure.ts";
import { appliesTo, firstBatch } from "./images-answer.ts";
import { planLines } from "./plan-lines.ts";
import { RefusalNote, useRefusal } from "./refusal.tsx";

type Plan = RouterOutputs["images"]["plan"];

interface PlanPanelProps {
  inputs: readonly string[];
  /** Labels that have a recipe. */
  classes: readonly string[];
  /** With the pictures of the batch, which is not what is chosen by then. */
  onStarted: (inputs: readonly string[]) => void;
}

/** IM53: the plan is read first, then started; a double press makes one batch (H-34). */
export function PlanPanel({ inputs: wanted, classes, onStarted }: PlanPanelProps) {
  const { inputs, rest } = firstBatch(wanted);
  const trpc = useTRPC();
  const refusal = useRefusal("run");
  const [forced, setForced] = useState("");
  const [isFull, setIsFull] = useState(false);
  const [isAgain, setIsAgain] = useState(false);
  const keys = useRequestKeys();
  const plan = useMutation(trpc.images.plan.mutationOptions());
  const start = useMutation(
    trpc.images.start.mutationOptions({
      onSuccess: (_batch, { inputs: started }) => {
        keys.answered();
        plan.reset();
        onStarted(started);
      },
    }),
  );
  const asked = { inputs: [...inputs], class: forced === "" ? null : forced, preview: !isFull, runAgain: isAgain };
  const isPlanned = plan.data !== undefined && plan.variables?.inputs.join() === asked.inputs.join();
  return (
    <section aria-label="Run" className="mb-6 border-y border-line py-4">
      <WhatRuns count={inputs.length} rest={rest} />
      <div className="mb-3 grid items-end gap-4 sm:grid-cols-[16rem_1fr_1fr]">
        <Select
          label="Recipe"
          value={forced}
          onChange={(event) => {
            setForced(event.target.value);
            plan.reset();
          }}
          options={[
            { value: "", label: "each picture's own class" },
            ...classes.map((value) => ({ value, label: value })),
          ]}
        />
        <Checkbox
          label="Full size, for download"
          hint="Otherwise at 1,600 px, for rating and tuning. Full-size runs are never offered for rating."
          checked={isFull}
          onChange={(event) => {
            setIsFull(event.target.checked);
            plan.reset();
          }}
        />
        <Checkbox
          label="Run again"
          hint="Otherwise an equal run is returned, and a picture that could not be read is left out."
          checked={isAgain}
          onChange={(event) => {
            setIsAgain(event.target.checked);
            plan.reset();
          }}
        />
      </div>
      {isPlanned ? <PlanFacts plan={plan.data} /> : null}
      {plan.error ? <ErrorState error={plan.error} title="The plan could not be made." /> : null}
      {start.error ? <NotStarted error={start.error} /> : null}
      <div className="mt-3 flex flex-wrap gap-2">
        {isPlanned && plan.data.count > 0 ? (
          <Button
            variant="primary"
            disabled={refusal !== null}
            isBusy={start.isPending}
            busyLabel="Starting"
            onClick={() => start.mutate({ ...asked, requestKey: keys.keyOf(asked) })}
          >
            Start {plan.data.count}
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={refusal !== null}
            isBusy={plan.isPending}
            busyLabel="Planning"
            onClick={() => plan.mutate(asked)}
          >
            Show the plan
          </Button>
        )}
      </div>
      <RefusalNote refusal={refusal} />
    </section>
  );
}

const NotStarted = ({ error }: { error: unknown }) => (
  <ErrorState error={error} title={requestTitle(error, "The batch was not started.")} />
);

function WhatRuns({ count, rest }: { count: number; rest: string | null }) {
  return (
    <>
      <p className="mb-3 text-prose">
        Run recipes: <strong className="font-semibold">{appliesTo(count)}</strong>
      </p>
      {rest === null ? null : <p className="mb-3 max-w-[70ch] text-ink-2">{rest}</p>}
    </>
  );
}

function PlanFacts({ plan }: { plan: Plan }) {
  return (
    <div role="status">
      <ul className="max-w-[76ch]">
        {planLines(plan).map((line) => (
          <li key={line} className="border-b border-line py-1">
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}
