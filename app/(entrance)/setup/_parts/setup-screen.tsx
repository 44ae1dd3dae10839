"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "../../../_trpc/context.ts";
import { Button } from "../../../_ui/controls/button.tsx";
import { Checkbox } from "../../../_ui/controls/checkbox.tsx";
import { Field } from "../../../_ui/controls/field.tsx";
import { PageHead } from "../../../_ui/page/page-head.tsx";
import { EmptyState } from "../../../_ui/states/empty-state.tsx";
import { failureOf } from "../../../_ui/states/failure.ts";
import { signIn } from "../../sign-in/_parts/sign-in.ts";
import { useSetupToken } from "./use-setup-token.ts";

const PASSWORD_LEAST = 12;
const PASSWORD_MOST = 128;

interface SetupForm {
  name: string;
  email: string;
  password: string;
  isSolo: boolean;
}

/** FR2: the first admin, made with the one-time link the console printed. */
export function SetupScreen() {
  const token = useSetupToken();
  return (
    <>
      <PageHead
        question="Who runs this console?"
        answer="You make the first account here. It is an admin; there is no default password, and this page works once."
      />
      {token === null ? <MissingLink /> : <AccountForm token={token ?? null} />}
    </>
  );
}

function MissingLink() {
  return (
    <EmptyState title="This page needs the set-up link.">
      The console printed it where it was started; it begins with this address and ends in{" "}
      <code className="font-mono">#token=…</code> A link works once and for one hour. For a new one, stop the console
      with Ctrl-C and run <code className="font-mono">npm start</code> again.
    </EmptyState>
  );
}

function AccountForm({ token }: { token: string | null }) {
  const trpc = useTRPC();
  const [notice, setNotice] = useState<string | null>(null);
  const form = useForm<SetupForm>({ defaultValues: { name: "", email: "", password: "", isSolo: true } });
  const complete = useMutation(trpc.setup.complete.mutationOptions());
  const isBusy = complete.isPending || complete.isSuccess;
  const submit = form.handleSubmit(async (values) => {
    if (token === null) return;
    const made = await complete.mutateAsync({ ...values, token });
    const result = await signIn(made.email, values.password);
    if (result.kind === "ok") window.location.assign("/");
    else setNotice(`The account was made, but signing in failed: ${result.message}`);
  });
  const errors = form.formState.errors;
  return (
    <form
      method="post"
      onSubmit={(event) => void submit(event).catch(() => undefined)}
      className="grid gap-4"
      noValidate
    >
      <Field
        label="Your name"
        autoComplete="name"
        error={errors.name?.message ?? null}
        {...form.register("name", { required: "Enter a name." })}
      />
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        hint="Only to sign in; nothing is sent to it."
        error={errors.email?.message ?? null}
        {...form.register("email", {
          required: "Enter an e-mail address.",
          pattern: { value: /^\S+@\S+\.\S+$/, message: "This is not an e-mail address." },
        })}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="new-password"
        hint={`${PASSWORD_LEAST} to ${PASSWORD_MOST} characters, anything but a common one.`}
        error={errors.password?.message ?? null}
        {...form.register("password", {
          minLength: { value: PASSWORD_LEAST, message: `At least ${PASSWORD_LEAST} characters.` },
          maxLength: { value: PASSWORD_MOST, message: `At most ${PASSWORD_MOST} characters.` },
          required: "Enter a password.",
        })}
      />
      <Checkbox
        label="I run this install alone"
        hint="Unticked, a change to a Mac needs a second person's approval."
        {...form.register("isSolo")}
      />
      <SetupFailure error={complete.error} notice={notice} />
      <div>
        <Button
          variant="primary"
          type="submit"
          isBusy={isBusy || token === null}
          busyLabel={isBusy ? "Making the account" : "Make the account"}
        >
          Make the account
        </Button>
      </div>
    </form>
  );
}

function SetupFailure({ error, notice }: { error: unknown; notice: string | null }) {
  const text = notice ?? (error === null ? null : failureOf(error).fix);
  if (text === null) return null;
  return (
    <p role="alert" className="text-blocking">
      <span aria-hidden>■ </span>
      {text}
    </p>
  );
}
