import { type ComponentPropsWithRef, type ReactNode, useId } from "react";

interface CheckboxProps extends Omit<ComponentPropsWithRef<"input">, "className" | "style" | "id" | "type"> {
  label: ReactNode;
  hint?: ReactNode;
}

/** A tick with its sentence; the whole line is the target. */
export function Checkbox({ label, hint, ...input }: CheckboxProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 gap-y-1">
      <input
        {...input}
        id={id}
        type="checkbox"
        className="mt-0.5 size-4 accent-wire"
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <label htmlFor={id} className="min-h-6 text-base text-ink">
        {label}
      </label>
      {hint ? (
        <span id={`${id}-hint`} className="col-start-2 text-meta text-ink-3">
          {hint}
        </span>
      ) : null}
    </div>
  );
}
