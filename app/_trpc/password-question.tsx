"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "../_ui/controls/button.tsx";
import { Field } from "../_ui/controls/field.tsx";
import { Dialog } from "../_ui/overlays/dialog.tsx";
import { failureOf } from "../_ui/states/failure.ts";
import { useTRPC } from "./context.ts";
import { passwordGate } from "./password-gate.ts";

/** AC5: asks for the password again; the action that waited is repeated by itself. */
export default function PasswordQuestion() {
  const trpc = useTRPC();
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState("");
  const confirm = useMutation(
    trpc.self.confirmPassword.mutationOptions({ onSuccess: () => passwordGate.answer("confirmed") }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate({ password });
  };
  return (
    <Dialog
      isOpen
      onClose={() => passwordGate.answer("declined")}
      title="Enter your password again"
      description="This action needs a password entered within the last ten minutes. It continues by itself."
      initialFocus={field}
    >
      <form method="post" onSubmit={submit} className="grid gap-6">
        <Field
          ref={field}
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={confirm.error === null ? null : failureOf(confirm.error).fix}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={() => passwordGate.answer("declined")}>Cancel</Button>
          <Button variant="primary" type="submit" isBusy={confirm.isPending} busyLabel="Checking">
            Continue
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
