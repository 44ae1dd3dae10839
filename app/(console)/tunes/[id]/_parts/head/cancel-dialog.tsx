"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { Dialog } from "../../../../../_ui/overlays/dialog.tsx";
import { failureOf } from "../../../../../_ui/states/failure.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { cancelWords } from "./cancel-words.ts";

/** H-25: says what happens to the machine; the safe button has the focus. */
export default function CancelDialog({ detail, onClose }: { detail: TuneDetail; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const safe = useRef<HTMLButtonElement>(null);
  const { id, label } = detail.summary;
  const cancel = useMutation(
    trpc.tunes.cancel.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.tunes.get.queryKey({ id }) });
        onClose();
      },
    }),
  );
  const failure = cancel.error === null ? null : failureOf(cancel.error);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Cancel ${label}?`}
      initialFocus={safe}
      actions={
        <>
          <button
            ref={safe}
            type="button"
            onClick={onClose}
            className="min-h-7 cursor-pointer rounded-control border border-edge bg-panel px-3 py-1 font-medium hover:bg-sunk"
          >
            {detail.summary.state === "queued" ? "Keep it" : "Keep running"}
          </button>
          <Button
            variant="danger"
            isBusy={cancel.isPending}
            busyLabel="Cancelling…"
            onClick={() => cancel.mutate({ id })}
          >
            Cancel the run
          </Button>
        </>
      }
    >
      <ul className="list-disc space-y-1 pl-5 text-ink-2">
        {cancelWords(detail.summary).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {failure === null ? null : (
        <p role="alert" className="mt-3 text-blocking">
          ■ {failure.cause} <span className="text-ink-2">fix: {failure.fix}</span>
        </p>
      )}
    </Dialog>
  );
}
