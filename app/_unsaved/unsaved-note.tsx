"use client";
import { Button } from "../_ui/controls/button.tsx";
import { useJobLine, useUnsaved } from "./unsaved-provider.tsx";

const LINE = "flex w-full flex-wrap items-center gap-x-3 gap-y-1 py-1 text-blocking";

/** What is not stored yet and what never will be, on every page: leaving the one it was made on loses nothing unsaid (IM58). */
export function UnsavedNote() {
  const line = useJobLine();
  const { unsaved, problem, refused } = useUnsaved();
  return (
    <>
      {problem === null ? null : (
        <p role="alert" className={LINE}>
          <span>
            {unsaved === 0 ? "Not read yet" : `Not saved yet (${unsaved})`}: {problem}
          </span>
          <Button onClick={line.resume}>{unsaved === 0 ? "Try again" : "Send again"}</Button>
        </p>
      )}
      {refused === null ? null : (
        <p role="alert" className={LINE}>
          <span>
            Refused ({refused.count}), so not saved: {refused.message}
          </span>
          <Button onClick={line.dismiss}>Dismiss</Button>
        </p>
      )}
    </>
  );
}
