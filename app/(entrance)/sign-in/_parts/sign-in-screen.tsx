"use client";
import { type FormEvent, useState } from "react";
import { Button } from "../../../_ui/controls/button.tsx";
import { Field } from "../../../_ui/controls/field.tsx";
import { PageHead } from "../../../_ui/page/page-head.tsx";
import { signIn } from "./sign-in.ts";

/** E-mail and password; pasting is allowed. */
export function SignInScreen({ next }: { next: string }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const result = await signIn(String(form.get("email")), String(form.get("password")));
    if (result.kind === "ok") window.location.assign(next);
    else {
      setRefusal(result.message);
      setBusy(false);
    }
  };
  return (
    <>
      <PageHead question="Who are you?" answer="Sign in with the account an admin of this console made for you." />
      <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-4">
        <Field label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={refusal}
        />
        <div>
          <Button variant="primary" type="submit" isBusy={isBusy} busyLabel="Signing in">
            Sign in
          </Button>
        </div>
        <p className="text-meta text-ink-3">
          No account, or the password is lost? An admin of this console makes a one-time link.
        </p>
      </form>
    </>
  );
}
