"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApproveDialog } from "../../../../../_approval/approve-dialog.tsx";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { requestKey } from "../../../../../_trpc/request-key.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { notify } from "../../../../../_ui/overlays/toast-manager.ts";
import { failureOf } from "../../../../../_ui/states/failure.ts";

interface ApplyRecipeProps {
  label: string;
  liveSha: string;
  rows: RouterOutputs["proposals"]["followers"]["rows"];
  onClose: () => void;
}

/** What is approved, and the key that makes it once: another recipe is another approval. */
const newApproval = (shownSha: string) => ({
  shownSha,
  key: requestKey(crypto.getRandomValues(new Uint8Array(16))),
});

/** The approval of an apply: one tick a Mac, its policy's line where it forbids (TU51, AP11). It is of the recipe that was live when the dialog opened (AP1). */
export function ApplyRecipe({ label, liveSha, rows, onClose }: ApplyRecipeProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [{ shownSha, key }, setShown] = useState(() => newApproval(liveSha));
  const apply = useMutation(
    trpc.proposals.applyRecipe.mutationOptions({
      onSuccess: async ({ rows: answered }) => {
        const refusals = answered.flatMap(({ refusal }) => refusal ?? []);
        const title = `Approved for ${answered.length - refusals.length} of ${answered.length} Macs.`;
        notify(refusals.length === 0 ? { title } : { title, description: refusals.join(" "), isError: true });
        onClose();
        await queryClient.invalidateQueries(trpc.proposals.pathFilter());
      },
      onError: () => queryClient.invalidateQueries(trpc.proposals.pathFilter()),
    }),
  );
  const ticks = rows
    .filter(({ isFollowing }) => isFollowing)
    .map(({ agentId, host, apply: may }) => ({
      id: agentId,
      label: host,
      hint: may.why ?? "Writes its recipe file by one rename; the old text stays beside it.",
      isForbidden: !may.isAllowed,
    }));
  return (
    <ApproveDialog
      title={`Apply the live recipe of ${label}?`}
      verb="Apply"
      changes={null}
      plan={[
        {
          place: "Each Mac ticked",
          steps: [
            `Its recipe file of ${label} becomes ${shownSha.slice(0, 12)}, if it still has the recipe it reported and its policy allows.`,
            "It reports which recipe it then has.",
          ],
        },
      ]}
      undo="Roll back the class, then apply again; the Mac keeps its old text beside the new one."
      ticks={ticks}
      isTickNeeded
      override={null}
      stale={
        liveSha === shownSha ? null : (
          <LiveChanged shown={shownSha} live={liveSha} onTakeOver={() => setShown(newApproval(liveSha))} />
        )
      }
      canGoOn={liveSha === shownSha}
      isBusy={apply.isPending}
      failure={apply.error === null ? null : failureOf(apply.error)}
      onApprove={({ comment, ticked }) =>
        apply.mutate({ class: label, liveSha: shownSha, agentIds: [...ticked], comment, requestKey: key })
      }
      onClose={onClose}
    />
  );
}

interface LiveChangedProps {
  shown: string;
  live: string;
  onTakeOver: () => void;
}

/** Both shas (H-29); nothing is applied before the person takes the new one. */
function LiveChanged({ shown, live, onTakeOver }: LiveChangedProps) {
  return (
    <div className="grid justify-items-start gap-2" role="status">
      <p>
        <span aria-hidden className="mr-2 text-blocking">
          ■
        </span>
        The live recipe changed while this was open: it was{" "}
        <code className="font-mono text-meta break-all">{shown}</code>, live now is{" "}
        <code className="font-mono text-meta break-all">{live}</code>.
      </p>
      <Button onClick={onTakeOver}>Apply the new one instead</Button>
    </div>
  );
}
