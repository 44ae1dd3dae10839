import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { CONTROL } from "./field.tsx";

interface SelectProps extends Omit<ComponentPropsWithRef<"select">, "className" | "style" | "id" | "children"> {
  label: ReactNode;
  options: readonly { value: string; label: string; isDisabled?: boolean }[];
  hint?: ReactNode;
  /** Keeps the label for screen readers only, where the place says what it is. */
  isLabelHidden?: boolean;
}

/** One of several; the platform's own list, so that phones and screen readers get theirs. */
export function Select({ label, options, hint, isLabelHidden = false, ...select }: SelectProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "text-meta font-medium text-ink-2"}>
        {label}
      </label>
      <select {...select} id={id} className={CONTROL} aria-describedby={hint ? `${id}-hint` : undefined}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.label}
          </option>
        ))}
      </select>
      {hint ? (
        <span id={`${id}-hint`} className="text-meta text-ink-3">
          {hint}
        </span>
      ) : null}
    </div>
  );
}
