import type { RefObject } from "react";
import { buttonStyle } from "../_ui/controls/button-style.ts";
import type { Failure } from "../_ui/states/failure.ts";

interface CancelButtonProps {
  buttonRef: RefObject<HTMLButtonElement | null>;
  onClick: () => void;
}

/** The safe way out, which a dialog focuses first. */
export function CancelButton({ buttonRef, onClick }: CancelButtonProps) {
  return (
    <button ref={buttonRef} type="button" onClick={onClick} className={buttonStyle("quiet")}>
      Cancel
    </button>
  );
}

/** Why the act was refused, with its fix (H-35). */
export function FailureLine({ failure }: { failure: Failure | null }) {
  if (failure === null) return null;
  return (
    <p role="alert">
      <span className="text-blocking">■ {failure.cause}</span>{" "}
      <span className="text-ink-2">
        fix: {failure.fix} <span className="font-mono text-meta text-ink-3">{failure.code}</span>
      </span>
    </p>
  );
}
