"use client";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../_trpc/context.ts";
import { Button } from "../_ui/controls/button.tsx";
import { failureOf } from "../_ui/states/failure.ts";
import { FailureLine } from "./dialog-parts.tsx";
import { useOpened } from "./use-opened.ts";

/** TU51: proposes the recipe that was live before and opens that proposal with its diff; nothing changes yet (H-30). */
export function RollBackButton({ label }: { label: string }) {
  const trpc = useTRPC();
  const onSuccess = useOpened();
  const rollBack = useMutation(trpc.proposals.rollBack.mutationOptions({ onSuccess }));
  return (
    <div className="grid gap-1">
      <Button isBusy={rollBack.isPending} busyLabel="Proposing…" onClick={() => rollBack.mutate({ class: label })}>
        Roll back…
      </Button>
      <FailureLine failure={rollBack.error === null ? null : failureOf(rollBack.error)} />
    </div>
  );
}
