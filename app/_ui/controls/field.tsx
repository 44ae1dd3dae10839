import { type ComponentPropsWithRef, type ReactNode, useId } from "react";

interface FieldProps extends Omit<ComponentPropsWithRef<"input">, "className" | "style" | "id"> {
  label: ReactNode;
  /** What is expected, with its unit. */
  hint?: ReactNode;
  /** Why the value is refused, in the command line's words. */
  error?: string | null;
  unit?: string;
  /** Ids, commands and configuration are set in the mono face. */
  isMono?: boolean;
  /** In a grid of fields: label, control and notes stand level with the neighbours'. */
  isLevel?: boolean;
}

export const CONTROL =
  "min-h-7 pointer-coarse:min-h-9 w-full min-w-0 rounded-control border border-edge bg-panel px-2 py-1 text-base text-ink placeholder:text-ink-3 aria-invalid:border-blocking disabled:bg-sunk disabled:text-ink-3";

/** A labelled text field whose hint and error are read with it. */
export function Field({ label, hint, error, unit, isMono = false, isLevel = false, ...input }: FieldProps) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter((note) => note !== null).join(" ");
  return (
    <div className={isLevel ? "row-span-3 mb-3 grid grid-rows-subgrid" : "grid gap-1"}>
      <label htmlFor={id} className="text-meta font-medium text-ink-2">
        {label}
      </label>
      <span className="relative block">
        <input
          {...input}
          id={id}
          className={`${CONTROL} ${isMono ? "font-mono" : ""} ${unit === undefined ? "" : "pr-16"}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={notes === "" ? undefined : notes}
        />
        {unit === undefined ? null : (
          <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-meta text-ink-3">
            {unit}
          </span>
        )}
      </span>
      {notes === "" ? null : (
        <span className="grid content-start gap-1 text-meta">
          {hint ? (
            <span id={`${id}-hint`} className="text-ink-3">
              {hint}
            </span>
          ) : null}
          {error ? (
            <span id={`${id}-error`} role="alert" className="text-blocking">
              <span aria-hidden>■ </span>
              {error}
            </span>
          ) : null}
        </span>
      )}
    </div>
  );
}
