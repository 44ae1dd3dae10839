"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../../../_trpc/context.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { Select } from "../../../../_ui/controls/select.tsx";
import { notify } from "../../../../_ui/overlays/toast-manager.ts";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { appliesTo } from "../images-answer.ts";
import { RefusalNote, useRefusal } from "../refusal.tsx";
import { correctionSaid } from "./said.ts";
import type { useUnusable } from "./use-unusable.ts";

interface SelectionBarProps {
  inputs: readonly string[];
  classes: readonly string[];
  flag: ReturnType<typeof useUnusable>;
  onDone: () => void;
}

/** IM55: what may act on many pictures at once; a score never does. */
export function SelectionBar({ inputs, classes, flag, onDone }: SelectionBarProps) {
  const trpc = useTRPC();
  const refusal = useRefusal("rate");
  const [label, setLabel] = useState(classes[0] ?? "");
  const correct = useMutation(
    trpc.images.correct.mutationOptions({
      onSuccess: ({ corrected }, { class: given }) => {
        notify(correctionSaid(corrected, given));
        onDone();
      },
    }),
  );
  const chosen = [...inputs];
  const mark = (isUnusable: boolean) => flag.mutate({ inputs: chosen, isUnusable }, { onSuccess: onDone });
  return (
    <section aria-label="Selection" className="layer-bar sticky top-11 mb-4 border-y border-line bg-wall py-3">
      <p role="status" className="mb-2">
        {appliesTo(inputs.length)}
      </p>
      <div className="flex flex-wrap items-end gap-2">
        <Select
          label="Right class"
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          options={classes.map((value) => ({ value, label: value }))}
        />
        <Button
          disabled={refusal !== null}
          isBusy={correct.isPending}
          onClick={() => correct.mutate({ inputs: chosen, class: label })}
        >
          Correct the class
        </Button>
        <Button disabled={refusal !== null} isBusy={flag.isPending} onClick={() => mark(true)}>
          Mark unusable
        </Button>
        <Button disabled={refusal !== null} isBusy={flag.isPending} onClick={() => mark(false)}>
          Can be used again
        </Button>
        <Button onClick={onDone}>Clear selection</Button>
      </div>
      <RefusalNote refusal={refusal} />
      {correct.error ? <ErrorState error={correct.error} title="The class was not corrected." /> : null}
      {flag.error ? <ErrorState error={flag.error} title="The pictures were not marked." /> : null}
    </section>
  );
}
