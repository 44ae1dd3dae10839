"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useKeys } from "../../../../_keys/use-keys.ts";
import { useTRPC } from "../../../../_trpc/context.ts";
import { notify } from "../../../../_ui/overlays/toast-manager.ts";
import { failureOf } from "../../../../_ui/states/failure.ts";
import { flagSaid } from "./said.ts";

interface Marking {
  inputs: string[];
  isUnusable: boolean;
}

/** H-32: marks pictures unusable or usable again; the last marking can be taken back, on the notice or by `u`. Kept by the page, because the selection is gone by then. */
export function useUnusable(onChanged: () => void) {
  const trpc = useTRPC();
  const [undoing, setUndoing] = useState<Marking | null>(null);
  const back = useMutation(
    trpc.images.flag.mutationOptions({
      onSuccess: ({ changed }, { isUnusable }) => {
        setUndoing(null);
        notify({ title: `Taken back: ${flagSaid(changed.length, isUnusable)}` });
        onChanged();
      },
      onError: (error) => {
        const { cause, fix } = failureOf(error);
        notify({ title: `Not taken back: ${cause}`, description: fix, isError: true });
      },
    }),
  );
  const flag = useMutation(
    trpc.images.flag.mutationOptions({
      onSuccess: ({ changed }, { isUnusable }) => {
        const undo = changed.length === 0 ? null : { inputs: changed, isUnusable: !isUnusable };
        setUndoing(undo);
        const title = flagSaid(changed.length, isUnusable);
        notify(undo === null ? { title } : { title, action: { label: "Undo", run: () => back.mutate(undo) } });
        onChanged();
      },
    }),
  );
  useKeys(
    undoing === null
      ? []
      : [
          {
            ...{ id: "images.undo-mark", keys: "u", label: "Take back the last marking", scope: "page", group: "act" },
            run: () => {
              if (!back.isPending) back.mutate(undoing);
            },
          },
        ],
  );
  return flag;
}
