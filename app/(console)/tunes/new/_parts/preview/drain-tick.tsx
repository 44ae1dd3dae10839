"use client";
import { Checkbox } from "../../../../../_ui/controls/checkbox.tsx";
import type { OkPreview } from "./plan-answer.ts";

interface DrainTickProps {
  preview: OkPreview;
  isTicked: boolean;
  onTick: (isTicked: boolean) => void;
}

/** The approval to drain, a tick of its own; where the machine's owner forbids it, the line that does stands here (B121, B122). */
export function DrainTick({ preview, isTicked, onTick }: DrainTickProps) {
  if (preview.conflicts.length === 0) return null;
  const isForbidden = preview.isDrainAllowed === false;
  return (
    <div className="mb-6">
      <Checkbox
        label="Drain it: stop what serves now, and start it again at the end"
        hint={
          isForbidden
            ? "The machine's own policy.yaml says remote_drain: false; only its owner can change that, on that machine."
            : "Requests under way may finish first. The provider is started again however the tune ends, and proved by a real token."
        }
        checked={isTicked && !isForbidden}
        disabled={isForbidden}
        onChange={(event) => onTick(event.target.checked)}
      />
    </div>
  );
}
