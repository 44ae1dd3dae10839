"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTRPC } from "../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { Field } from "../../../../_ui/controls/field.tsx";
import { Select } from "../../../../_ui/controls/select.tsx";
import { Dialog } from "../../../../_ui/overlays/dialog.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { labelProblem } from "./label-problem.ts";

interface AddClassDialogProps {
  /** The label to begin with, of a log for example; null keeps the dialog closed. */
  start: string | null;
  classes: RouterOutputs["images"]["overview"]["classes"];
  onClose: () => void;
}

/** IM3: a person adds a class; its recipe comes next. */
export function AddClassDialog({ start, classes, onClose }: AddClassDialogProps) {
  return (
    <Dialog
      isOpen={start !== null}
      onClose={onClose}
      title="Add a class"
      description="The built-in classifier answers its own ten only; a picture gets this class from a person or a log."
    >
      {start === null ? null : <AddClassForm start={start} classes={classes} onClose={onClose} />}
    </Dialog>
  );
}

function AddClassForm({ start, classes, onClose }: AddClassDialogProps & { start: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [label, setLabel] = useState(start);
  const [definition, setDefinition] = useState("");
  const [parent, setParent] = useState("");
  const [isTold, setIsTold] = useState(false);
  const add = useMutation(
    trpc.images.addClass.mutationOptions({
      onSuccess: (made) => router.push(`/images/${encodeURIComponent(made.label)}/recipe`),
    }),
  );
  const problem = labelProblem(label, classes);
  const isShort = definition.trim().length < 3;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTold(true);
    if (problem === null && !isShort && !add.isPending) {
      add.mutate({ label, definition, parent: parent === "" ? null : parent });
    }
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <Field
        label="Label"
        isMono
        value={label}
        onChange={(event) => setLabel(event.target.value)}
        hint="a-z, 0-9 and -, at most 32, a letter first"
        error={isTold || label !== start ? problem : null}
        autoComplete="off"
        spellCheck={false}
      />
      <Field
        label="Definition"
        value={definition}
        maxLength={400}
        onChange={(event) => setDefinition(event.target.value)}
        hint="What a picture of this class is, in a sentence"
        error={isTold && isShort ? "at least 3 characters" : null}
        autoComplete="off"
      />
      <Select
        label="Parent"
        value={parent}
        onChange={(event) => setParent(event.target.value)}
        options={[
          { value: "", label: "none" },
          ...classes
            .filter((one) => one.origin !== "imported" && one.label !== label)
            .map((one) => ({ value: one.label, label: one.label })),
        ]}
      />
      {add.error ? <ErrorState error={add.error} title="The class was not added." /> : null}
      <div className="mt-3 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={add.isPending} busyLabel="Adding">
          Add the class
        </Button>
      </div>
    </form>
  );
}
