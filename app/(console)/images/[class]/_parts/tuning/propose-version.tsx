"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { isAllowed } from "../../../../../../core/access/roles.ts";
import { CancelButton, FailureLine } from "../../../../../_approval/dialog-parts.tsx";
import { useOpened } from "../../../../../_approval/use-opened.ts";
import { useKeys } from "../../../../../_keys/use-keys.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { Dialog } from "../../../../../_ui/overlays/dialog.tsx";
import { failureOf } from "../../../../../_ui/states/failure.ts";
import { proposalLabel } from "../../../../../_words/proposal-words.ts";
import { openProposalOf } from "./open-proposal-of.ts";

interface ProposeVersionProps {
  label: string;
  version: { version: number; recipeSha: string };
}

/** TU51: a saved recipe becomes live only as a proposal; this asks, then opens its page. */
export function ProposeVersion({ label, version }: ProposeVersionProps) {
  const trpc = useTRPC();
  const me = useQuery(trpc.self.me.queryOptions());
  const [isAsked, setAsked] = useState(false);
  const role = me.data?.role ?? null;
  const may = isAllowed(role, "propose");
  const ask = () => {
    if (may) setAsked(true);
  };
  const name = `Propose version ${version.version}…`;
  useKeys([
    { id: "images.propose-version", keys: "", label: name, scope: "page", group: "act", isInPalette: true, run: ask },
  ]);
  return (
    <>
      <Button
        disabled={!may}
        title={role === null || may ? undefined : `Proposing needs the role operator or admin; yours here is ${role}.`}
        onClick={ask}
      >
        {name}
      </Button>
      {isAsked ? <ProposeDialog label={label} version={version} onClose={() => setAsked(false)} /> : null}
    </>
  );
}

function ProposeDialog({ label, version, onClose }: ProposeVersionProps & { onClose: () => void }) {
  const trpc = useTRPC();
  const cancel = useRef<HTMLButtonElement>(null);
  const open = useQuery(trpc.proposals.list.queryOptions(openProposalOf(label)));
  const onSuccess = useOpened();
  const propose = useMutation(trpc.proposals.propose.mutationOptions({ onSuccess }));
  const [replaced = null] = open.data?.rows ?? [];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Propose version ${version.version} of ${label}?`}
      description="It then awaits a decision on a page of its own. Nothing that is live changes by this, and where four eyes are asked for another person must approve it."
      initialFocus={cancel}
      actions={
        <>
          <CancelButton buttonRef={cancel} onClick={onClose} />
          <Button
            variant="primary"
            isBusy={propose.isPending}
            busyLabel="Proposing…"
            onClick={() => propose.mutate({ class: label, recipeSha: version.recipeSha, version: version.version })}
          >
            Propose
          </Button>
        </>
      }
    >
      {replaced === null ? null : (
        <p>
          <span aria-hidden className="mr-2 text-degrading">
            !
          </span>
          {proposalLabel(replaced)} awaits a decision: this one supersedes it, and voids its blind confirmation if one
          runs.
        </p>
      )}
      {open.error === null ? null : (
        <p className="text-ink-2">
          Whether another proposal awaits a decision could not be read; if one does, this supersedes it.
        </p>
      )}
      <FailureLine failure={propose.error === null ? null : failureOf(propose.error)} />
    </Dialog>
  );
}
