import type { RefObject } from "react";
import { Button } from "../_ui/controls/button.tsx";
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

interface FailureLineProps {
  failure: Failure | null;
  /** What failed, where the cause does not say it. */
  what?: string;
  onRetry?: () => void;
}

/** Why an act was refused or a small part could not be read, with its fix (H-35). */
export function FailureLine({ failure, what, onRetry }: FailureLineProps) {
  if (failure === null) return null;
  return (
    <p role="alert">
      <span className="text-blocking">
        ■ {what === undefined ? "" : `${what} `}
        {failure.cause}
      </span>{" "}
      <span className="text-ink-2">
        fix: {failure.fix} <span className="font-mono text-meta text-ink-3">{failure.code}</span>
      </span>
      {onRetry === undefined ? null : (
        <span className="ml-2">
          <Button onClick={onRetry}>Retry</Button>
        </span>
      )}
    </p>
  );
}
