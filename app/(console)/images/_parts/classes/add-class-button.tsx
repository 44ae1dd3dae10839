"use client";
import { useKeys } from "../../../../_keys/use-keys.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { RefusalNote } from "../refusal.tsx";

interface AddClassButtonProps {
  /** Why this person may not add a class; null where they may. */
  refusal: string | null;
  onPress: () => void;
}

/** Opens the dialog for a new class, also from the palette. */
export function AddClassButton({ refusal, onPress }: AddClassButtonProps) {
  useKeys(
    refusal === null
      ? [{ id: "images.add-class", keys: "", label: "Add a class", scope: "page", group: "act", run: onPress }]
      : [],
  );
  return (
    <div>
      <Button disabled={refusal !== null} onClick={onPress}>
        Add a class
      </Button>
      <RefusalNote refusal={refusal} />
    </div>
  );
}
