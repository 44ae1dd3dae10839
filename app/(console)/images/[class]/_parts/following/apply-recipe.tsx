"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApproveDialog } from "../../../../../_approval/approve-dialog.tsx";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { requestKey } from "../../../../../_trpc/request-key.ts";
import { notify } from "../../../../../_ui/overlays/toast-manager.ts";
import { failureOf } from "../../../../../_ui/states/failure.ts";

interface ApplyRecipeProps {
  label: string;
  liveSha: string;
  rows: RouterOutputs["proposals"]["followers"]["rows"];
  onClose: () => void;
}

/** The approval of an apply: one tick a Mac, its policy's line where it forbids (TU51, AP11). */
export function ApplyRecipe({ label, liveSha, rows, onClose }: ApplyRecipeProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [key] = useState(() => requestKey(crypto.getRandomValues(new Uint8Array(16))));
  const apply = useMutation(
    trpc.proposals.applyRecipe.mutationOptions({
      onSuccess: async ({ rows: answered }) => {
        const refusals = answered.flatMap(({ refusal }) => refusal ?? []);
        const title = `Approved for ${answered.length - refusals.length} of ${answered.length} Macs.`;
        notify(refusals.length === 0 ? { title } : { title, description: refusals.join(" "), isError: true });
        onClose();
        await queryClient.invalidateQueries(trpc.proposals.pathFilter());
      },
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
            `Its recipe file of ${label} becomes ${liveSha.slice(0, 12)}, if it still has the recipe it reported and its policy allows.`,
            "It reports which recipe it then has.",
          ],
        },
      ]}
      undo="Roll back the class, then apply again; the Mac keeps its old text beside the new one."
      ticks={ticks}
      isTickNeeded
      override={null}
      stale={null}
      canGoOn
      isBusy={apply.isPending}
      failure={apply.error === null ? null : failureOf(apply.error)}
      onApprove={({ comment, ticked }) =>
        apply.mutate({ class: label, liveSha, agentIds: [...ticked], comment, requestKey: key })
      }
      onClose={onClose}
    />
  );
}
