import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { CONTROL } from "./field.tsx";

interface TextAreaProps extends Omit<ComponentPropsWithRef<"textarea">, "className" | "style" | "id"> {
  label: ReactNode;
  hint?: ReactNode;
  /** The id of what says why the text is refused. */
  errorId?: string | undefined;
  isMono?: boolean;
}

/** A labelled field of many lines; long lines scroll inside it, so that a line number stays one line. */
export function TextArea({ label, hint, errorId, isMono = false, ...area }: TextAreaProps) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : null, errorId ?? null].filter((note) => note !== null).join(" ");
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-meta font-medium text-ink-2">
        {label}
      </label>
      {hint ? (
        <span id={`${id}-hint`} className="text-meta text-ink-3">
          {hint}
        </span>
      ) : null}
      <textarea
        {...area}
        id={id}
        wrap="off"
        className={`${CONTROL} ${isMono ? "font-mono text-meta" : ""}`}
        aria-invalid={errorId === undefined ? undefined : true}
        aria-describedby={notes === "" ? undefined : notes}
      />
    </div>
  );
}
