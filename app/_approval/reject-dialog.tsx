"use client";
import { useRef, useState } from "react";
import { Button } from "../_ui/controls/button.tsx";
import { Field } from "../_ui/controls/field.tsx";
import { Dialog } from "../_ui/overlays/dialog.tsx";
import type { Failure } from "../_ui/states/failure.ts";
import { CancelButton, FailureLine } from "./dialog-parts.tsx";

interface RejectDialogProps {
  title: string;
  /** How it was decided meanwhile; nothing can be rejected then. */
  decided: string | null;
  isBusy: boolean;
  failure: Failure | null;
  onReject: (comment: string) => void;
  onClose: () => void;
}

/** TU49: rejecting takes a comment and changes nothing that is live. */
export function RejectDialog({ title, decided, isBusy, failure, onReject, onClose }: RejectDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const [comment, setComment] = useState("");
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description="The live recipe stays as it is. A rejected proposal cannot be approved; a new one can be proposed."
      initialFocus={cancel}
      actions={
        <>
          <CancelButton buttonRef={cancel} onClick={onClose} />
          <Button
            variant="danger"
            disabled={decided !== null}
            isBusy={isBusy}
            busyLabel="Rejecting…"
            onClick={() => onReject(comment.trim())}
          >
            Reject
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {decided === null ? null : <p role="status">{decided}</p>}
        <Field
          label="Comment"
          hint="Why; stands in the record."
          value={comment}
          maxLength={2000}
          onChange={(event) => setComment(event.target.value)}
        />
        <FailureLine failure={failure} />
      </div>
    </Dialog>
  );
}
