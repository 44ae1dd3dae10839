"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { isAllowed } from "../../core/access/roles.ts";
import { useKeys } from "../_keys/use-keys.ts";
import { useTRPC } from "../_trpc/context.ts";
import type { RouterOutputs } from "../_trpc/procedures.ts";
import { Button } from "../_ui/controls/button.tsx";
import { failureOf } from "../_ui/states/failure.ts";
import { FailureLine } from "./dialog-parts.tsx";
import { useOpened } from "./use-opened.ts";

interface ProposeAgainProps {
  of: Pick<RouterOutputs["proposals"]["get"], "class" | "origin" | "recipeSha">;
}

/** Console section 7: a stale or expired proposal is proposed again against what is live now; a tuned one by a new tune. */
export function ProposeAgain({ of: { class: label, origin, recipeSha } }: ProposeAgainProps) {
  const trpc = useTRPC();
  const me = useQuery(trpc.self.me.queryOptions());
  const opened = useOpened();
  const tune = useMutation(
    trpc.proposals.tune.mutationOptions({
      onSuccess: async (answer) => {
        if (answer.kind === "proposal") await opened(answer);
      },
    }),
  );
  const propose = useMutation(trpc.proposals.propose.mutationOptions({ onSuccess: opened }));
  const rollBack = useMutation(trpc.proposals.rollBack.mutationOptions({ onSuccess: opened }));
  const role = me.data?.role ?? null;
  const may = isAllowed(role, origin === "roll_back" ? "approve" : "propose");
  const isBusy = tune.isPending || propose.isPending || rollBack.isPending;
  const error = tune.error ?? propose.error ?? rollBack.error;
  const name = origin === "tune" ? "Tune again" : "Propose again";
  const press = () => {
    if (!may || isBusy) return;
    if (origin === "tune") tune.mutate({ class: label });
    else if (origin === "edit") propose.mutate({ class: label, recipeSha });
    else rollBack.mutate({ class: label, recipeSha });
  };
  useKeys([
    { id: "proposal.again", keys: "", label: name, scope: "page", group: "act", isInPalette: true, run: press },
  ]);
  return (
    <div className="grid gap-1">
      <div>
        <Button
          disabled={!may}
          isBusy={isBusy}
          busyLabel={origin === "tune" ? "Tuning, at most 60 s…" : "Proposing…"}
          onClick={press}
        >
          {name}
        </Button>
      </div>
      {role === null || may ? null : (
        <p className="text-meta text-ink-2">Proposing needs the role operator or admin; yours here is {role}.</p>
      )}
      <p role="status" className="text-meta text-ink-2">
        {tune.data?.kind === "none" ? tune.data.text : ""}
      </p>
      <FailureLine failure={error === null ? null : failureOf(error)} />
    </div>
  );
}
